/** The update rules of the optimizers. What they have in common is stated in update.ts. */
export { adadelta } from './adadelta';
export { adagrad } from './adagrad';
export { adam } from './adam';
export { adamax } from './adamax';
export { lion } from './lion';
export { momentum } from './momentum';
export { nadam } from './nadam';
export { rAdam } from './r-adam';
export { rmsProp } from './rms-prop';
export { sgd } from './sgd';
export { softThreshold } from './soft-threshold';
