import type { Block, ChartBlock, ChartPoint, LineSeries } from '../../report/document.ts';
import { bestOf } from '../choose.ts';
import { columnsOf } from '../columns-of.ts';
import { countText, intervalText, percentSpreadText, percentText, pointsText } from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { pairsOf } from '../seed-pairs.ts';
import { findGrid, type GridCell, gainBySeed } from './capacity-grid.ts';
import { type RunFigure, shareMap, spreadOf, testAccuracy, trainAccuracy } from './share-map.ts';
import type { StudyResults } from './study.ts';

export function capacitySetup({ settings }: StudyResults): string[] {
  const grid = new Set(settings.cells.map(({ hidden }) => hidden.length));
  return [
    `Networks: ${[...grid].join(', ')} hidden layers of as many units each, ReLU, He uniform, dropout after each of them, then softmax; Adam 0.001.`,
  ];
}

/** Which cell is best, and which size without dropout. */
export function capacityAnswer(results: StudyResults): string {
  const grid = findGrid(results);
  const best = (cells: readonly GridCell[]): GridCell | undefined => bestOf(cells, (one) => one);
  const text = ({ runs }: GridCell): string => percentText(spreadOf(runs, testAccuracy).mean, 2);
  const [all, plain] = [best(grid), best(grid.filter(({ dropout }) => dropout === 0))];
  if (!all || !plain) return '';
  const first = `Without dropout ${plain.units} units are best on the validation part, and ${text(plain)} accurate on the test part`;
  if (all === plain) return `${first}; no dropout does better.`;
  return `${first}; of all, ${all.units} units with a dropout of ${percentText(all.dropout, 0)} are, and ${text(all)} accurate.`;
}

export function capacitySections(results: StudyResults): Block[] {
  const grid = findGrid(results);
  const gains = gainRows(grid);
  return [
    { kind: 'heading', text: 'Accuracy by units and dropout' },
    heatMap(grid, 'Test accuracy', testAccuracy),
    heatMap(grid, 'Accuracy on the rows trained on, in evaluation mode', trainAccuracy),
    {
      kind: 'table',
      caption: 'Accuracy, and how much higher it is on the rows trained on',
      columns: columnsOf(['network', 'parameters', 'trained on', 'test', 'gap, points']),
      rows: grid.map(({ setting, runs, failures }) => {
        const failed = failures > 0 ? `, ${failures} failed` : '';
        if (runs.length === 0) return [`${setting}${failed}`, '–', '–', '–', '–'];
        return [
          `${setting}${failed}`,
          countText(runs[0].parameters),
          percentSpreadText(spreadOf(runs, trainAccuracy), 2),
          percentSpreadText(spreadOf(runs, testAccuracy), 2),
          pointsText(spreadOf(runs, trainAccuracy).mean - spreadOf(runs, testAccuracy).mean, 2),
        ];
      }),
    },
    sizeChart(grid),
    ...(gains.length === 0
      ? []
      : ([
          { kind: 'heading', text: 'What dropout adds' },
          gainChart(grid),
          {
            kind: 'table',
            caption: 'Points of test accuracy that dropout adds to the same network without it',
            columns: columnsOf(['network', 'difference', '95 % interval', 'seeds']),
            rows: gains,
          },
          {
            kind: 'text',
            tone: 'remark',
            text: 'Paired bootstrap intervals, seed by seed; each holds by itself and is not corrected for how many there are.',
          },
        ] satisfies Block[])),
  ];
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)];
}

function heatMap(grid: readonly GridCell[], caption: string, figure: RunFigure): ChartBlock {
  const units = distinct(grid.map((one) => one.units));
  const rates = distinct(grid.map(({ dropout }) => dropout)).sort((a, b) => a - b);
  return shareMap(
    caption,
    {
      rowTitle: 'units of each hidden layer',
      columnTitle: 'dropout',
      rows: units.map(String),
      columns: rates.map((rate) => percentText(rate, 0)),
    },
    (row, column) => grid.find((one) => one.units === units[row] && one.dropout === rates[column])?.runs ?? [],
    figure,
  );
}

/** A point for each size, with a band of one standard deviation. */
function pointOf(units: number, values: readonly number[]): ChartPoint[] {
  if (values.length === 0) return [];
  const { mean, deviation = 0 } = meanAndDeviation(values);
  return [{ x: units, y: mean, low: mean - deviation, high: mean + deviation }];
}

function sizeChart(grid: readonly GridCell[]): ChartBlock {
  const series = [0, Math.max(...grid.map(({ dropout }) => dropout))].flatMap((rate): LineSeries[] => {
    const own = grid.filter(({ dropout }) => dropout === rate);
    const name = rate === 0 ? 'without dropout' : `dropout ${percentText(rate, 0)}`;
    const line = (figure: RunFigure): ChartPoint[] =>
      own.flatMap(({ units, runs }) => pointOf(units, runs.map(figure)));
    return [
      { name, points: line(trainAccuracy) },
      { name, dashed: true, points: line(testAccuracy) },
    ];
  });
  return {
    kind: 'chart',
    caption: 'Accuracy by the size of the hidden layers, with one standard deviation',
    chart: {
      kind: 'lines',
      x: { title: 'units of each hidden layer', scale: 'log' },
      y: { title: 'accuracy', format: 'percent' },
      series,
      dashes: { solid: 'trained on', dashed: 'test' },
    },
  };
}

function gainChart(grid: readonly GridCell[]): ChartBlock {
  const rates = distinct(grid.map(({ dropout }) => dropout)).filter((rate) => rate > 0);
  return {
    kind: 'chart',
    caption: 'Points of test accuracy that dropout adds, with one standard deviation',
    chart: {
      kind: 'lines',
      x: { title: 'units of each hidden layer', scale: 'log' },
      y: { title: 'points added' },
      series: rates.map((rate) => ({
        name: `dropout ${percentText(rate, 0)}`,
        points: distinct(grid.map(({ units }) => units)).flatMap((units) =>
          pointOf(
            units,
            [...gainBySeed(grid, units, rate).values()].map((gain) => 100 * gain),
          ),
        ),
      })),
    },
  };
}

function gainRows(grid: readonly GridCell[]): string[][] {
  return grid.flatMap(({ setting, units, dropout }) => {
    const pairs = dropout === 0 ? undefined : pairsOf(gainBySeed(grid, units, dropout));
    if (!pairs || pairs.seeds < 2) return [];
    const { mean, interval, seeds } = pairs;
    return [[setting, pointsText(mean, 2), interval ? intervalText(interval, 2) : '–', String(seeds)]];
  });
}
