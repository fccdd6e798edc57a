/**
 * What `npm run bench:peers` writes to benchmarks/results/peers.json as `results`; around it stand machine, runtime, command, date,
 * figures and ratios as in the files of the other parts (`ResultsFile`).
 */

export interface PeersResults extends Required<Measured> {
  readonly peers: readonly PeerOfRun[];
  /** Of simdgrad and the interpreters, by name. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Measured {
  /** From W1 on. */
  readonly workloads: readonly WorkloadResult[];
  /** One row predicted, the result read back, in W1 and W4. Milliseconds a prediction. */
  readonly predictions: readonly LatencyResult[];
  /** From the start of the process to the end of the first step of W4. Milliseconds. */
  readonly starts?: LatencyResult;
  /** Physical memory that the process ever held in which W4 was trained. */
  readonly memory?: MemoryResult;
}

export interface MemoryResult {
  readonly oursBytes: number;
  readonly rows: readonly (WayOfPeer & { readonly failure?: string; readonly bytes?: number })[];
}

/** Who was asked for. */
export interface PeerOfRun {
  readonly peer: string;
  readonly title: string;
  /** Of its packages, by name, that of the library first. Empty if it was missing. */
  readonly versions: Readonly<Record<string, string>>;
  /** Why it did not take part, and how to get it. */
  readonly missing?: string;
}

/** A median and the quartiles. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export interface WayOfPeer {
  /** As on the command line: `tfjs`. */
  readonly peer: string;
  /** `TensorFlow.js`. */
  readonly title: string;
  /** How the peer was used: its back end, its interface. Empty where there is but one way. */
  readonly way: string;
}

export interface WorkloadResult {
  /** `W1` to `W6`. */
  readonly id: string;
  readonly network: string;
  readonly batch: number;
  /** Ours: milliseconds a step. */
  readonly ours: Spread;
  readonly rows: readonly PeerRow[];
}

/** One way of one peer in one workload: either `failure`, or all that follows it. */
export interface PeerRow extends WayOfPeer {
  /** An extra row is shown and not counted: promises speak of the others. */
  readonly extra: boolean;
  /** The fastest that counts among the peer's ways; one of them at most. */
  readonly best: boolean;
  /** What it says of what it cannot do. */
  readonly failure?: string;
  readonly work?: Work;
  /** Milliseconds a step. */
  readonly step?: Spread;
  /** Our speed over the peer's, of the ratios within the rounds. */
  readonly ratio?: Spread;
  /** How often it was timed. */
  readonly rounds?: number;
}

/** How it was made sure that a peer does the work of the workload. */
export interface Work {
  /** What it does otherwise, where it can do no better. */
  readonly differs?: string;
  /** Over so many steps its losses are those of our network, |a − b| / max(1, b) being `worst` at most. */
  readonly compared?: { readonly steps: number; readonly worst: number; readonly with: string };
}

export interface LatencyResult {
  /** The workload. */
  readonly id: string;
  readonly ours: Spread;
  readonly rows: readonly (WayOfPeer & {
    readonly failure?: string;
    readonly theirs?: Spread;
    readonly ratio?: Spread;
  })[];
}
