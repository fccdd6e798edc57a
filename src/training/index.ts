/** Models, trainers, and what happens while they train. */
export type { BatchLike, BatchSource } from './batch-source.ts';
export type { Callback, TrainingRun } from './callback.ts';
export type { ClassWeights } from './class-weights.ts';
export { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';
export type { EvaluateOptions } from './evaluate.ts';
export type { EpochFigures, History } from './history.ts';
export type { LossFunction, LossName } from './loss-function.ts';
export type { Metric, MetricFunction } from './metric-collector.ts';
export type { ForwardOptions, Model } from './model.ts';
export type { FitProgress } from './progress-report.ts';
export { type ReduceOnPlateauOptions, reduceOnPlateau } from './reduce-on-plateau.ts';
export { Sequential, type SequentialFitOptions, type SequentialOptions } from './sequential.ts';
export type { SummaryOptions } from './summary.ts';
export { type StepFigures, Trainer } from './trainer.ts';
export type { FitOptions, TrainerOptions } from './trainer-options.ts';
