/** The sections on weights: how large they are, and what makes them exactly 0. */
import type { Block, HeatMap } from '../../../report/document.ts';
import { columnsOf } from '../../columns-of.ts';
import { countText, percentText } from '../../figure-text.ts';
import { meanAndDeviation } from '../../mean-and-deviation.ts';
import { aboutMethod } from './cells.ts';
import { differenceCell, differenceOf } from './difference.ts';
import {
  type CellFindings,
  findMethod,
  type MethodFindings,
  type RegularizationRun,
  sparsestAsGood,
} from './findings.ts';
import { sizeBins } from './weight-figures.ts';

/** How large the weights are, before and after: a row a network, a column a power of ten. */
export function describeSizes(all: readonly MethodFindings[]): Block[] {
  const rows = sizeRows(all);
  const none = findMethod(all, 'none')?.cells[0];
  if (!none || none.runs.length === 0 || rows.length === 0) return [];
  const named: (readonly [string, readonly number[]])[] = [
    ['before training', sharesOf(none.runs, 'sizesBefore')],
    ...rows.map((cell) => [aboutMethod(cell.method).title, sharesOf(cell.runs, 'sizesAfter')] as const),
  ];
  const chart: HeatMap = {
    kind: 'heatMap',
    rowTitle: '',
    columnTitle: 'size of a weight, from',
    rows: named.map(([name]) => name),
    columns: sizeBins,
    values: named.map(([, shares]) => shares),
    texts: named.map(([, shares]) => shares.map(shareText)),
    scale: 'sqrt',
  };
  return [
    { kind: 'heading', text: 'How large the weights are' },
    {
      kind: 'chart',
      caption:
        'Weights of each size in per cent of all, before training and after it; the first column are those that are exactly 0',
      chart,
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        `After training: ${rows.map(({ name }) => name).join('; ')}. Each method is at its best strength; L1 at the strongest that validation cannot tell from its ` +
        'best, and its subgradient at the same. Means over the seeds; biases are left out. L2 and weight decay shrink what the loss says nothing about, such ' +
        'as weights of pixels without ink, by a factor at every step, until it is below 2⁻⁸⁰ and set to 0.',
    },
  ];
}

/** The rows of the chart. */
function sizeRows(all: readonly MethodFindings[]): CellFindings[] {
  const l1 = findMethod(all, 'l1');
  const sparse = l1 && sparsestAsGood(l1);
  return all.flatMap(({ method, cells, chosen }) => {
    const isL1 = method === 'l1' || method === 'l1Subgradient';
    const shown = isL1 && sparse ? cells.find(({ strength }) => strength === sparse.strength) : chosen;
    return shown && shown.runs.length > 0 ? [shown] : [];
  });
}

function sharesOf(runs: readonly RegularizationRun[], which: 'sizesBefore' | 'sizesAfter'): number[] {
  return sizeBins.map((_, bin) => {
    const shares = runs.map(({ evidence }) => {
      const counts = evidence![which];
      return counts[bin] / counts.reduce((sum, count) => sum + count, 0);
    });
    return meanAndDeviation(shares).mean;
  });
}

/** Per cent without the sign: '41', '0.3', nothing for none. */
function shareText(share: number): string {
  if (share === 0) return '';
  const percent = 100 * share;
  return percent >= 9.95 ? percent.toFixed(0) : percent < 0.05 ? '<.1' : percent.toFixed(1);
}

/** L1 by its proximal step beside its subgradient, strength by strength. */
export function describeZeros(all: readonly MethodFindings[]): Block[] {
  const [proximal, subgradient] = [findMethod(all, 'l1'), findMethod(all, 'l1Subgradient')];
  const pairs = (proximal?.cells ?? []).flatMap((one) => {
    const other = subgradient?.cells.find(({ strength }) => strength === one.strength);
    return other && one.zeros && other.zeros ? [[one, other] as const] : [];
  });
  if (pairs.length === 0) return [];
  const small = sizeBins.indexOf('10⁻³');
  const nearly = (cell: CellFindings): string =>
    percentText(sharesOf(cell.runs, 'sizesAfter').reduce((sum, share, bin) => (bin < small ? sum + share : sum), 0));
  return [
    { kind: 'heading', text: 'L1 by its proximal step and by its subgradient' },
    {
      kind: 'table',
      caption: 'Shares of weights, means over the seeds; difference of test accuracy in points, with 95 % intervals',
      columns: columnsOf([
        'λ',
        'exactly 0, proximal',
        'exactly 0, subgradient',
        'below 0.001, proximal',
        'below 0.001, subgradient',
        'proximal − subgradient',
      ]),
      rows: pairs.map(([one, other]) => [
        String(one.strength),
        percentText(one.zeros!.mean),
        percentText(other.zeros!.mean),
        nearly(one),
        nearly(other),
        differenceCell(differenceOf(other, one)),
      ]),
    },
    { kind: 'text', text: zerosText(all) },
  ];
}

/** How many weights the subgradient has made 0; empty before there is any run. */
export function zerosText(all: readonly MethodFindings[]): string {
  const runsOf = (method: 'l1' | 'l1Subgradient'): RegularizationRun[] =>
    findMethod(all, method)?.cells.flatMap(({ runs }) => runs) ?? [];
  const runs = runsOf('l1Subgradient');
  if (runs.length === 0) return '';
  let [zeros, weights] = [0, 0];
  for (const { evidence } of runs) {
    zeros += evidence!.sizesAfter[0];
    weights += evidence!.sizesAfter.reduce((sum, count) => sum + count, 0);
  }
  const sparse = findMethod(all, 'l1');
  const chosen = sparse && sparsestAsGood(sparse);
  const proximal = chosen?.zeros
    ? ` By its proximal step ${percentText(chosen.zeros.mean)} of the weights are 0 at λ ${chosen.strength}, the strongest that validation cannot tell from the best.`
    : '';
  const made = zeros === 0 ? 'not one' : countText(zeros);
  return `By its subgradient L1 made ${made} of ${countText(weights)} weights, of all its networks together, exactly 0.${proximal}`;
}
