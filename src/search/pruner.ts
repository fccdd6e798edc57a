import type { Direction, Trial } from './trial.ts';

/**
 * Ends trials early that are unlikely to become the best: by stopping them on their way (`stops`), or by a schedule of how far each may go
 * (`plan`).
 *
 * Like samplers, pruners depend on what they are told here and on nothing else. A trial is judged beside trials that are over before it
 * begins, so that it need not wait on its way, and it does not matter which worker came first.
 */
export interface Pruner {
  /** Such as 'median'. */
  readonly name: string;
  /** Whether a trial stops after a report. */
  stops?(judgement: Judgement): boolean;
  /** How far a trial may go, and whose parameters it takes up, if those of another. */
  plan?(planning: Planning): TrialPlan;
  /** How many trials must be over before this one begins; number − lag, or more. */
  needs?(number: number): number;
  /** What tells it from other pruners: name and options, as plain data. */
  toJSON(): object;
}

export interface TrialPlan {
  /** The step after which it stops; undefined lets it go to its end. */
  readonly budget?: number;
  /** Whether that is as far as any trial goes: then it is complete there, and not pruned. */
  readonly isLast?: boolean;
  /** The number of the trial whose parameters it has. It begins from the start all the same. */
  readonly repeats?: number;
}

/** What a pruner may know of all trials. */
export interface Planning {
  /** Of the trial in question, from 0. */
  readonly number: number;
  /** Trials that are over, by number: all below number − lag, or below what the pruner needs. */
  readonly earlier: readonly Trial[];
  readonly direction: Direction;
}

/** What a pruner may know of a trial on its way. */
export interface Judgement extends Planning {
  /** Of the report. */
  readonly step: number;
  readonly value: number;
  /** The reports of the trial up to this one, which is the last. */
  readonly reports: Trial['reports'];
}
