/** Figures of runs by their seeds, and what the runs of one kind have more of than those of another. */

/** A run that can be paired with the one of another kind. */
export interface Seeded {
  readonly seed: number;
}

/** A figure of each run, by seed. */
export function bySeed<Run extends Seeded>(runs: readonly Run[], figure: (run: Run) => number): Map<number, number> {
  return new Map(runs.map((run) => [run.seed, figure(run)]));
}

/** after − before, by seed, of the seeds that both have, in the order of `after`. */
export function differencesBySeed(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): Map<number, number> {
  return new Map(
    [...after].flatMap(([seed, value]) => {
      const first = before.get(seed);
      return first === undefined ? [] : [[seed, value - first] as const];
    }),
  );
}
