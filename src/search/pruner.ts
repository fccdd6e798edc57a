import type { Direction, Trial } from './trial.ts';

/**
 * Ends trials early that are unlikely to become the best: by stopping them on their way (`stops`), or by a schedule of how far each may go
 * (`plan`).
 *
 * Like samplers, pruners depend on what they are told here and on nothing else. A trial is judged beside trials that are over before it
 * begins, so that it need not wait on its way, and it does not matter which worker came first. What it takes to judge it, its standing, is
 * made of those trials when it begins, and goes with it wherever it runs: where that is small, so is what is sent.
 */
export interface Pruner<Standing = unknown> {
  /** Such as 'median'. */
  readonly name: string;
  /** What `stops` has to know of earlier trials, such as a bound for each step: plain data. */
  standing?(planning: Planning): Standing;
  /** Whether a trial stops after a report. */
  stops?(judgement: Judgement<Standing>): boolean;
  /** How far a trial may go, and whose parameters it takes up, if those of another. Trials by hand are not planned. */
  plan?(scheduling: Scheduling): TrialPlan;
  /** How many of the trials that are not by hand must be over before the one at this place begins; place − lag, or more. */
  needs?(place: number): number;
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

/** What a pruner may know when a trial begins. */
export interface Planning {
  /** Of the trial in question, from 0. */
  readonly number: number;
  /** Trials that are over, by number: all below number − lag, or below what the pruner needs. */
  readonly earlier: readonly Trial[];
  readonly direction: Direction;
}

/** The same, where there is a schedule. */
export interface Scheduling extends Planning {
  /** How many trials before it, over or not, were not chosen by hand: its place in a schedule, from 0. */
  readonly place: number;
}

/** What a pruner may know of a trial on its way. */
export interface Judgement<Standing = unknown> {
  /** Of the trial in question, from 0. */
  readonly number: number;
  /** What `standing` gave; undefined for a pruner without it. */
  readonly standing: Standing;
  readonly direction: Direction;
  /** Of the report. */
  readonly step: number;
  readonly value: number;
  /** The reports of the trial up to this one, which is the last. */
  readonly reports: Trial['reports'];
}

/** The value that a trial is judged by at a step: what is worse stops. */
export interface StepBound {
  readonly step: number;
  readonly value: number;
}
