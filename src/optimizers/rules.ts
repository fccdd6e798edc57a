/** The update rules. Each is a class of the library, and by its name with a small letter an optimizer that `fit` takes. */
export { Adadelta, type AdadeltaOptions } from './adadelta.ts';
export { Adagrad, type AdagradOptions } from './adagrad.ts';
export { Adam, type AdamOptions } from './adam.ts';
export { AdamW, type AdamWOptions } from './adam-w.ts';
export { Adamax, type AdamaxOptions } from './adamax.ts';
export { Lion, type LionOptions } from './lion.ts';
export { Momentum, type MomentumOptions } from './momentum.ts';
export { Nadam, type NadamOptions } from './nadam.ts';
export { RAdam, type RAdamOptions } from './r-adam.ts';
export { RmsProp, type RmsPropOptions } from './rms-prop.ts';
export { Sgd, type SgdOptions } from './sgd.ts';
