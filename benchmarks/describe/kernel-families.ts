import type { Block } from '../../src/report/index.ts';
import { sizeNames } from '../kernels/case.ts';
import type { CaseResult } from '../kernels/measure-case.ts';

/** What streams, by its first kernel, in the order of the results. */
const families: readonly (readonly [first: string, title: string])[] = [
  ['exp', 'functions of one value'],
  ['reluBackward', 'gradients of functions of one value'],
  ['addBroadcast', 'two values, choices and copies'],
  ['sumAxis of all', 'sums, variances, largest values, rows by number'],
  ['softmax', 'softmax and losses'],
  ['batchNorm', 'normalisation'],
  ['philoxWords', 'random numbers'],
  ['sgd', 'optimizers'],
];

/** For each family, how close its kernels come to the bandwidth of each level of memory. */
export function familyCharts(streaming: readonly CaseResult[]): Block[] {
  const names = [...new Set(streaming.map(({ name }) => name))];
  const begins = families.map(([first]) => names.indexOf(first));
  return families.flatMap(([, title], i) => {
    if (begins[i] < 0) return [];
    const end = begins.find((begin) => begin > begins[i]) ?? names.length;
    return [familyChart(title, names.slice(begins[i], end), streaming)];
  });
}

function familyChart(title: string, rows: readonly string[], streaming: readonly CaseResult[]): Block {
  const sizes = sizeNames.slice(1); // a tiny one is a call, which no bandwidth binds
  const cells = rows.map((name) =>
    sizes.map((size) => streaming.find((row) => row.name === name && row.size === size)),
  );
  return {
    kind: 'chart',
    caption: `Share of the bandwidth: ${title}`,
    chart: {
      kind: 'heatMap',
      rowTitle: 'kernel',
      columnTitle: 'where the numbers are',
      rows,
      columns: sizes,
      // A copy is no strict limit where a kernel reads more than it writes.
      values: cells.map((row) => row.map((cell) => Math.min(1, cell?.ofLimit ?? 0))),
      texts: cells.map((row) => row.map(cellText)),
      scale: 'linear',
    },
  };
}

function cellText(cell: CaseResult | undefined): string {
  return cell?.ofLimit === undefined ? '–' : `${(100 * cell.ofLimit).toFixed(0)} %`;
}
