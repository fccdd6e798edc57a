import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { sigmoidCrossEntropy, softmaxCrossEntropy } from '../../src/losses/index.ts';
import { logLoss } from '../../src/metrics/index.ts';
import { log } from '../../src/ops/log.ts';
import { sigmoid } from '../../src/ops/sigmoid.ts';
import { softmax } from '../../src/ops/softmax.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('logLoss', () => {
  test.each(metricCases.logLoss)('equals scikit-learn: $name', (one) => runMetricCase(logLoss, one));

  test('is what its definition says', () => {
    expect(logLoss([0, 1], [0.5, 0.5])).toBe(Math.LN2);
    const rows = [
      [0.25, 0.5, 0.25],
      [0.125, 0.125, 0.75],
    ];
    expect(logLoss([1, 0], rows)).toBeCloseTo((Math.LN2 + 3 * Math.LN2) / 2, 15); // class 2 does not occur
    expect(logLoss([1, 0], rows, { sampleWeights: [3, 1] })).toBeCloseTo((3 * Math.LN2 + 3 * Math.LN2) / 4, 15);
    expect(
      logLoss(
        ['spam', 'ham'],
        [
          [0.1, 0.9],
          [0.8, 0.2],
        ],
      ),
    ).toBe(0.164252033486018);
  });

  const batch = fc
    .record({ classes: fc.integer({ min: 2, max: 6 }), rows: fc.integer({ min: 1, max: 12 }) })
    .chain(({ classes, rows }) =>
      fc.record({
        labels: fc.array(fc.nat(classes - 1), { minLength: rows, maxLength: rows }),
        logits: fc.array(
          fc.array(
            fc.integer({ min: -40, max: 40 }).map((x) => x / 8),
            { minLength: classes, maxLength: classes },
          ),
          { minLength: rows, maxLength: rows },
        ),
      }),
    );

  test('is the softmax cross-entropy of the logarithms of probabilities', () => {
    fc.assert(
      fc.property(batch, ({ labels, logits }) => {
        const probabilities = softmax(tensor(logits));
        const loss = softmaxCrossEntropy(log(probabilities), tensor(labels)).item();
        const classes = { labels: logits[0].map((_, c) => c) };
        expect(Math.abs(logLoss(labels, probabilities, classes) - loss)).toBeLessThanOrEqual(1e-5 * Math.max(1, loss));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test('is the sigmoid cross-entropy of a single output', () => {
    const logits = [-5, -1.5, 0, 0.25, 3, 2]; // 1 − p loses digits of float32 where p is near 1
    const labels = [0, 1, 1, 0, 1, 0];
    const loss = sigmoidCrossEntropy(tensor(logits), tensor(labels)).item();
    expect(Math.abs(logLoss(labels, sigmoid(tensor(logits))) - loss)).toBeLessThanOrEqual(1e-6);
  });

  test('clips at the ε of the type of the probabilities, or where it is told', () => {
    const wrong = [0, 1];
    expect(logLoss([1, 0], wrong)).toBeCloseTo(52 * Math.LN2, 10);
    expect(logLoss([1, 0], tensor(wrong))).toBeCloseTo(23 * Math.LN2, 10);
    expect(logLoss([1, 0], Float32Array.from(wrong))).toBeCloseTo(23 * Math.LN2, 10);
    expect(logLoss([1, 0], tensor(wrong), { eps: 2 ** -10 })).toBeCloseTo(10 * Math.LN2, 10);
    expect(logLoss([0, 1], wrong) / Number.EPSILON).toBeCloseTo(1, 14);
  });

  test('does not depend on the order of columns that labels name', () => {
    const rows = [
      [0.5, 0.25, 0.25],
      [0.125, 0.75, 0.125],
    ];
    const expected = logLoss(['a', 'b'], rows, { labels: ['a', 'b', 'c'] });
    const turned = rows.map(([a, b, c]) => [c, b, a]);
    expect(logLoss(['a', 'b'], turned, { labels: ['c', 'b', 'a'] })).toBe(expected);
    expect(logLoss([0, 1], tensor(rows))).toBe(expected); // the same powers of two in float32, far from ε
  });

  test('refuses what are no probabilities, with the row', () => {
    const call = (yTrue: unknown, yPred: unknown, options = {}) =>
      thrownBy(() => logLoss(yTrue as number[], yPred as number[], options));
    const half = [0.5, 0.5];
    expect(call([0, 1], [half, [0.5, 0.4]])).toMatchObject({
      name: 'DataError',
      message: 'logLoss: yPred: the probabilities of a row must sum to 1, got 0.9 at row 2',
      row: 2,
    });
    expect(call([0, 1], [half, [1.25, -0.25]])).toMatchObject({
      message: 'logLoss: yPred: a probability must be from 0 to 1, got 1.25 at row 2, column 1',
      row: 2,
      column: '1',
    });
    expect(call([0, 1], [0.5, -0.25])).toMatchObject({
      message: 'logLoss: yPred: a probability must be from 0 to 1, got -0.25 at row 2',
      column: undefined,
    });
    expect(call([0, 1], [half, [0.5, Number.NaN]])).toMatchObject({ name: 'DataError', row: 2, column: '2' });
    expect(call([0, 1], [half])).toBeInstanceOf(ShapeError);
    expect(call([0, 1, 2], [half, half, half]).message).toMatch(/yTrue has 3 classes \(0, 1, 2\) for 2 columns/);
    expect(call([0, 2], [half, half], { labels: [0, 1] })).toMatchObject({ row: 2 });
    expect(call(['a', 'a'], [half, half]).message).toMatch(/one class \("a"\) for 2 columns; give labels/);
    for (const eps of [0, -1, 0.75, Number.NaN]) expect(call([0, 1], half, { eps })).toBeInstanceOf(RangeError);
    expect(call([0, 1], half, { eps: '1' })).toBeInstanceOf(TypeError);
    expect(call([0, 1], half, { normalize: false }).message).toMatch(/unknown option 'normalize'/);
    expect(call([0, 1], half, { sampleWeights: [0, 0] })).toBeInstanceOf(DataError);
    expect(call([0, 1], [1, 0], { sampleWeights: [8e307, 8e307] }).message).toBe(
      'logLoss: the weighted values are too large to add up in float64',
    );
  });

  test('takes rows that rounding keeps from summing to 1', () => {
    expect(logLoss([0, 1, 2], new Array(3).fill([0.3333, 0.3333, 0.3333]))).toBeCloseTo(Math.log(3), 12);
    expect(() => logLoss([0, 1, 2], new Array(3).fill([0.333, 0.333, 0.333]))).toThrow(
      /must sum to 1, got 0\.999\d* at row 1/,
    );
  });
});
