import type { Child } from './child.ts';
import type { WayOfPeer } from './result.ts';

/** Who takes part in a comparison. */
export interface Contender extends WayOfPeer {
  readonly extra: boolean;
  /** Starts a process that trains the job in the folder, and may take so long for an answer. */
  start(job: string, patienceSeconds: number): Child;
}

/** How much trouble is taken. */
export interface Pace {
  readonly rounds: number;
  /** What a sample of the peer, and one of ours beside it, is to take. */
  readonly sampleMilliseconds: number;
  readonly warmUpMilliseconds: number;
  /**
   * What all samples of a peer may take; a slow one then has fewer rounds, though never less than `leastRounds`. Where a single step takes
   * longer, the one in which losses were compared is all there is.
   */
  readonly mostSeconds: number;
  readonly leastRounds: number;
  /** What the comparison of losses may take; a slow one then has fewer steps. */
  readonly followSeconds: number;
  /** What takes longer than that is given up. */
  readonly patienceSeconds: number;
}

export const thorough: Pace = {
  rounds: 11,
  sampleMilliseconds: 100,
  warmUpMilliseconds: 1000,
  mostSeconds: 20,
  leastRounds: 2,
  followSeconds: 10,
  patienceSeconds: 300,
};

export const quick: Pace = {
  rounds: 3,
  sampleMilliseconds: 40,
  warmUpMilliseconds: 150,
  mostSeconds: 2,
  leastRounds: 1,
  followSeconds: 2,
  patienceSeconds: 60,
};

/** What a comparison may use of the run it belongs to. */
export interface Course {
  /** A folder for jobs, which is removed when the run ends. */
  readonly folder: string;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Told what is under way. */
  readonly onDoing: (doing: string) => void;
}
