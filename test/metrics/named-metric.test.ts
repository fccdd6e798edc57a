import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import {
  accuracyScore,
  brierScore,
  logLoss,
  type MetricName,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  precisionRecallFscore,
  r2Score,
  rocAucScore,
  rootMeanSquaredError,
  topKAccuracy,
} from '../../src/metrics/index.ts';
import { isHigherBetter, namedMetric } from '../../src/metrics/named-metric.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import probabilityGolden from '../golden/probability-metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

const metric = (name: MetricName) => namedMetric('fit', name);
const probabilityNames = ['logLoss', 'brierScore', 'rocAuc', 'top2Accuracy', 'top3Accuracy', 'top5Accuracy'] as const;
const classNames = ['accuracy', 'precision', 'recall', 'f1'] as const;

describe('named metrics of classes', () => {
  for (const { name, true: targets, predicted, classes, sampleWeights, scores } of golden.named) {
    test(`equal scikit-learn: ${name}`, () => {
      for (const of of classNames) {
        const score = metric(of).score(targets, predicted, classes, sampleWeights ?? undefined);
        expect(Math.abs(score - scores[of]), of).toBeLessThanOrEqual(1e-14);
      }
    });
  }

  test('equal the functions of the namespace', () => {
    const pairs = fc.integer({ min: 2, max: 6 }).chain((classes) =>
      fc.record({
        classes: fc.constant(classes),
        list: fc.array(fc.tuple(fc.nat(classes - 1), fc.nat(classes - 1)), { minLength: 1, maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(pairs, ({ classes, list }) => {
        const targets = Float32Array.from(list, ([t]) => t);
        const predictions = list.map(([, p]) => p);
        const scores = precisionRecallFscore(targets, predictions, classes === 2 ? { labels: [0, 1] } : {});
        const expected =
          classes === 2
            ? { precision: scores.precision[1], recall: scores.recall[1], fscore: scores.fscore[1] }
            : scores.macro;
        expect(metric('accuracy').score(targets, predictions, classes)).toBe(accuracyScore(targets, predictions));
        expect(metric('precision').score(targets, predictions, classes)).toBe(expected.precision);
        expect(metric('recall').score(targets, predictions, classes)).toBe(expected.recall);
        expect(metric('f1').score(targets, predictions, classes)).toBe(expected.fscore);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('take a single sigmoid output as two classes', () => {
    for (const name of classNames) {
      const [targets, predictions] = [
        [0, 1, 1, 0, 1],
        [1, 1, 0, 0, 1],
      ];
      expect(metric(name).score(targets, predictions, 1)).toBe(metric(name).score(targets, predictions, 2));
    }
    expect(() => metric('accuracy').score([2], [0], 1)).toThrow('a class index from 0 to 1, got 2');
  });

  test('refuse what is no class', () => {
    const score = (targets: unknown, predictions: unknown, columns = 3) =>
      metric('f1').score(targets as never, predictions as never, columns);
    for (const wrong of [3, -1, 0.5, Number.NaN, '1', undefined]) {
      const error = thrownBy(() => score([0, 1, wrong], [0, 1, 2]));
      expect(error).toBeInstanceOf(DataError);
      expect(error).toMatchObject({ row: 3 });
      expect(error.message).toMatch(/^f1: a target must be a class index from 0 to 2, got .* at row 3$/);
      expect(() => score([0], [wrong])).toThrow('f1: a prediction must be a class index from 0 to 2');
    }
    expect(thrownBy(() => score([0, 1], [0]))).toBeInstanceOf(ShapeError);
    expect(() => score([0, 1], [0])).toThrow('f1: targets and predictions must have one length, got 2 and 1');
    expect(() => score([], [])).toThrow('f1: no samples');
    expect(() => score([0], [0], 0)).toThrow('f1: columns must be a whole number of at least 1, got 0');
    expect(() => metric('f1').score([0], [0], 2, [-1])).toThrow('got -1 at row 1');
  });
});

describe('named metrics of probabilities', () => {
  for (const { name, true: targets, probabilities, columns, sampleWeights, scores } of probabilityGolden.named) {
    test(`equal scikit-learn: ${name}`, () => {
      const given = Float32Array.from(probabilities);
      for (const [of, expected] of Object.entries(scores)) {
        const score = metric(of as MetricName).score(targets, given, columns, sampleWeights ?? undefined);
        expect(Math.abs(score - expected), `${of}: ${score}`).toBeLessThanOrEqual(1e-14 * Math.max(1, expected));
      }
    });
  }

  test('equal the functions of the namespace', () => {
    const { true: targets, probabilities } = probabilityGolden.named.find(({ name }) => name === 'four classes')!;
    const given = { data: Float32Array.from(probabilities), shape: [targets.length, 4] as const };
    const of = (name: MetricName) => metric(name).score(targets, given.data, 4);
    expect(of('logLoss')).toBe(logLoss(targets, given));
    expect(of('brierScore')).toBe(brierScore(targets, given));
    expect(of('rocAuc')).toBe(rocAucScore(targets, given));
    expect(of('top2Accuracy')).toBe(topKAccuracy(targets, given, { k: 2 }));
    expect(of('top3Accuracy')).toBe(topKAccuracy(targets, given, { k: 3 }));
  });

  test('say how many classes they need, and need two in the targets to rank', () => {
    const fewest = (name: MetricName) => metric(name).fewestClasses;
    expect(probabilityNames.map(fewest)).toEqual([undefined, undefined, undefined, 3, 4, 6]);
    const rows = [0.5, 0.25, 0.25, 0.25, 0.5, 0.25];
    expect(metric('rocAuc').score([0, 1], rows, 3)).toBe(1); // class 2 does not occur
    const alone = thrownBy(() => metric('rocAuc').score([1, 1], rows, 3));
    expect(alone).toBeInstanceOf(DataError);
    expect(alone.message).toBe(
      'rocAuc: all targets are of class 1, so there is nothing to rank them against; it needs samples of two classes',
    );
    expect(() => metric('rocAuc').score([0, 1], [0.5, 0.25], 1, [1, 0])).toThrow('all targets are of class 0');
  });

  test('refuse what are no probabilities, or do not fit', () => {
    const score = (name: MetricName, targets: number[], predictions: number[], columns: number) =>
      thrownBy(() => metric(name).score(targets, predictions, columns));
    for (const name of probabilityNames) {
      expect(score(name, [0, 2], [0.5, 0.5, 0.5, 0.5], 2)).toMatchObject({
        message: `${name}: a target must be a class index from 0 to 1, got 2 at row 2`,
        row: 2,
      });
      expect(score(name, [0, 1], [0.5, 0.5, 0.5], 2)).toMatchObject({
        name: 'ShapeError',
        message: `${name}: predictions must be 2 for each of 2 targets, 4 in all, got 3`,
      });
      expect(score(name, [], [], 2).message).toBe(`${name}: no samples`);
      expect(score(name, [0, 1], [0.5, 0.5, 0.5, Number.NaN], 2)).toMatchObject({ row: 2, column: '2' });
      if (name.startsWith('top')) continue;
      expect(score(name, [0, 1], [0.5, 0.5, 0.5, 0.25], 2)).toMatchObject({
        message: `${name}: the probabilities of a row must sum to 1, got 0.75 at row 2`,
        row: 2,
      });
    }
  });
});

describe('named metrics of values', () => {
  const functions = {
    r2: r2Score,
    mae: meanAbsoluteError,
    rmse: rootMeanSquaredError,
    mape: meanAbsolutePercentageError,
  };

  test('are the functions of the namespace', () => {
    for (const { true: yTrue, predicted, sampleWeights } of golden.values) {
      const columns = Array.isArray(yTrue[0]) ? yTrue[0].length : 1;
      const weights = sampleWeights ?? undefined;
      const [targets, predictions] = [(yTrue as unknown[]).flat(), (predicted as unknown[]).flat()] as number[][];
      for (const name of ['r2', 'mae', 'rmse', 'mape'] as const) {
        if (name === 'r2' && yTrue.length < 2) continue;
        expect(metric(name).score(targets, Float32Array.from(predictions), columns, weights)).toBe(
          functions[name](yTrue as number[], predicted as number[], { sampleWeights: weights }),
        );
      }
    }
  });

  test('refuse NaN with its row', () => {
    const error = thrownBy(() => metric('rmse').score([1, 2, 3, 4], [1, 2, 3, Number.NaN], 2));
    expect(error).toMatchObject({ name: 'DataError', row: 2, column: '2' });
  });
});

describe('namedMetric', () => {
  test('says what a metric takes and which way is better', () => {
    const all = (
      ['accuracy', 'precision', 'recall', 'f1', ...probabilityNames, 'r2', 'mae', 'rmse', 'mape'] as const
    ).map(metric);
    expect(all.map(({ name, kind, better }) => `${name} ${kind} ${better}`)).toEqual([
      'accuracy classes higher',
      'precision classes higher',
      'recall classes higher',
      'f1 classes higher',
      'logLoss probabilities lower',
      'brierScore probabilities lower',
      'rocAuc probabilities higher',
      'top2Accuracy probabilities higher',
      'top3Accuracy probabilities higher',
      'top5Accuracy probabilities higher',
      'r2 values higher',
      'mae values lower',
      'rmse values lower',
      'mape values lower',
    ]);
  });

  test('lists the names if it does not know one', () => {
    const error = thrownBy(() => namedMetric('fit', 'acc'));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      "fit: metric must be one of 'accuracy', 'precision', 'recall', 'f1', 'logLoss', 'brierScore', 'rocAuc', 'top2Accuracy', 'top3Accuracy', 'top5Accuracy', 'r2', 'mae', 'rmse', 'mape', got \"acc\"",
    );
    for (const name of [undefined, 3, 'toString', '__proto__', ['accuracy']]) {
      expect(() => namedMetric('evaluate', name)).toThrow('evaluate: metric must be one of');
    }
  });
});

test('isHigherBetter knows losses and metrics of both parts, and nothing else', () => {
  const expected: Record<string, boolean | undefined> = {
    loss: false,
    validationLoss: false,
    accuracy: true,
    validationAccuracy: true,
    validationF1: true,
    r2: true,
    validationR2: true,
    mae: false,
    validationMae: false,
    validationRmse: false,
    validationLogLoss: false,
    brierScore: false,
    rocAuc: true,
    validationTop5Accuracy: true,
    mape: false,
    validationaccuracy: undefined,
    Accuracy: undefined,
    validation: undefined,
    validationMyMetric: undefined,
    learningRate: undefined,
    constructor: undefined,
    '': undefined,
  };
  for (const [monitor, better] of Object.entries(expected)) expect(isHigherBetter(monitor), monitor).toBe(better);
});
