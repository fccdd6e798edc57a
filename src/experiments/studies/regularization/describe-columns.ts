/** The section on columns: which of them L1 switched off, and what dropping them costs. */
import type { Block, GreyImage } from '../../../report/document.ts';
import { columnsOf } from '../../columns-of.ts';
import { differencesBySeed } from '../../differences-by-seed.ts';
import { countText, plural } from '../../figure-text.ts';
import { meanAndDeviation } from '../../mean-and-deviation.ts';
import { pairsOf, type SeedPairs } from '../../seed-pairs.ts';
import { testAccuracies } from '../judge-statements.ts';
import { differenceCell } from './difference.ts';
import {
  type CellFindings,
  findMethod,
  type MethodFindings,
  type RegularizationRun,
  sparsestAsGood,
} from './findings.ts';

export function describeColumns(all: readonly MethodFindings[]): Block[] {
  const l1 = findMethod(all, 'l1');
  const cells = l1?.cells.filter(({ runs }) => runs.length > 0) ?? [];
  const none = findMethod(all, 'none')?.cells[0].runs ?? [];
  if (!l1 || cells.length === 0) return [];
  const sparse = sparsestAsGood(l1);
  return [
    { kind: 'heading', text: 'Columns that L1 switched off, and what dropping them costs' },
    {
      kind: 'table',
      caption:
        'Means over the seeds; differences of test accuracy in points, paired seed by seed, with 95 % intervals; ' +
        `a column is off if all its weights are exactly 0${sparse ? '; * is the strongest λ that validation cannot tell from the best' : ''}`,
      columns: columnsOf([
        'λ',
        'columns off',
        'of them constant',
        'trained again without, with L1',
        'without, with no penalty',
      ]),
      rows: cells.map((cell) => [
        cell === sparse ? `* ${cell.strength}` : String(cell.strength),
        `${mean(cell.runs.map(({ evidence }) => evidence!.columnsOff))} of ${cell.runs[0].evidence!.columns!.seen.length}`,
        mean(cell.runs.map(({ evidence }) => evidence!.columns!.constant)),
        differenceCell(costOfDropping(cell.runs, cell.runs, 'sameCell')),
        differenceCell(costOfDropping(cell.runs, none, 'noPenalty')),
      ]),
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        'Trained again with the same seed: the same rows in the same order, and for the columns that are left the initial weights that they ' +
        'have among all. With L1 it is compared with L1 on all columns, with no penalty with no penalty on all columns. Constant columns have ' +
        'one value in all rows that were trained on: nothing can be learned from them.',
    },
    ...namedColumns(cells, sparse),
    ...pictures(cells),
  ];
}

/**
 * Test accuracy without the columns − with all of them, over the seeds with columns to drop.
 *
 * @param whole runs on all columns.
 */
export function costOfDropping(
  runs: readonly RegularizationRun[],
  whole: readonly RegularizationRun[],
  which: 'sameCell' | 'noPenalty',
): SeedPairs | undefined {
  const without = runs.flatMap(({ seed, evidence }): [number, number][] => {
    const accuracy = evidence!.columns!.without?.[which];
    return accuracy === undefined ? [] : [[seed, accuracy]];
  });
  return pairsOf(differencesBySeed(testAccuracies(whole), new Map(without)));
}

function mean(values: readonly number[]): string {
  const text = meanAndDeviation(values).mean.toFixed(1);
  return text.replace(/\.0$/, '');
}

/**
 * In how many seeds each column is off, where columns have names: at the strongest λ that is as good as the best, or, if none is off
 * there, at the weakest at which one is.
 */
function namedColumns(cells: readonly CellFindings[], sparse: CellFindings | undefined): Block[] {
  const hasNames = ({ runs }: CellFindings): boolean =>
    runs.some(({ evidence }) => (evidence!.columns!.names ?? []).length > 0);
  const shown = sparse && hasNames(sparse) ? sparse : cells.find(hasNames);
  if (!shown) return [];
  const { runs, strength } = shown;
  const counts = new Map<string, number>();
  for (const { evidence } of runs) {
    for (const name of evidence!.columns!.names ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const rows = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return [
    {
      kind: 'table',
      caption: `Columns that L1 switched off at λ ${strength}, in how many of ${plural(runs.length, 'seed')}`,
      columns: columnsOf(['column', 'seeds']),
      rows: rows.map(([name, count]) => [name, countText(count)]),
    },
  ];
}

/** The smallest side of a picture that shows something. */
const smallestSide = 5;

/** Which pixels the networks see, where columns are the pixels of a square picture. */
function pictures(cells: readonly CellFindings[]): Block[] {
  const [{ evidence }] = cells[0].runs;
  const { seen, names } = evidence!.columns!;
  const side = Math.round(Math.sqrt(seen.length));
  if (names || side < smallestSide || side * side !== seen.length) return [];
  const images = cells.map(({ strength, runs }): GreyImage => {
    const bytes = Uint8Array.from({ length: side * side }, (_, pixel) => {
      const times = runs.filter((run) => run.evidence!.columns!.seen[pixel] === '1').length;
      return Math.round((255 * times) / runs.length);
    });
    return { width: side, height: side, pixels: btoa(String.fromCharCode(...bytes)), label: `λ ${strength}` };
  });
  return [
    { kind: 'images', caption: 'Pixels that networks with L1 see: the more ink, the more seeds see them', images },
  ];
}
