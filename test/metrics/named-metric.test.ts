import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import {
  accuracyScore,
  type MetricName,
  meanAbsoluteError,
  precisionRecallFscore,
  r2Score,
  rootMeanSquaredError,
} from '../../src/metrics/index.ts';
import { isHigherBetter, namedMetric } from '../../src/metrics/named-metric.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

const metric = (name: MetricName) => namedMetric('fit', name);
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

describe('named metrics of values', () => {
  const functions = { r2: r2Score, mae: meanAbsoluteError, rmse: rootMeanSquaredError };

  test('are the functions of the namespace', () => {
    for (const { true: yTrue, predicted, sampleWeights } of golden.values) {
      const columns = Array.isArray(yTrue[0]) ? yTrue[0].length : 1;
      const weights = sampleWeights ?? undefined;
      const [targets, predictions] = [(yTrue as unknown[]).flat(), (predicted as unknown[]).flat()] as number[][];
      for (const name of ['r2', 'mae', 'rmse'] as const) {
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
    const all = (['accuracy', 'precision', 'recall', 'f1', 'r2', 'mae', 'rmse'] as const).map(metric);
    expect(all.map(({ name, kind, better }) => `${name} ${kind} ${better}`)).toEqual([
      'accuracy classes higher',
      'precision classes higher',
      'recall classes higher',
      'f1 classes higher',
      'r2 values higher',
      'mae values lower',
      'rmse values lower',
    ]);
  });

  test('lists the names if it does not know one', () => {
    const error = thrownBy(() => namedMetric('fit', 'acc'));
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe(
      "fit: metric must be one of 'accuracy', 'precision', 'recall', 'f1', 'r2', 'mae', 'rmse', got \"acc\"",
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
