import { describe, expect, it } from 'vitest';
import { describeResults } from '../../../src/experiments/describe.ts';
import type { Cell } from '../../../src/experiments/studies/cell.ts';
import { findings } from '../../../src/experiments/studies/describe-study.ts';
import { judgeStatements } from '../../../src/experiments/studies/judge-statements.ts';
import { findPairs } from '../../../src/experiments/studies/optimizer-pairs.ts';
import { defaultRateOf } from '../../../src/experiments/studies/optimizer-words.ts';
import { optimizersStudy } from '../../../src/experiments/studies/optimizers.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { type FakeFigures, fakeResults } from '../../helpers/study-results.ts';

/** Every optimizer is best at a rate of 0.01, on the validation part; on the test part SGD's 0.1 is better. */
function figuresOf({ optimizer, activation, learningRate }: Cell, seed: number): FakeFigures {
  const noise = ((seed * 7) % 5) / 1000;
  if (optimizer === 'sgd' && learningRate === 3) return { test: 0, failure: 'the loss is NaN' };
  const accuracy =
    0.7 +
    (activation === 'relu' ? 0.05 : activation === 'sigmoid' ? -0.05 : 0) +
    (optimizer === 'adam' ? 0.04 : optimizer === 'momentum' ? -0.04 : optimizer === 'rmsProp' ? 0.01 : 0) -
    0.1 * Math.abs(Math.log10(learningRate) + 2);
  return { test: accuracy + noise + (optimizer === 'sgd' && learningRate === 0.1 ? 0.2 : 0), validation: accuracy };
}
const results = fakeResults(optimizersStudy, figuresOf);

describe('the cells of the study', () => {
  it('are all optimizers with all activations, at six rates a factor of about three apart', () => {
    expect(optimizersStudy.cells).toHaveLength(6 * 3 * 6);
    expect(new Set(optimizersStudy.cells.map(({ name }) => name)).size).toBe(108);
    for (const { optimizer, activation } of optimizersStudy.cells) {
      const own = optimizersStudy.cells.filter((one) => one.optimizer === optimizer && one.activation === activation);
      const rates = own.map(({ learningRate }) => learningRate);
      expect(rates).toContain(defaultRateOf(optimizer));
      for (const [i, rate] of rates.slice(1).entries()) expect(rate / rates[i]).toBeCloseTo(3.2, 0);
    }
  });
});

describe('pairs', () => {
  it('have their best rate by the validation part, and never one that failed', () => {
    const pairs = findPairs(results);
    expect(pairs).toHaveLength(18);
    for (const { atBest, atDefault, optimizer, isAtEdge } of pairs) {
      expect(atBest.setting).toBe(0.01);
      expect(atDefault.setting).toBe(defaultRateOf(optimizer));
      expect(isAtEdge).toBe(optimizer === 'sgd');
    }
  });
});

describe('statements', () => {
  it('are judged at both rates', () => {
    const judged = judgeStatements(optimizersStudy.statements(results));
    expect(judged.map(({ name }) => name).filter((name) => name.startsWith('Each at its best rate'))).toHaveLength(5);
    const verdict = (text: string) => judged.find(({ name }) => name === text)!.verdict;
    expect(verdict('Each at its best rate, ReLU with Adam is more accurate than the best of the others')).toBe(
      'confirmed',
    );
    expect(verdict('Each at its best rate, sigmoid with Momentum is less accurate than the worst of the others')).toBe(
      'confirmed',
    );
    // AdamW has as much as RMSProp lacks at the default rate of 0.001, and SGD's default is its best.
    expect(verdict('At the default rates, ReLU with Adam is more accurate than the best of the others')).toBe(
      'refuted',
    );
  });

  it('are undecided without runs', () => {
    const none = fakeResults(optimizersStudy, () => ({ test: 0, failure: 'no' }));
    const judged = judgeStatements(optimizersStudy.statements(none));
    expect(new Set(judged.map(({ verdict }) => verdict))).toEqual(new Set(['undecided']));
    expect(() => findings(optimizersStudy, none)).not.toThrow();
  });
});

describe('a pair of which a run failed', () => {
  /** At the default rates: Adam with tanh comes to its end once, and then is right in all; SGD with sigmoid once, and is wrong in all. */
  const failing = fakeResults(optimizersStudy, (cell, seed) => {
    const isDefault = cell.learningRate === defaultRateOf(cell.optimizer);
    const one = isDefault && cell.optimizer === 'adam' && cell.activation === 'tanh';
    const other = isDefault && cell.optimizer === 'sgd' && cell.activation === 'sigmoid';
    if (one || other) return { test: one ? 1 : 0, ...(seed > 0 && { failure: 'the loss is NaN' }) };
    return figuresOf(cell, seed);
  });

  it('is neither the best of the others nor the worst', () => {
    const abouts = optimizersStudy.statements(failing).map(({ about }) => about);
    expect(abouts[0]).toBe('ReLU with Adam 0.001 and ReLU with SGD 0.01');
    expect(abouts[4]).toBe('sigmoid with Momentum 0.01 and sigmoid with AdamW 0.001');
  });

  it('is not told as first or last', () => {
    expect(optimizersStudy.answer(failing)).toMatch(
      /At the default rates, test accuracy goes from sigmoid with AdamW \([^)]+\) to ReLU with SGD/,
    );
  });
});

