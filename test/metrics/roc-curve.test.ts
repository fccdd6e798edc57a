import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { rocCurve } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('rocCurve', () => {
  test.each(metricCases.rocCurve)('equals scikit-learn: $name', (one) => runMetricCase(rocCurve, one));

  test('is what its definition says, for a case worked by hand', () => {
    expect(rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toEqual({
      fpr: [0, 0, 0.5, 0.5, 1],
      tpr: [0, 0.5, 0.5, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1],
    });
  });

  const samples = fc
    .array(fc.tuple(fc.nat(1), fc.integer({ min: -5, max: 5 })), { minLength: 2, maxLength: 40 })
    .filter((list) => new Set(list.map(([label]) => label)).size === 2);

  test('has at each threshold the shares of scores that reach it', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const labels = list.map(([label]) => label);
        const scores = list.map(([, score]) => score);
        const { fpr, tpr, thresholds } = rocCurve(labels, scores, { dropIntermediate: false });
        const distinct = [...new Set(scores)].sort((a, b) => b - a);
        expect(thresholds).toEqual([Number.POSITIVE_INFINITY, ...distinct]);
        const share = (label: number, threshold: number) => {
          const own = list.filter(([l]) => l === label);
          return own.filter(([, score]) => score >= threshold).length / own.length;
        };
        expect(fpr).toEqual(thresholds.map((threshold) => share(0, threshold)));
        expect(tpr).toEqual(thresholds.map((threshold) => share(1, threshold)));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('drops only points on a line between the points that are left', () => {
    fc.assert(
      fc.property(samples, (list) => {
        const labels = list.map(([label]) => label);
        const scores = list.map(([, score]) => score);
        const all = rocCurve(labels, scores, { dropIntermediate: false });
        const kept = rocCurve(labels, scores);
        expect(kept.fpr.length).toBeLessThanOrEqual(all.fpr.length);
        expect([kept.fpr.at(-1), kept.tpr.at(-1), kept.thresholds.at(-1)]).toEqual([1, 1, all.thresholds.at(-1)]);
        for (let i = 0; i < all.fpr.length; i++) {
          const next = kept.thresholds.findIndex((threshold) => threshold <= all.thresholds[i]);
          const [x, y] = [all.fpr[i], all.tpr[i]];
          const from = Math.max(0, next - 1);
          const across = (kept.fpr[next] - kept.fpr[from]) * (y - kept.tpr[from]);
          const up = (kept.tpr[next] - kept.tpr[from]) * (x - kept.fpr[from]);
          expect(Math.abs(across - up)).toBeLessThanOrEqual(1e-15);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('counts a sample of weight 3 as three, and one of weight 0 not at all', () => {
    const weighted = rocCurve([0, 1, 0, 1, 1], [4, 3, 2, 1, 7], { sampleWeights: [1, 3, 2, 1, 0] });
    expect(weighted).toEqual(rocCurve([0, 1, 1, 1, 0, 0, 1], [4, 3, 3, 3, 2, 2, 1]));
    // 0.1 added ten times over is rounded ten ways; each of the steps is the same.
    const equal = new Array<number>(12).fill(0.1);
    const labels = equal.map((_, i) => Number(i > 1));
    const scores = equal.map((_, i) => -i);
    const { thresholds } = rocCurve(labels, scores, { sampleWeights: equal });
    expect(thresholds).toEqual(rocCurve(labels, scores).thresholds);
  });

  test('takes one column of scores in any form, and one class of several', () => {
    const labels = ['elm', 'oak', 'ash', 'oak'];
    const scores = [0.5, 0.75, 0.25, 0.125];
    const expected = rocCurve([0, 1, 0, 1], scores);
    const column = scores.map((score) => [score]);
    for (const form of [scores, column, Float32Array.from(scores), tensor(scores), tensor(column)]) {
      expect(rocCurve(labels, form, { posLabel: 'oak' })).toEqual(expected);
    }
    expect(rocCurve([-1, 1, -1, 1], scores)).toEqual(expected);
  });

  test('refuses what has no curve', () => {
    const call = (yTrue: unknown, yScore: unknown, options = {}) =>
      thrownBy(() => rocCurve(yTrue as number[], yScore as number[], options));
    expect(call([1, 1], [0.5, 0.25])).toBeInstanceOf(DataError);
    expect(call([1, 1], [0.5, 0.25]).message).toBe('rocCurve: yTrue has no sample of another class than 1');
    expect(call([0, 0], [0.5, 0.25]).message).toBe('rocCurve: yTrue has no sample of class 1');
    expect(call([0, 1, 1], [1, 2, 3], { sampleWeights: [1, 0, 0] }).message).toBe(
      'rocCurve: yTrue has no sample of class 1 that weighs anything',
    );
    expect(call([2, 3], [1, 2]).message).toBe(
      'rocCurve: the classes of yTrue are 2, 3; say which is positive: posLabel',
    );
    expect(call(['a', 'b'], [1, 2], { posLabel: 'c' }).message).toBe(
      'rocCurve: posLabel "c" is none of the classes of yTrue, "a", "b"',
    );
    expect(
      call(
        [0, 1],
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
      ),
    ).toBeInstanceOf(ShapeError);
    expect(
      call(
        [0, 1],
        [
          [0.5, 0.5],
          [0.25, 0.75],
        ],
      ).message,
    ).toMatch(/one score a sample, got \[2, 2\]; take the column/);
    expect(call([0, 1], [1]).message).toBe('rocCurve: yTrue and yScore must have one length, got 2 and 1');
    expect(call([], []).message).toBe('rocCurve: no samples');
    expect(call([0, 1, 1], [1, 2, Number.NaN])).toMatchObject({ name: 'DataError', row: 3 });
    expect(call([0, Number.NaN], [1, 2])).toMatchObject({ name: 'DataError', row: 2 });
    expect(call([0, 1], [1, 2], { dropIntermediate: 1 }).message).toMatch(/dropIntermediate must be true or false/);
    expect(call([0, 1], [1, 2], { posLable: 1 }).message).toMatch(/did you mean 'posLabel'/);
    expect(call(tensor([0, 1]), [1, 2]).message).toMatch(/toFloat32Array/);
  });
});
