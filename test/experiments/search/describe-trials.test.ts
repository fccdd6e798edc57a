import { describe, expect, it } from 'vitest';
import { type DescribedTrials, trialBlocks } from '../../../src/experiments/search/describe-trials.ts';
import { requireDocuments } from '../../../src/report/check-document.ts';
import type { Block, Chart, LineChart, ParallelChart, ScatterChart, TableBlock } from '../../../src/report/index.ts';
import { choice, integer, logUniform, Space, type Trial, uniform, when } from '../../../src/search/index.ts';

const space = new Space({
  learningRate: logUniform(1e-4, 0.1),
  layers: integer(1, 3),
  units: integer(8, 256, { step: 8, log: true }),
  optimizer: choice(['sgd', 'adam']),
  momentum: when('optimizer', 'sgd', uniform(0, 0.99)),
  flag: choice(['1', 1, true]),
});

function trialOf(number: number, rest: Partial<Trial> = {}): Trial {
  const isSgd = number % 2 === 0;
  return {
    number,
    parameters: {
      learningRate: 10 ** -(1 + (number % 3)),
      layers: 1 + (number % 3),
      units: 8 * (1 + (number % 32)),
      optimizer: isSgd ? 'sgd' : 'adam',
      ...(isSgd && { momentum: 0.5 }),
      flag: (['1', 1, true] as const)[number % 3],
    },
    state: 'complete',
    values: [1 + ((number * 7) % 10) / 10],
    reports: [
      { step: 1, value: 3 },
      { step: 5 + number, value: 2 },
    ],
    seconds: 0.25 * number,
    ...rest,
  };
}

const trialsOf = (count: number): Trial[] => Array.from({ length: count }, (_, i) => trialOf(i));
const pruned = (number: number, value: number): Trial =>
  trialOf(number, { state: 'pruned', values: undefined, reports: [{ step: 2, value }] });
const failed = (number: number): Trial =>
  trialOf(number, {
    state: 'failed',
    values: undefined,
    reports: [],
    error: { name: 'NonFiniteError', message: 'loss is NaN' },
  });

function blocksOf(trials: readonly Trial[], rest: Partial<DescribedTrials> = {}): Block[] {
  const blocks = trialBlocks({ space, trials, directions: ['minimize'], value: { title: 'validation loss' }, ...rest });
  const provenance = { command: '', versions: {}, machine: '', date: '', seeds: [], fingerprints: {} };
  requireDocuments('test', [{ title: '', question: '', blocks, provenance }]);
  return blocks;
}

const headings = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
const remarks = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
const chartsOf = <K extends Chart['kind']>(blocks: readonly Block[], kind: K): Extract<Chart, { kind: K }>[] =>
  blocks.flatMap((block) =>
    block.kind === 'chart' && block.chart.kind === kind ? [block.chart as Extract<Chart, { kind: K }>] : [],
  );
const captions = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => ('caption' in block ? [block.caption as string] : []));
const tableOf = (blocks: readonly Block[]): TableBlock => blocks.find((block) => block.kind === 'table') as TableBlock;

