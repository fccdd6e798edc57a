import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracyScore, topKAccuracy } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('topKAccuracy', () => {
  test.each(metricCases.topKAccuracy)('equals scikit-learn: $name', (one) => runMetricCase(topKAccuracy, one));

  test('is what its definition says', () => {
    const rows = [
      [0.5, 0.2, 0.2],
      [0.3, 0.4, 0.2],
      [0.2, 0.4, 0.3],
      [0.7, 0.2, 0.1],
    ];
    const labels = [0, 1, 2, 2];
    expect([1, 2, 3].map((k) => topKAccuracy(labels, rows, { k }))).toEqual([0.5, 0.75, 1]);
    expect(topKAccuracy(labels, rows)).toBe(0.75);
    expect(topKAccuracy(labels, rows, { k: 1, sampleWeights: [1, 1, 1, 5] })).toBe(0.25);
  });

  const batch = fc.integer({ min: 2, max: 6 }).chain((classes) =>
    fc.record({
      labels: fc.constant(Array.from({ length: classes }, (_, c) => c)),
      rows: fc.array(
        fc.tuple(
          fc.nat(classes - 1),
          fc.array(fc.integer({ min: -9, max: 9 }), { minLength: classes, maxLength: classes }),
        ),
        { minLength: 1, maxLength: 30 },
      ),
    }),
  );

  test('rises with k to 1 at all classes; with k 1 it is the accuracy', () => {
    fc.assert(
      fc.property(batch, ({ labels, rows }) => {
        const yTrue = rows.map(([label]) => label);
        const scores = rows.map(([, row]) => row);
        const by = labels.map((_, i) => topKAccuracy(yTrue, scores, { k: i + 1, labels }));
        expect(by.at(-1)).toBe(1);
        for (let i = 1; i < by.length; i++) expect(by[i]).toBeGreaterThanOrEqual(by[i - 1]);
        const predicted = scores.map((row) => row.lastIndexOf(Math.max(...row)));
        expect(by[0]).toBe(accuracyScore(yTrue, predicted));
        const sorted = scores.map((row) => labels.toSorted((a, b) => row[b] - row[a] || b - a));
        const hits = yTrue.filter((label, i) => sorted[i].slice(0, 2).includes(label)).length;
        expect(by[1]).toBe(hits / yTrue.length);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('takes every form of scores, and classes in the order of labels', () => {
    const rows = [
      [3, 1, 2],
      [1, 3, 2],
    ];
    const data = Float32Array.from(rows.flat());
    for (const form of [rows, tensor(rows), { data, shape: [2, 3] as const }]) {
      expect(topKAccuracy([2, 0], form, { k: 2 })).toBe(0.5);
      expect(topKAccuracy(['elm', 'oak'], form, { k: 1, labels: ['elm', 'oak', 'ash'] })).toBe(1);
    }
    expect(topKAccuracy(['no', 'yes'], [0.25, 0.75], { k: 1 })).toBe(1);
    expect(topKAccuracy(['no', 'yes'], [-0.25, 0.25], { k: 1 })).toBe(1);
  });

  test('refuses what cannot be ranked', () => {
    const rows = [
      [1, 2, 3],
      [3, 2, 1],
    ];
    const call = (yTrue: unknown, yScore: unknown, options = {}) =>
      thrownBy(() => topKAccuracy(yTrue as number[], yScore as number[], options));
    expect(call([0, 1], rows, { k: 4 })).toMatchObject({
      name: 'RangeError',
      message: 'topKAccuracy: k must be at most the number of classes, 3, got 4',
    });
    expect(call([0, 1], rows, { k: 0 })).toBeInstanceOf(RangeError);
    expect(call([0, 1], rows, { k: 1.5 })).toBeInstanceOf(RangeError);
    expect(call([0, 1], rows, { k: '1' })).toBeInstanceOf(TypeError);
    expect(call([0, 3], rows)).toMatchObject({ name: 'DataError' });
    expect(
      call(
        [0, 1],
        [
          [1, 2, 3],
          [1, Number.NaN, 3],
        ],
      ),
    ).toMatchObject({ row: 2, column: '2' });
    expect(call([0], rows).message).toBe(
      'topKAccuracy: yTrue and yScore must have as many samples, got 1 labels and 2 rows',
    );
    expect(
      call(
        [0, 1],
        [
          [1, 2, 3],
          [1, 2],
        ],
      ),
    ).toMatchObject({ name: 'ShapeError' });
    expect(call([0, 1], rows, { normalize: false })).toBeInstanceOf(TypeError);
  });
});
