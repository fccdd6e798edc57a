/** The sections on accuracy: each method at its own best strength, and along the strengths. */
import type { Block, ChartPoint, LineChart, LineSeries } from '../../../report/document.ts';
import { columnsOf } from '../../columns-of.ts';
import { bySeed, differencesBySeed } from '../../differences-by-seed.ts';
import { listText, percentText, tableSpreadText } from '../../figure-text.ts';
import { type MeanAndDeviation, meanAndDeviation } from '../../mean-and-deviation.ts';
import { type Interval, signOf } from '../../paired-difference.ts';
import { testAccuracies } from '../judge-statements.ts';
import { aboutMethod, type MethodName } from './cells.ts';
import { differenceCell, differenceOf } from './difference.ts';
import { type CellFindings, findMethod, gapOf, type MethodFindings, type RegularizationRun } from './findings.ts';

/** 'λ 0.001', '–' where a method has no strength. */
export function strengthText({ method, strength }: Pick<CellFindings, 'method' | 'strength'>): string {
  const { strength: title } = aboutMethod(method);
  return title === undefined ? '–' : `${title} ${strength}`;
}

/** Per cent without the sign, '–' of nothing. */
function spread(figure: MeanAndDeviation | undefined): string {
  return figure ? tableSpreadText(figure).replace('-', '−') : '–'; // a gap may be negative
}

/** Each method once, at the strength that was chosen for it; nothing before any is. */
export function describeBest(all: readonly MethodFindings[]): Block[] {
  const none = findMethod(all, 'none')?.chosen;
  const chosen = all.flatMap((one) => (one.chosen ? [one.chosen] : []));
  if (!none || chosen.length < 2) return [];
  const most = Math.max(...chosen.map(({ test }) => test!.mean));
  const gaps = (runs: readonly RegularizationRun[]): Map<number, number> => bySeed(runs, gapOf);
  const others = chosen.filter((one) => one !== none);
  return [
    { kind: 'heading', text: 'Each method at its own best strength' },
    {
      kind: 'table',
      caption:
        'Test accuracy in per cent, mean ± deviation over the seeds; differences in points, paired seed by seed, with 95 % intervals',
      columns: columnsOf(['method', 'strength', 'test accuracy', 'against none']),
      rows: chosen.map((one) => [
        aboutMethod(one.method).title,
        strengthText(one),
        spread(one.test),
        one === none ? '–' : differenceCell(differenceOf(none, one)),
      ]),
      strong: chosen.flatMap(({ test }, i) => (test!.mean === most ? [i] : [])),
    },
    {
      kind: 'text',
      text: toldText(others.map((one) => [aboutMethod(one.method).title, differenceOf(none, one)?.interval])),
    },
    {
      kind: 'table',
      caption: 'The gap, training − test accuracy, likewise',
      columns: columnsOf(['method', 'training accuracy', 'gap', 'gap against none', 'weights that are 0']),
      rows: chosen.map((one) => [
        one.name,
        spread(one.train),
        spread(one.gap),
        one === none ? '–' : differenceCell(differenceOf(none, one, gaps)),
        spread(one.zeros),
      ]),
    },
    ...edgeBlocks(all),
  ];
}

/** Which can be told from no regularization. */
function toldText(told: readonly (readonly [title: string, interval: Interval | undefined])[]): string {
  if (told.some(([, interval]) => !interval)) {
    return 'So few seeds do not say which differences are more than chance; try --seeds 10.';
  }
  const of = (sign: 1 | -1 | 0): string[] =>
    told.flatMap(([title, interval]) => (interval && signOf(interval) === sign ? [title] : []));
  const [better, worse, equal] = [of(1), of(-1), of(0)];
  const clauses = [
    better.length > 0 ? `better than none: ${listText(better)}` : '',
    worse.length > 0 ? `worse: ${listText(worse)}` : '',
    equal.length > 0 ? `not to be told from none, since the interval holds 0: ${listText(equal)}` : '',
  ].filter((clause) => clause !== '');
  return `In test accuracy, ${clauses.join('; ')}. These intervals are each by itself; the statements below are corrected for their number.`;
}

function edgeBlocks(all: readonly MethodFindings[]): Block[] {
  const titles = all.flatMap(({ chosenIsAtEdge, method }) => (chosenIsAtEdge ? [aboutMethod(method).title] : []));
  if (titles.length === 0) return [];
  const text = `The strength chosen for ${listText(titles)} is the weakest or strongest that was tried, so there may be better ones beyond.`;
  return [{ kind: 'text', tone: 'remark', text }];
}

/** One standard error around a mean. */
function band({ mean, deviation }: MeanAndDeviation, count: number): Pick<ChartPoint, 'low' | 'high'> {
  if (deviation === undefined) return {};
  const half = deviation / Math.sqrt(count);
  return { low: mean - half, high: mean + half };
}

