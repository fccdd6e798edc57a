import { describe, expect, it } from 'vitest';
import { describeResults } from '../../../src/experiments/describe.ts';
import type { Cell } from '../../../src/experiments/studies/cell.ts';
import { findings } from '../../../src/experiments/studies/describe-study.ts';
import { judgeStatements } from '../../../src/experiments/studies/judge-statements.ts';
import { findPairs } from '../../../src/experiments/studies/optimizer-pairs.ts';
import { defaultRateOf, studyOptimizers } from '../../../src/experiments/studies/optimizer-words.ts';
import { rangesBySeed } from '../../../src/experiments/studies/rate-ranges.ts';
import { rulesStudy } from '../../../src/experiments/studies/rules.ts';
import { type FakeFigures, fakeResults } from '../../helpers/study-results.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
const noise = (seed: number): number => ((seed * 7) % 5) / 1000;

/** All are best at their default, and lose 4 points a decade beside it, but for RAdam, which loses 2, and AdamW, whose best is 0.003. */
function figuresOf({ optimizer, learningRate }: Cell, seed: number): FakeFigures {
  if (optimizer === 'sgd' && learningRate === 3) return { test: 0, failure: 'the loss is NaN' };
  const best = optimizer === 'adamW' ? 0.003 : optimizer === 'lion' ? 0.001 : defaultRateOf(optimizer);
  const decades = Math.abs(Math.log10(learningRate / best));
  const level = optimizer === 'nadam' ? 0.93 : optimizer === 'adagrad' ? 0.85 : 0.9;
  const test = level - (optimizer === 'rAdam' ? 0.02 : 0.04) * decades + noise(seed);
  return { test, validation: test - noise(seed) };
}
const results = fakeResults(rulesStudy, figuresOf, { seeds });

describe('the cells of the study', () => {
  it('are all rules at six rates a factor of about three apart, the default among them', () => {
    expect(rulesStudy.cells).toHaveLength(12 * 6);
    expect(new Set(rulesStudy.cells.map(({ name }) => name)).size).toBe(72);
    for (const optimizer of studyOptimizers) {
      const rates = rulesStudy.cells.filter((one) => one.optimizer === optimizer).map((one) => one.learningRate);
      expect(rates).toContain(defaultRateOf(optimizer));
      for (const [i, rate] of rates.slice(1).entries()) expect(rate / rates[i]).toBeCloseTo(3.2, 0);
    }
  });
});

describe('the range over the rates', () => {
  it('is that of test accuracy with each seed', () => {
    const [adam, sgd] = ['adam', 'sgd'].map((name) => findPairs(results).find(({ optimizer }) => optimizer === name)!);
    const ranges = rangesBySeed(adam.rates);
    expect([...ranges.keys()]).toEqual(seeds);
    for (const range of ranges.values()) expect(range).toBeCloseTo(0.04 * 2, 12);
    expect(rangesBySeed(sgd.rates).size).toBe(0); // a run of each seed failed
    expect(rangesBySeed([]).size).toBe(0);
  });
});

describe('statements', () => {
  const judged = judgeStatements(rulesStudy.statements(results));
  const named = (start: string) => judged.find(({ name }) => name.startsWith(start))!;

  it('are thirteen, each judged on figures of both sides', () => {
    expect(judged).toHaveLength(13);
    for (const one of judged) expect(one.judged?.pairs).toBe(8);
  });

  it('compare rules at their best rates', () => {
    expect(named('Nadam is more accurate')).toMatchObject({
      verdict: 'confirmed',
      about: 'Nadam 0.002 and Adam 0.001',
    });
    expect(named('Nadam learns faster')).toMatchObject({ verdict: 'confirmed', unit: '% of the loss' });
    expect(named('Adagrad ends with a higher')).toMatchObject({ verdict: 'confirmed', unit: '% of the loss' });
    const about = 'SGD 0.01 and RMSProp 0.001';
    expect(named('The better of SGD and Momentum')).toMatchObject({ verdict: 'refuted', about });
  });

  it('say what a loss is a share of', () => {
    // Mean losses of (0.6 + 0.5 + 0.1) / 3 and (0.6 + 0.5 + 0.07) / 3; 600 rows of one class and 400 of the other.
    const known = -0.6 * Math.log(0.6) - 0.4 * Math.log(0.4);
    expect(named('Nadam learns faster').judged!.mean).toBeCloseTo(-0.01 / known, 9);
  });

  it('compare ranges over the rates, defaults, and Lion at parts of the rate of AdamW', () => {
    expect(named('RAdam depends less').judged!.mean).toBeCloseTo(-0.04, 9);
    expect(named('RAdam depends less').verdict).toBe('confirmed');
    expect(named('Adadelta is no less accurate')).toMatchObject({
      verdict: 'confirmed',
      about: 'Adadelta 1 and Adadelta 1',
    });
    expect(named('Lion at a third')).toMatchObject({ verdict: 'confirmed', about: 'Lion 0.001 and AdamW 0.003' });
    expect(named('Lion at a tenth')).toMatchObject({ verdict: 'refuted', about: 'Lion 0.0003 and AdamW 0.003' });
    expect(named('Lion at the rate')).toMatchObject({ verdict: 'confirmed', about: 'Lion 0.003 and Lion 0.001' });
    expect(named('The best of all').about).toBe('Nadam 0.002 and Adam 0.001');
  });

  it('are undecided where a rate was not tried, and without runs', () => {
    const high = fakeResults(rulesStudy, (cell, seed) => ({
      ...figuresOf(cell, seed),
      ...(cell.name === 'adamW relu 0.1' && { test: 0.99, validation: 0.99 }),
    }));
    const statement = rulesStudy.statements(high).find(({ name }) => name.startsWith('Lion at the rate'))!;
    expect(statement).toMatchObject({ about: 'not tried', after: new Map() });
    const none = fakeResults(rulesStudy, () => ({ test: 0, failure: 'no' }));
    const verdicts = judgeStatements(rulesStudy.statements(none)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['undecided']));
    expect(() => findings(rulesStudy, none)).not.toThrow();
  });
});

it('the report has tables, rates, curves of six rules each, and verdicts', () => {
  const { title, answer, blocks } = describeResults('report', {
    ...{ experiment: 'study-rules', format: 1, simdgrad: '0.1.0', node: 'v20', platform: 'linux x64' },
    ...{ machine: 'm', date: '2025-01-01T00:00:00.000Z', command: 'simdgrad study rules made-up', studies: [results] },
  });
  expect(title).toBe('Update rules: Made up');
  expect(answer).toMatch(
    /^Each at its best rate, test accuracy goes from Adagrad \(85.\d\d %\) to Nadam \(93.\d\d %\)/,
  );
  expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual([
    'Set-up',
    'Test accuracy of each rule',
    'What the rate decides',
    'How fast they learn',
    'What was published, and what became of it',
  ]);
  const charts = blocks.flatMap((block) =>
    block.kind === 'chart' && block.chart.kind === 'lines' ? [block.chart] : [],
  );
  expect(charts.map(({ series }) => series.length)).toEqual(Array(8).fill(6));
  const ranges = blocks.find((block) => block.kind === 'table' && block.caption?.startsWith('Test accuracy over'));
  if (ranges?.kind !== 'table') throw new Error();
  expect(ranges.rows[0].slice(0, 2)).toEqual(['RAdam', '0.0003 to 0.1']);
  expect(ranges.rows.at(-1)!.slice(4)).toEqual(['–', '0']); // SGD
});
