/** What the parts of the benchmark suite and the command that runs them (`bench.ts`) know of each other. */

/** What a part is given. */
export interface PartOptions {
  /** A short run, whose figures are good to a few per cent; nothing is written. */
  readonly quick: boolean;
  /** Only what matches by name. */
  readonly filter: RegExp | undefined;
  /** Told how far the part is, as often as it likes: the share that is done, from 0 to 1, and what is under way. */
  readonly onProgress?: (share: number, doing: string) => void;
}

/** A figure that was promised: dimensionless, or with its unit in `text`. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  /** The promise: one of the two. */
  readonly atLeast?: number;
  readonly below?: number;
  readonly text: (value: number) => string;
}

export interface ResultTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Side of each column; the first to the left and the others to the right unless set. */
  readonly align?: readonly ('left' | 'right')[];
}

/** What a part has found out. */
export interface Outcome {
  readonly tables: readonly ResultTable[];
  readonly figures: readonly Figure[];
  /** All measurements, as they go to benchmarks/results/NAME.json. */
  readonly results: object;
  /** Dimensionless, larger is better, measured within this run: what `--check` compares with the committed file, by name. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Why nothing could be measured on this machine, and what helps. */
  readonly skipped?: string;
}

/** One part of the suite. Loading its module has no effect; it runs in a process of its own. */
export interface Part {
  /** As on the command line, and of its module and its file of results. */
  readonly name: string;
  /** One line for `--list`. */
  readonly about: string;
  run(options: PartOptions): Promise<Outcome>;
}
