import type { ParameterValues } from './space/space.ts';

/** What became of a trial. */
export type TrialState = 'complete' | 'pruned' | 'failed' | 'timedOut';

/** Which way an objective is better. */
export type Direction = 'minimize' | 'maximize';

/** What an objective said on its way. */
export interface TrialReport {
  /** How far it was, such as an epoch from 1; each is further than the one before. */
  readonly step: number;
  readonly value: number;
}

/** One point of the space, and what the objective made of it: plain data. */
export interface Trial<P = ParameterValues> {
  /** From 0, in the order in which trials were begun. */
  readonly number: number;
  readonly parameters: P;
  readonly state: TrialState;
  /** One for each direction, finite; only where the state is complete. */
  readonly values?: readonly number[];
  /** In the order in which they were made. */
  readonly reports: readonly TrialReport[];
  /** How far a schedule let it go, and where it took up the parameters of another trial, whose. */
  readonly budget?: number;
  readonly repeats?: number;
  /** Whether a person chose the parameters. */
  readonly byHand?: true;
  /** Why it failed or ran out of time. */
  readonly error?: { readonly name: string; readonly message: string };
  readonly seconds: number;
}