/** Test accuracy, gap and exact zeros along the strengths. */
export function describeStrengths(all: readonly MethodFindings[]): Block[] {
  const begun = all.filter(({ cells }) => cells.some(({ runs }) => runs.length > 0));
  const penalties = begun.filter(({ method }) => isPenalty(method));
  const blocks: Block[] = [];
  const chart = (caption: string, given: Omit<LineChart, 'kind'>): void => {
    blocks.push({ kind: 'chart', caption, chart: { kind: 'lines', ...given } });
  };
  const lambda = { title: 'λ of the penalty', scale: 'log' } as const;
  if (penalties.length > 0) {
    const series = (figure: 'test' | 'gap' | 'zeros', withNone: boolean): LineSeries[] => [
      ...penalties.map((one) => seriesOf(aboutMethod(one.method).title, one.cells, figure)),
      ...(withNone ? levelOf(begun, penalties[0].cells, figure) : []),
    ];
    chart('Test accuracy along the strengths of the penalties', {
      x: lambda,
      y: { title: 'test accuracy', format: 'percent' },
      series: series('test', true),
    });
    const near = differencesOf(penalties, findMethod(begun, 'none')?.cells[0]);
    if (near.length > 0) {
      chart('The same from near: against none, paired seed by seed, where it costs less than 5 points', {
        x: lambda,
        y: { title: 'test accuracy − that of none', format: 'percent' },
        series: [...near, { name: 'none', points: ends(penalties[0].cells).map((x) => ({ x, y: 0 })) }],
      });
    }
    chart('Gap between training and test accuracy along the strengths of the penalties', {
      x: lambda,
      y: { title: 'training − test accuracy', format: 'percent' },
      series: series('gap', true),
    });
    chart('Weights that are exactly 0 along the strengths of the penalties', {
      x: lambda,
      y: { title: 'weights that are 0', format: 'percent', domain: [0, 1] },
      series: series('zeros', false),
    });
  }
  for (const method of ['dropout', 'weightDecay'] as const) {
    const found = findMethod(begun, method);
    if (!found) continue;
    const { title } = aboutMethod(method);
    chart(`Training and test accuracy along the strengths of ${title}: the gap is what lies between`, {
      x: method === 'dropout' ? { title: 'dropout rate', format: 'percent' } : { title: 'λ of AdamW', scale: 'log' },
      y: { title: 'accuracy', format: 'percent' },
      series: [
        seriesOf(title, found.cells, 'test'),
        seriesOf(title, found.cells, 'train', true),
        ...levelOf(begun, found.cells, 'test'),
        ...levelOf(begun, found.cells, 'train', true),
      ],
      dashes: { solid: 'test', dashed: 'training' },
    });
  }
  if (blocks.length === 0) return [];
  return [
    { kind: 'heading', text: 'Along the strengths' },
    { kind: 'text', tone: 'remark', text: 'Means over the seeds; bands are one standard error of the mean.' },
    ...blocks,
  ];
}

const penaltyNames: readonly MethodName[] = ['l1', 'l1Subgradient', 'l2', 'l1l2'];

function isPenalty(method: MethodName): boolean {
  return penaltyNames.includes(method);
}

type Figure = 'test' | 'train' | 'gap' | 'zeros';

/** A figure of the cells of a method, with a band of one standard error. */
function seriesOf(name: string, cells: readonly CellFindings[], figure: Figure, dashed = false): LineSeries {
  return {
    name,
    ...(dashed && { dashed }),
    points: cells.flatMap((cell) => {
      const value = cell[figure];
      if (!value) return [];
      return [{ x: cell.strength, y: value.mean, ...band(value, cell.runs.length) }];
    }),
  };
}

/** The network without regularization, as a level line over the strengths of another method. */
function levelOf(
  all: readonly MethodFindings[],
  along: readonly CellFindings[],
  figure: Figure,
  dashed = false,
): LineSeries[] {
  const value = findMethod(all, 'none')?.cells[0][figure];
  if (!value) return [];
  const points = ends(along).map((x) => ({ x, y: value.mean }));
  return [{ name: 'none', ...(dashed && { dashed }), points }];
}

function ends(cells: readonly CellFindings[]): number[] {
  return [cells[0].strength, cells.at(-1)!.strength];
}

/** What costs more, in test accuracy, would hide all other differences. */
const mostOfNear = 0.05;

/** Test accuracy − that of the network without regularization, with a band of one standard error of the differences. */
function differencesOf(methods: readonly MethodFindings[], none: CellFindings | undefined): LineSeries[] {
  const before = testAccuracies(none?.runs ?? []);
  return methods.flatMap(({ method, cells }) => {
    const points = cells.flatMap(({ strength, runs }) => {
      const differences = [...differencesBySeed(before, testAccuracies(runs)).values()];
      if (differences.length === 0) return [];
      const all = meanAndDeviation(differences);
      return all.mean > -mostOfNear ? [{ x: strength, y: all.mean, ...band(all, all.count) }] : [];
    });
    return points.length === 0 ? [] : [{ name: aboutMethod(method).title, points }];
  });
}

/** Every cell. */
export function describeCells(all: readonly MethodFindings[]): Block[] {
  const rows = all.flatMap(({ cells, chosen }) =>
    cells.map((cell) => [
      cell === chosen ? `* ${cell.name}` : cell.name,
      spread(cell.validation.accuracy),
      spread(cell.test),
      spread(cell.train),
      spread(cell.gap),
      cell.zeros ? percentText(cell.zeros.mean) : '–',
      cell.columnsOff ? cell.columnsOff.mean.toFixed(1) : '–',
    ]),
  );
  return [
    { kind: 'heading', text: 'All strengths' },
    {
      kind: 'table',
      caption: 'In per cent, mean ± deviation over the seeds that are finished; * is chosen by validation accuracy',
      columns: columnsOf(['cell', 'validation', 'test', 'training', 'gap', 'weights 0', 'columns off']),
      rows,
    },
  ];
}
