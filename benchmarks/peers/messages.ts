/**
 * What the runner and the process of a peer say to each other, one JSON object a line: requests come on standard input, answers
 * leave on file descriptor 3, so that a peer may print what it likes. The process answers first of all `Ready`, or `Failure`,
 * and then each request in turn. It ends when its input ends.
 */

import type { Workload } from '../workloads.ts';

export type Request =
  /** Steps from where training is, with the loss of each before its update; as many as the seconds suffice for, one at least. */
  | { readonly do: 'follow'; readonly steps: number; readonly seconds: number }
  /** As many steps, as fast as the peer can. */
  | { readonly do: 'train'; readonly steps: number }
  /** Predictions of the first row of the first batch, one after the other, each read back. */
  | { readonly do: 'predict'; readonly times: number }
  | { readonly do: 'memory' };

export interface Ready {
  /** Of the packages it uses, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it does otherwise than the workload has it, where it can do no better; then its losses are not compared … */
  readonly differs?: string;
  /** … unless they follow those of our network with this optimizer. */
  readonly optimizer?: Workload['optimizer'];
}

export interface Followed {
  readonly losses: readonly number[];
}

export interface Timed {
  readonly milliseconds: number;
}

export interface Memory {
  /** Physical memory that the process ever held. */
  readonly peakBytes: number;
}

/** What the peer says of what it cannot do. Nothing follows. */
export interface Failure {
  readonly error: string;
}

export type Answer = Ready | Followed | Timed | Memory | Failure;
