/** Hyper-parameter search: spaces, samplers, pruners, and the search itself. Nothing here touches files or threads. */
export type { ParameterImportance } from './importance.ts';
export type { Objective, TrialContext } from './objective.ts';
export type { Judgement, Planning, Pruner, Scheduling, StepBound, TrialPlan } from './pruner.ts';
export { AsynchronousHalving, type AsynchronousHalvingOptions } from './pruners/asynchronous-halving.ts';
export type { Rung } from './pruners/bracket.ts';
export { Hyperband, type HyperbandOptions } from './pruners/hyperband.ts';
export { MedianPruner, type MedianPrunerOptions } from './pruners/median-pruner.ts';
export { SuccessiveHalving, type SuccessiveHalvingOptions } from './pruners/successive-halving.ts';
export type { TrialCall, TrialOutcome } from './run-trial.ts';
export type { Proposal, Sampler } from './sampler.ts';
export { BayesianSampler, type BayesianSamplerOptions } from './samplers/bayesian-sampler.ts';
export { GridSampler, type GridSamplerOptions } from './samplers/grid-sampler.ts';
export { ManualSampler } from './samplers/manual-sampler.ts';
export { QuasiRandomSampler, type QuasiRandomSamplerOptions } from './samplers/quasi-random-sampler.ts';
export { RandomSampler, type RandomSamplerOptions } from './samplers/random-sampler.ts';
export { TpeSampler, type TpeSamplerOptions } from './samplers/tpe-sampler.ts';
export { type SearchOptions, type SearchProgress, search, type TrialJournal } from './search.ts';
export { type SobolOptions, SobolPoints } from './sobol.ts';
export { choice } from './space/choice.ts';
export { logUniform, uniform } from './space/continuous.ts';
export type { Dimension, DimensionJSON, ParameterValue } from './space/dimension.ts';
export { type IntegerOptions, integer } from './space/integer.ts';
export {
  type ParametersOf,
  type ParameterValues,
  Space,
  type SpaceDefinition,
  type SpaceEntry,
  type SpaceJSON,
} from './space/space.ts';
export { type Condition, type Conditional, when } from './space/when.ts';
export { type SearchPlan, SearchStudy, type StudyJSON, type StudyPlan } from './study.ts';
export type { Direction, Trial, TrialReport, TrialState } from './trial.ts';
export { type TrialInput, trialTask } from './trial-task.ts';
