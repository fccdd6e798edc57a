// biome-ignore-all assist/source/organizeImports: exports stand by subject, each under its heading; by path that order would be lost
/** simdgrad: the public face. What is not exported here is not public; what needs Node is in `simdgrad/node`. */
import './ops/methods.ts';

// Tensors.
export { Tensor, tensor } from './tensor/tensor.ts';
export { full, ones, randomNormal, randomUniform, zeros } from './tensor/create.ts';
export type { RandomNormalOptions, RandomUniformOptions, TensorOptions } from './tensor/create.ts';
export type { NestedArray, Shape } from './tensor/shape.ts';

// Operations.
export * from './ops/index.ts';

// Losses.
export * from './losses/index.ts';

// Gradients and graphs.
export { backward } from './autodiff/backward.ts';
export { noGrad } from './tensor/mode.ts';
export { gradCheck } from './autodiff/grad-check.ts';
export type { GradCheckOptions, GradCheckReport } from './autodiff/grad-check.ts';
export { record } from './autodiff/record.ts';
export { Graph } from './autodiff/graph.ts';
export { graphOf } from './autodiff/print-graph.ts';

// For operations of your own: a node, the tensors it makes, and the memory its addresses point into.
export { apply } from './autodiff/apply.ts';
export { result, workspace } from './autodiff/node.ts';
export type { NodeSpec, Run } from './autodiff/node.ts';
export type { Address, Adds } from './wasm/kernels.ts';
export { floats } from './wasm/memory.ts';

// What everything runs on, chosen before the first tensor.
export { precision, setPrecision } from './wasm/precision.ts';
export type { Precision } from './wasm/precision.ts';
export { setThreads, threads } from './wasm/threads.ts';

// Parameters and memory.
export { ParameterBlock } from './tensor/parameter-block.ts';
export type { ParameterSpec } from './tensor/parameter-block.ts';
export { fingerprint } from './tensor/fingerprint.ts';
export { memoryUse, setMemoryBudget } from './wasm/memory.ts';

// Random numbers of your own.
export { Counter, RandomStream } from './tensor/random.ts';

// Optimizers.
export * from './optimizers/index.ts';

// Layers and models.
export * from './layers/index.ts';
export * from './training/index.ts';
export * as regularizers from './regularizers/index.ts';

// Data and metrics.
export * from './data/index.ts';
export * as metrics from './metrics/index.ts';

// What is wrong with data, parts, set-ups and outcomes.
export * from './lint/index.ts';

// Hyper-parameter search, and the jobs that it can be done as.
export * from './search/index.ts';
export type { Executor, JobCall } from './jobs/executor.ts';
export type { Job, Task, TaskContext, TaskProgress } from './jobs/job.ts';

// Files, as bytes.
export * from './formats/index.ts';

// How parameters begin, and how the learning rate changes.
export * as initializers from './initializers/index.ts';
export * as schedules from './schedules/index.ts';

// Errors.
export {
  DataError,
  FileError,
  GradientError,
  EngineInUseError,
  MemoryError,
  MissingPackageError,
  NonFiniteError,
  NotFittedError,
  RecordingError,
  ShapeError,
  UnsupportedError,
} from './errors.ts';
