/** Differences between two kinds of runs, seed by seed, and how they stand in tables. */
import { bySeed, differencesBySeed, type Seeded } from './differences-by-seed.ts';
import { pointsText } from './figure-text.ts';
import { leastPairs, pairedBootstrap } from './paired-bootstrap.ts';
import { type Interval, signOf } from './paired-difference.ts';

/** What one kind of runs has more than another of a figure. */
export interface SeedPairs {
  readonly mean: number;
  readonly seeds: number;
  /** 95 %, by the studentized bootstrap, by itself; undefined of fewer than `leastPairs`. */
  readonly interval: Interval | undefined;
}

/** Over the seeds that both kinds have; undefined where there is none. */
export function seedPairs<Run extends Seeded>(
  before: readonly Run[],
  after: readonly Run[],
  figure: (run: Run) => number,
): SeedPairs | undefined {
  return pairsOf(differencesBySeed(bySeed(before, figure), bySeed(after, figure)));
}

/** Of such differences, as `differencesBySeed` has them; undefined where there is none. */
export function pairsOf(ofSeeds: ReadonlyMap<number, number>): SeedPairs | undefined {
  const differences = [...ofSeeds.values()];
  const seeds = differences.length;
  if (seeds === 0) return undefined;
  if (seeds === 1) return { mean: differences[0], seeds, interval: undefined };
  const { mean, interval } = pairedBootstrap(
    differences.map(() => 0),
    differences,
  );
  return { mean, seeds, interval: interval() };
}

/** Whether a difference is clear: 1 above 0, −1 below it, 0 where its interval holds 0 or is not known. */
export function clearSign(pairs: SeedPairs | undefined): 1 | -1 | 0 {
  return pairs?.interval ? signOf(pairs.interval) : 0;
}

/**
 * '+0.12 (−0.05 to +0.31)', in hundredths; with a star behind it where the interval lies beyond 0, and '+0.12 (–)' where it has no bounds.
 *
 * @param scale what the difference is multiplied by beside that.
 */
export function pairsCell(pairs: SeedPairs | undefined, digits: number, scale = 1): string {
  if (!pairs) return '–';
  const text = (value: number): string => pointsText(value * scale, digits);
  if (!pairs.interval) return `${text(pairs.mean)}${pairs.seeds < leastPairs ? '' : ' (–)'}`;
  const [low, high] = pairs.interval;
  return `${text(pairs.mean)} (${text(low)} to ${text(high)})${clearSign(pairs) === 0 ? '' : ' *'}`;
}

/** What stands below a table of such cells. */
export function pairsRemark(shown: readonly (SeedPairs | undefined)[]): string {
  const pairs = shown.filter((one) => one !== undefined);
  const few = pairs.some(({ seeds }) => seeds < leastPairs);
  const unbounded = pairs.some(({ seeds, interval }) => seeds >= leastPairs && !interval);
  return [
    ...(pairs.some(({ interval }) => interval)
      ? [
          'In brackets 95 % intervals of the paired differences, by the studentized bootstrap (10,000 resamples). A star: the interval lies beyond 0.',
          'Each interval is by itself, not corrected for how many there are; so of twenty differences that are none, one would have a star.',
        ]
      : []),
    ...(unbounded ? ['(–): the bootstrap has no bounds for so uneven differences of so few seeds.'] : []),
    ...(few ? [`Intervals need ${leastPairs} seeds.`] : []),
  ].join(' ');
}
