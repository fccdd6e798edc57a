/** Differences between two cells, or between a network with and without something, paired seed by seed. */
import { differencesBySeed } from '../../differences-by-seed.ts';
import { intervalText, pointsText } from '../../figure-text.ts';
import { pairsOf, type SeedPairs } from '../../seed-pairs.ts';
import { testAccuracies } from '../judge-statements.ts';
import type { CellFindings, RegularizationRun } from './findings.ts';

/** Of a figure of two cells, after − before: test accuracy unless another is read. */
export function differenceOf(
  before: CellFindings | undefined,
  after: CellFindings | undefined,
  read: (runs: readonly RegularizationRun[]) => ReadonlyMap<number, number> = testAccuracies,
): SeedPairs | undefined {
  return before && after && pairsOf(differencesBySeed(read(before.runs), read(after.runs)));
}

/** '+0.80 (+0.21 to +1.43)', in points. */
export function differenceCell(difference: SeedPairs | undefined): string {
  if (!difference) return '–';
  const { mean, interval } = difference;
  return interval ? `${pointsText(mean, 2)} (${intervalText(interval, 2)})` : pointsText(mean, 2);
}