describe('the report', () => {
  const header = {
    ...{ experiment: 'study-optimizers', format: 1, simdgrad: '0.1.0', node: 'v20', platform: 'linux x64' },
    ...{ machine: 'm', date: '2025-01-01T00:00:00.000Z', command: 'simdgrad study optimizers made-up' },
  };
  const described = (change: (results: AnyJson) => void = () => {}) => {
    const file = JSON.parse(JSON.stringify({ ...header, studies: [results] }));
    change(file);
    return describeResults('report', file);
  };

  it('has heat maps, tables, curves and verdicts', () => {
    const { title, answer, blocks, provenance } = described();
    expect(title).toBe('Optimizers and activations: Made up');
    expect(answer).toBe(findings(optimizersStudy, results).answer);
    expect(answer).toMatch(
      /^Each at its best rate, test accuracy goes from sigmoid with Momentum \(61.\d\d %\) to ReLU with Adam/,
    );
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings).toEqual([
      'Set-up',
      'Test accuracy of optimizer and activation',
      'What the rate decides',
      'How fast they learn',
      'What was published, and what became of it',
    ]);
    const charts = blocks.flatMap((block) => (block.kind === 'chart' ? [block.chart] : []));
    expect(charts.map(({ kind }) => kind)).toEqual(['heatMap', 'heatMap', ...Array(6).fill('lines')]);
    const [best] = charts;
    if (best.kind !== 'heatMap') throw new Error();
    expect(best.rows).toEqual(['SGD', 'Momentum', 'Nesterov', 'RMSProp', 'Adam', 'AdamW']);
    expect(best.texts![4][0]).toBe('79.20'); // 0.79 and a mean noise of 0.002
    expect(provenance.seeds).toEqual([0, 1, 2, 3, 4]);
    expect(blocks).toContainEqual({
      kind: 'text',
      text: '15 trainings did not come to the end: a loss or weight was no finite number any more.',
    });
  });

  it('of a study that was stopped is of the seeds with which all cells were trained', () => {
    const { blocks, answer } = described(({ studies: [one] }) => one.runs.splice(2 * 108 + 5));
    expect(blocks[0]).toMatchObject({
      kind: 'text',
      text: expect.stringMatching(/^Not finished: 319 of 540 trainings/),
    });
    expect(answer).toMatch(/^Each at its best rate/);
    const none = described(({ studies: [one] }) => one.runs.splice(3));
    expect(none.answer).toBeUndefined();
    expect(none.blocks.filter(({ kind }) => kind === 'heading')).toHaveLength(1);
  });

  it('of two data sets says which is which', () => {
    const two = described((file) => {
      const other = structuredClone(file.studies[0]);
      other.data.title = 'Other';
      file.studies.push(other);
    });
    expect(two.title).toBe('Optimizers and activations: Made up and Other');
    expect(two.answer).toMatch(/^Made up: .*\nOther: /);
    expect(two.blocks).toContainEqual({ kind: 'heading', text: 'Other: Set-up' });
  });

  it.each<[string, (file: AnyJson) => void, string]>([
    ['no studies', (file) => (file.studies = []), 'studies must not be empty'],
    [
      'a run that was not planned',
      ({ studies: [one] }) => (one.runs[0].seed = 99),
      'must be those that the settings plan',
    ],
    ['a run twice', ({ studies: [one] }) => (one.runs[1] = one.runs[0]), 'must not have one twice'],
    [
      'an accuracy above 1',
      ({ studies: [one] }) => (one.runs[0].test.accuracy = 2),
      'studies[0].runs[0].test.accuracy must be from 0 to 1',
    ],
    [
      'a curve of another length',
      ({ studies: [one] }) => one.runs[0].history.loss.pop(),
      'must be lists of one length',
    ],
    ['too many epochs', ({ studies: [one] }) => (one.settings.epochs = 2), 'must have figures of 1 to 2 epochs'],
    ['one part alone', ({ studies: [one] }) => delete one.runs[0].train, 'must have figures of both parts'],
    [
      'two cells of one name',
      ({ studies: [one] }) => (one.settings.cells[1] = one.settings.cells[0]),
      'must have distinct names',
    ],
    [
      'counts of other classes',
      ({ studies: [one] }) => (one.data.counts = [1]),
      'studies[0].data.counts must be rows of each class',
    ],
    ['no seeds', ({ studies: [one] }) => (one.settings.seeds = []), 'seeds must be distinct numbers'],
  ])('refuses %s', (_, change, message) => {
    expect(() => described(change)).toThrow(message);
  });
});
