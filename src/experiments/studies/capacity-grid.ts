import type { Candidate } from '../choose.ts';
import { differencesBySeed } from '../differences-by-seed.ts';
import { cellCandidate } from './cell-candidate.ts';
import { testAccuracies } from './judge-statements.ts';
import { finishedRuns, type StudyResults } from './study.ts';
import type { CellRun } from './train-cell.ts';

/** A size of the hidden layers with a rate of dropout: what the validation part says of it, and its runs that came to their end. */
export interface GridCell extends Candidate<string> {
  readonly units: number;
  readonly dropout: number;
  readonly runs: readonly CellRun[];
}

/** All cells, by units and then by rate, ascending. */
export function findGrid(results: StudyResults): GridCell[] {
  return results.settings.cells
    .map(({ name, hidden, dropout = 0 }) => ({
      ...cellCandidate(results, name, name),
      ...{ units: hidden[0], dropout, runs: finishedRuns(results, name) },
    }))
    .sort((a, b) => a.units - b.units || a.dropout - b.dropout);
}

/** What dropout of this rate adds to the test accuracy of networks of this size, seed by seed. */
export function gainBySeed(grid: readonly GridCell[], units: number, rate: number): Map<number, number> {
  const at = (dropout: number): Map<number, number> =>
    testAccuracies(grid.find((one) => one.units === units && one.dropout === dropout)?.runs ?? []);
  return differencesBySeed(at(0), at(rate));
}

/** The mean of some figures, of the seeds that all have. */
export function meanBySeed(figures: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const [first, ...others] = figures;
  if (!first) return new Map();
  const seeds = [...first.keys()].filter((seed) => others.every((one) => one.has(seed)));
  return new Map(seeds.map((seed) => [seed, figures.reduce((sum, one) => sum + one.get(seed)!, 0) / figures.length]));
}