describe('trialBlocks', () => {
  it('has a section for each look at the trials', () => {
    const importance = space.entries.map(({ name }, i) => ({ name, share: 0.5 / (i + 1) }));
    expect(headings(blocksOf(trialsOf(10), { importance }))).toEqual([
      'Best so far',
      'All parameters together',
      'What matters',
      'Parameter by parameter',
      'Trials',
    ]);
    expect(headings(blocksOf([failed(0)]))).toEqual(['Trials']);
    expect(headings(blocksOf([trialOf(0)]))).toEqual(['Best so far', 'Parameter by parameter', 'Trials']);
    const nothing = importance.map(({ name }) => ({ name, share: 0 }));
    expect(headings(blocksOf(trialsOf(10), { importance: nothing }))).not.toContain('What matters');
  });

  it('shows what was best so far among all trials, pruned ones at their last report', () => {
    const [chart] = chartsOf(blocksOf([...trialsOf(4), pruned(4, 1.5), failed(5)]), 'lines');
    expect(chart.series.map(({ name, mark, points }) => [name, mark, points.map(({ x, y }) => [x, y])])).toEqual([
      [
        'best so far',
        undefined,
        [
          [0, 1],
          [1, 1],
          [2, 1],
          [3, 1],
        ],
      ],
      [
        'complete',
        'dots',
        [
          [0, 1],
          [1, 1.7],
          [2, 1.4],
          [3, 1.1],
        ],
      ],
      ['pruned', 'dots', [[4, 1.5]]],
    ]);
    const [higher] = chartsOf(blocksOf(trialsOf(4), { directions: ['maximize'] }), 'lines');
    expect(higher.series[0].points.map(({ y }) => y)).toEqual([1, 1.7, 1.7, 1.7]);
  });

  it('takes a logarithmic axis where values are of different orders', () => {
    const axisOf = (values: readonly number[]): LineChart['y'] =>
      chartsOf(blocksOf(values.map((value, i) => trialOf(i, { values: [value] }))), 'lines')[0].y;
    expect(axisOf([0.1, 1.2])).toEqual({ title: 'validation loss', scale: 'log' });
    expect(axisOf([0.2, 1.2])).toEqual({ title: 'validation loss' });
    expect(axisOf([-1, 100])).toEqual({ title: 'validation loss' });
  });

  it('leaves trials out of charts that would squeeze the others, and says so', () => {
    const far = [pruned(20, 40), trialOf(21, { values: [30] }), pruned(22, 2)];
    const blocks = blocksOf([...trialsOf(20), ...far]);
    const ys = [...chartsOf(blocks, 'lines'), ...chartsOf(blocks, 'scatter')].flatMap(({ series }) =>
      series.flatMap(({ points }) => points.map(({ y }) => y)),
    );
    expect(Math.max(...ys)).toBe(2);
    expect(chartsOf(blocks, 'parallel')[0].lines).toHaveLength(20);
    expect(remarks(blocks)).toContain(
      'Charts leave out 2 trials (1 complete and 1 pruned) far beyond the others, from 30 to 40.',
    );
    expect(tableOf(blocks).rows).toHaveLength(23);
    expect(remarks(blocksOf(trialsOf(20))).join()).not.toContain('leave out');
  });

  it('draws a line for each complete trial over axes that know their parameters', () => {
    const blocks = blocksOf([...trialsOf(3), pruned(3, 1)]);
    const [chart] = chartsOf(blocks, 'parallel') as ParallelChart[];
    expect(chart.axes).toEqual([
      { title: 'learningRate', domain: [1e-4, 0.1], scale: 'log' },
      { title: 'layers', choices: ['1', '2', '3'] },
      { title: 'units', domain: [8, 256], scale: 'log' },
      { title: 'optimizer', choices: ['sgd', 'adam'] },
      { title: 'momentum', domain: [0, 0.99] },
      { title: 'flag', choices: ['"1"', '1', 'true'] },
    ]);
    expect(chart.outcome).toEqual({ title: 'validation loss', better: 'lower' });
    expect(chart.lines).toEqual([
      { name: 'trial 0', values: [0.1, '1', 8, 'sgd', 0.5, '"1"'], outcome: 1 },
      { name: 'trial 1', values: [0.01, '2', 16, 'adam', null, '1'], outcome: 1.7 },
      { name: 'trial 2', values: [0.001, '3', 24, 'sgd', 0.5, 'true'], outcome: 1.4 },
    ]);
    expect(remarks(blocks)).toContain('A line goes through “–” where its trial has no such parameter.');
  });

  it('shows the value over each parameter, what matters most first, choices with median and quartiles', () => {
    const importance = [
      { name: 'optimizer', share: 0.9 },
      { name: 'momentum', share: 0.2 },
    ];
    const blocks = blocksOf(trialsOf(12), { importance });
    expect(captions(blocks).filter((caption) => caption.includes(' by '))).toEqual([
      'How much of what the validation loss varies by hangs on each parameter',
      'Validation loss by optimizer',
      'Validation loss by momentum, where optimizer is sgd',
      'Validation loss by learningRate',
      'Validation loss by layers',
      'Validation loss by units',
      'Validation loss by flag',
    ]);
    const [optimizer, momentum] = chartsOf(blocks, 'scatter') as ScatterChart[];
    expect(optimizer.x).toEqual({ title: 'optimizer', choices: ['sgd', 'adam'] });
    const [complete, best, medians] = optimizer.series;
    expect([complete.name, best.name, medians.name]).toEqual(['complete', 'best', 'median and quartiles']);
    expect(best.points).toHaveLength(1);
    expect(Math.abs(best.points[0].x)).toBeLessThan(0.5);
    expect(complete.points.map(({ x }) => Math.abs(Math.round(x)))).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    // Of sgd 1, 1.4, 1.8, 1.2, 1.6, 1: numpy.percentile gives these.
    expect(medians.points[0]).toMatchObject({ y: expect.closeTo(1.3, 10), low: 1.05, high: expect.closeTo(1.55, 10) });
    expect(momentum.series.flatMap(({ points }) => points)).toHaveLength(6);
  });

  it('labels the front of two directions, and has an axis for the other value', () => {
    const values = [
      [1, 500],
      [2, 50],
      [3, 5],
      [2, 60],
      [4, 5],
    ];
    const trials = values.map((own, i) => trialOf(i, { values: own }));
    const blocks = blocksOf(trials, {
      directions: ['minimize', 'minimize'],
      value: [{ title: 'loss' }, { title: 'parameters' }],
    });
    expect(headings(blocks)).toContain('The front');
    const [front] = chartsOf(blocks, 'scatter');
    expect(front.y).toEqual({ title: 'parameters', scale: 'log' });
    expect(front.series.map(({ points }) => points.map(({ x, y, label }) => [x, y, label]))).toEqual([
      [
        [2, 60, undefined],
        [4, 5, undefined],
      ],
      [
        [1, 500, '0'],
        [2, 50, '1'],
        [3, 5, '2'],
      ],
    ]);
    expect(chartsOf(blocks, 'lines')).toHaveLength(2);
    const [chart] = chartsOf(blocks, 'parallel');
    expect(chart.axes.at(-1)).toEqual({ title: 'parameters', scale: 'log' });
    expect(chart.lines[1].values.at(-1)).toBe(50);
    const table = tableOf(blocks);
    expect(table.strong).toEqual([0, 1, 2]);
    expect(table.columns.slice(0, 3).map(({ title }) => title)).toEqual(['trial', 'loss', 'parameters']);
    expect(captions(blocksOf(trials, { directions: ['minimize', 'maximize'] }))).toContain(
      'Validation loss 2 of each trial, and the best so far',
    );
  });
});

