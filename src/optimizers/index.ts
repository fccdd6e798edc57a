/** Optimizers. One rule a file; `optimizer.ts` has the step that they share. */
export { Adadelta, type AdadeltaOptions } from './adadelta.ts';
export { Adagrad, type AdagradOptions } from './adagrad.ts';
export { Adam, type AdamOptions } from './adam.ts';
export { AdamW, type AdamWOptions } from './adam-w.ts';
export { Adamax, type AdamaxOptions } from './adamax.ts';
export { gradientNorm } from './gradient-norm.ts';
export { Lion, type LionOptions } from './lion.ts';
export { Momentum, type MomentumOptions } from './momentum.ts';
export { Nadam, type NadamOptions } from './nadam.ts';
export {
  type LearningRate,
  Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type Slots,
  type StepLength,
} from './optimizer.ts';
export { RAdam, type RAdamOptions } from './r-adam.ts';
export { RmsProp, type RmsPropOptions } from './rms-prop.ts';
export { Sgd, type SgdOptions } from './sgd.ts';
export { type OptimizerName, toOptimizer } from './to-optimizer.ts';
