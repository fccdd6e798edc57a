/** Differences between two cells, or between a network with and without something, paired seed by seed. */
import { intervalText, pointsText } from '../../figure-text.ts';
import { meanAndDeviation } from '../../mean-and-deviation.ts';
import { pairedBootstrap } from '../../paired-bootstrap.ts';
import type { Interval } from '../../paired-difference.ts';
import { testAccuracies } from '../judge-statements.ts';
import type { CellFindings, RegularizationRun } from './findings.ts';

export interface Difference {
  readonly mean: number;
  /** By `pairedBootstrap`, 95 %, by itself; undefined where so few seeds leave it without bounds. */
  readonly interval: Interval | undefined;
}

/** after − before, by seed, over the seeds that both have; undefined without any. */
export function differenceBySeed(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): Difference | undefined {
  const seeds = [...after.keys()].filter((seed) => before.has(seed));
  if (seeds.length === 0) return undefined;
  const one = seeds.map((seed) => before.get(seed)!);
  const other = seeds.map((seed) => after.get(seed)!);
  if (seeds.length === 1)
    return { mean: meanAndDeviation(other).mean - meanAndDeviation(one).mean, interval: undefined };
  const { mean, interval } = pairedBootstrap(one, other);
  return { mean, interval: interval() };
}

/** Of a figure of two cells: test accuracy unless another is read. */
export function differenceOf(
  before: CellFindings | undefined,
  after: CellFindings | undefined,
  read: (runs: readonly RegularizationRun[]) => ReadonlyMap<number, number> = testAccuracies,
): Difference | undefined {
  return before && after && differenceBySeed(read(before.runs), read(after.runs));
}

/** '+0.80 (+0.21 to +1.43)', in points. */
export function differenceCell(difference: Difference | undefined): string {
  if (!difference) return '–';
  const { mean, interval } = difference;
  return interval ? `${pointsText(mean, 2)} (${intervalText(interval, 2)})` : pointsText(mean, 2);
}