describe('the table of trials', () => {
  it('has all of them, the best strong, with what became of them', () => {
    const { columns, rows, strong } = tableOf(
      blocksOf([
        trialOf(0, { byHand: true }),
        trialOf(1, { values: [0.5], seconds: 123.4 }),
        trialOf(2, { repeats: 0 }),
        pruned(3, 2.5),
        failed(4),
        trialOf(5, { state: 'timedOut', values: undefined, reports: [] }),
      ]),
    );
    expect(columns.map(({ title }) => title)).toEqual([
      'trial',
      'validation loss',
      'state',
      'epochs',
      'seconds',
      ...space.entries.map(({ name }) => name),
      'error',
    ]);
    expect(rows[0]).toEqual(['0', '1', 'complete, by hand', '5', '0.00', '0.1', '1', '8', 'sgd', '0.5', '"1"', '']);
    expect(rows[1]).toEqual(['1', '0.5', 'complete', '6', '123', '0.01', '2', '16', 'adam', '–', '1', '']);
    expect(rows.slice(2).map((row) => [row[1], row[2], row[3], row[11]])).toEqual([
      ['1.4', 'complete, trial 0 again', '7', ''],
      ['(2.5)', 'pruned', '2', ''],
      ['–', 'failed', '–', 'NonFiniteError: loss is NaN'],
      ['–', 'out of time', '–', ''],
    ]);
    expect(strong).toEqual([1]);
  });

  it('has another best if that was chosen, steps by their name, and only columns with something in them', () => {
    const trials = trialsOf(3).map((trial) => ({ ...trial, reports: [] }));
    const chosen = tableOf(blocksOf(trials, { bestNumber: 2 }));
    expect(chosen.strong).toEqual([2]);
    expect(chosen.columns.slice(2, 5).map(({ title }) => title)).toEqual(['state', 'seconds', space.entries[0].name]);
    expect(chosen.columns.at(-1)!.title).toBe('flag');
    expect(tableOf(blocksOf(trialsOf(2), { steps: 'folds' })).columns[3].title).toBe('folds');
    const percent = { title: 'accuracy', format: 'percent' } as const;
    expect(tableOf(blocksOf([trialOf(0, { values: [0.913] })], { value: percent })).rows[0][1]).toBe('91.3 %');
  });

  it('has the best of many, and says what the others are', () => {
    const trials = [...trialsOf(60), pruned(60, 0.1), failed(61), failed(62)];
    const blocks = blocksOf(trials);
    const table = tableOf(blocks);
    expect(table.caption).toBe('The best 30 of 63 trials');
    expect(table.rows).toHaveLength(30);
    expect(table.strong).toEqual([0]);
    expect(table.rows.slice(0, 3).map(([number]) => number)).toEqual(['0', '10', '20']);
    expect(table.rows.map((row) => Number(row[1]))).toEqual(table.rows.map((row) => Number(row[1])).sort());
    expect(remarks(blocks)).toEqual(
      expect.arrayContaining([
        '33 others (30 complete, 1 pruned and 2 failed) are in results.json.',
        '2 trials of the others: NonFiniteError: loss is NaN',
      ]),
    );
    expect(tableOf(blocksOf(trialsOf(60))).caption).toBe('All trials');
  });
});

it('thousands of trials make charts of some hundreds of marks', () => {
  const blocks = blocksOf(trialsOf(3000));
  const [parallel] = chartsOf(blocks, 'parallel');
  expect(parallel.lines.length).toBeLessThanOrEqual(200);
  expect(captions(blocks)).toContain(
    `Parameters and validation loss of ${parallel.lines.length} of 3,000 complete trials`,
  );
  for (const { series } of chartsOf(blocks, 'scatter')) {
    expect(series.reduce((sum, { points }) => sum + points.length, 0)).toBeLessThanOrEqual(210);
  }
  const { lines } = parallel;
  expect(lines.filter(({ outcome }) => outcome === 1).length).toBeGreaterThanOrEqual(100); // the best half
});
