/** Optimizers. One rule a file; `optimizer.ts` has the step that they share. */
export { gradientNorm } from './gradient-norm.ts';
export {
  type LearningRate,
  Optimizer,
  type OptimizerOptions,
  type OptimizerState,
  type Slots,
  type StepLength,
} from './optimizer.ts';
export * from './rules.ts';
export { type OptimizerName, toOptimizer } from './to-optimizer.ts';
