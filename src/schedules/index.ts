/** Learning rates that change with the step or the epoch: the namespace `schedules`. */
export { constant } from './constant.ts';
export { type CosineDecayOptions, cosineDecay } from './cosine-decay.ts';
export { type ExponentialDecayOptions, exponentialDecay } from './exponential-decay.ts';
export { fromJSON } from './from-json.ts';
export { type InverseTimeDecayOptions, inverseTimeDecay } from './inverse-time-decay.ts';
export { type OneCycleOptions, oneCycle } from './one-cycle.ts';
export { type PiecewiseOptions, piecewise } from './piecewise.ts';
export { type PolynomialDecayOptions, polynomialDecay } from './polynomial-decay.ts';
export type { Per, PerOption, Schedule, ScheduleJson } from './schedule.ts';
export { type StepDecayOptions, stepDecay } from './step-decay.ts';
export { toSchedule } from './to-schedule.ts';
export { type WarmupOptions, warmup } from './warmup.ts';
