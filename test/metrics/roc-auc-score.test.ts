import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { rocAucScore, rocCurve } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

/** Labels of both classes, scores with many ties, whole weights. */
const samples = fc
  .array(fc.tuple(fc.nat(1), fc.integer({ min: -6, max: 6 }), fc.nat(3)), { minLength: 2, maxLength: 50 })
  .filter((list) => new Set(list.map(([label]) => label)).size === 2)
  .map((list) => ({
    labels: list.map(([label]) => label),
    scores: list.map(([, score]) => score / 4),
    weights: list.map(([, , weight]) => weight),
  }));

/** The share of pairs of a positive and a negative sample that are in order. */
function concordance(labels: readonly number[], scores: readonly number[], weights = labels.map(() => 1)): number {
  let inOrder = 0;
  let pairs = 0;
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < labels.length; j++) {
      if (labels[i] !== 1 || labels[j] !== 0) continue;
      const weight = weights[i] * weights[j];
      pairs += weight;
      inOrder += scores[i] > scores[j] ? weight : scores[i] === scores[j] ? weight / 2 : 0;
    }
  }
  return inOrder / pairs;
}

const weighsSomething = (labels: readonly number[], weights: readonly number[]) =>
  [0, 1].every((c) => labels.some((label, i) => label === c && weights[i] > 0));

describe('rocAucScore of two classes', () => {
  test.each(metricCases.rocAucScore)('equals scikit-learn: $name', (one) => runMetricCase(rocAucScore, one));

  test('is the share of pairs in order, to the last bit', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores }) => {
        expect(rocAucScore(labels, scores)).toBe(concordance(labels, scores));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('weighs pairs by the product of weights', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores, weights }) => {
        fc.pre(weighsSomething(labels, weights));
        const area = rocAucScore(labels, scores, { sampleWeights: weights });
        expect(Math.abs(area - concordance(labels, scores, weights))).toBeLessThanOrEqual(1e-15 * 4);
      }),
      { numRuns: 500, seed: 7 },
    );
    for (const scale of [1e-300, 1e300]) {
      const sampleWeights = [1, 2, 3, 1].map((weight) => weight * scale);
      expect(rocAucScore([0, 1, 1, 0], [1, 2, 0, 0], { sampleWeights })).toBeCloseTo((2 * 2 + 1.5) / 10, 15);
    }
  });

  test('of reversed scores is 1 − AUC, and that of any rising function of them the same', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores }) => {
        const area = rocAucScore(labels, scores);
        const reversed = rocAucScore(
          labels,
          scores.map((score) => -score),
        );
        expect(Math.abs(reversed - (1 - area))).toBeLessThanOrEqual(2 ** -53);
        for (const rising of [(x: number) => 1000 * x + 7, (x: number) => x ** 3, (x: number) => 1 / (1 + 2 ** -x)]) {
          expect(rocAucScore(labels, scores.map(rising))).toBe(area);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('does not depend on the order of samples', () => {
    fc.assert(
      fc.property(samples, ({ labels, scores }) => {
        expect(rocAucScore(labels.toReversed(), scores.toReversed())).toBe(rocAucScore(labels, scores));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('is the area under the curve of rocCurve', () => {
    fc.assert(
      fc.property(samples, fc.boolean(), ({ labels, scores }, dropIntermediate) => {
        const { fpr, tpr } = rocCurve(labels, scores, { dropIntermediate });
        let area = 0;
        for (let i = 1; i < fpr.length; i++) area += ((fpr[i] - fpr[i - 1]) * (tpr[i] + tpr[i - 1])) / 2;
        expect(Math.abs(area - rocAucScore(labels, scores))).toBeLessThanOrEqual(1e-14);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('takes scores in every form, and rows of two probabilities', () => {
    const labels = ['no', 'yes', 'yes', 'no', 'yes'];
    const scores = [0.125, 0.5, 0.25, 0.375, 0.875];
    const rows = scores.map((score) => [1 - score, score]);
    const column = scores.map((score) => [score]);
    const data = Float32Array.from(rows.flat());
    for (const form of [scores, column, rows, Float32Array.from(scores), Float64Array.from(scores)]) {
      expect(rocAucScore(labels, form)).toBe(5 / 6);
    }
    for (const form of [tensor(scores), tensor(column), tensor(rows), { data, shape: [5, 2] as const }]) {
      expect(rocAucScore(labels, form)).toBe(5 / 6);
    }
    expect(rocAucScore(labels, scores, { labels: ['yes', 'no'] })).toBe(1 / 6);
    expect(rocAucScore(labels, rows, { average: 'none' })).toEqual([5 / 6, 5 / 6]);
    expect(rocAucScore(Uint8Array.of(0, 1, 1, 0, 1), scores)).toBe(5 / 6);
    expect(rocAucScore([1, 1, 0], [3, 2, 1])).toBe(1);
  });

  test('counts a million scores in well under a second, exactly', () => {
    const n = 1_000_000;
    const scores = new Float64Array(n);
    const labels = new Uint8Array(n);
    const sampleWeights = new Float64Array(n).fill(0.5);
    for (let i = 0; i < n; i++) {
      scores[i] = ((i * 7919) % n) / n; // each of n values once, spread about
      labels[i] = scores[i] * 3 > 1 ? i % 2 : 0;
    }
    // Negative are the third below, and what is even above it; both parts spread evenly over pairs of neighbours.
    const sorted = Array.from(scores.keys()).sort((i, j) => scores[i] - scores[j]);
    let below = 0;
    let inOrder = 0;
    for (const i of sorted) {
      if (labels[i] === 0) below++;
      else inOrder += below;
    }
    for (const options of [{}, { sampleWeights }]) {
      let fastest = Number.POSITIVE_INFINITY;
      let area = 0;
      for (let round = 0; round < 3; round++) {
        const begin = performance.now();
        area = rocAucScore(labels, scores, options);
        fastest = Math.min(fastest, performance.now() - begin);
      }
      const expected = inOrder / (below * (n - below));
      if ('sampleWeights' in options) expect(Math.abs(area - expected)).toBeLessThanOrEqual(1e-11);
      else expect(area).toBe(expected);
      expect(fastest).toBeLessThan(800);
    }
  });
});

describe('rocAucScore of several classes', () => {
  const rows = fc
    .array(
      fc.tuple(
        fc.nat(2),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }).map((parts) => {
          const sum = parts[0] + parts[1] + parts[2];
          return parts.map((part) => part / sum);
        }),
        fc.integer({ min: 1, max: 4 }),
      ),
      { minLength: 3, maxLength: 40 },
    )
    .filter((list) => new Set(list.map(([label]) => label)).size === 3);

  test('averages that of each class against all the others', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const labels = list.map(([label]) => label);
        const scores = list.map(([, row]) => row);
        const sampleWeights = list.map(([, , weight]) => weight);
        const areas = [0, 1, 2].map((c) =>
          rocAucScore(
            labels.map((label) => Number(label === c)),
            scores.map((row) => row[c]),
            { sampleWeights },
          ),
        );
        const support = [0, 1, 2].map((c) => list.reduce((sum, [label, , w]) => sum + (label === c ? w : 0), 0));
        expect(rocAucScore(labels, scores, { sampleWeights, average: 'none' })).toEqual(areas);
        expect(rocAucScore(labels, scores, { sampleWeights })).toBeCloseTo((areas[0] + areas[1] + areas[2]) / 3, 14);
        const weighted = areas.reduce((sum, area, c) => sum + area * support[c], 0);
        expect(rocAucScore(labels, scores, { sampleWeights, average: 'weighted' })).toBeCloseTo(
          weighted / (support[0] + support[1] + support[2]),
          14,
        );
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('takes classes in the order of labels', () => {
    const yTrue = ['b', 'c', 'a', 'c'];
    const rows = [
      [0.5, 0.25, 0.25],
      [0.125, 0.75, 0.125],
      [0.25, 0.25, 0.5],
      [0.5, 0.375, 0.125],
    ];
    const labels = ['b', 'c', 'a'];
    const areas = rocAucScore(yTrue, rows, { labels, average: 'none' });
    expect(areas).toEqual([2.5 / 3, 1, 1]);
    const inOrder = rows.map(([b, c, a]) => [a, b, c]);
    expect(rocAucScore(yTrue, inOrder, { average: 'none' })).toEqual([1, 2.5 / 3, 1]);
  });
});

describe('rocAucScore refuses', () => {
  const three = [
    [0.5, 0.25, 0.25],
    [0.25, 0.5, 0.25],
    [0.25, 0.25, 0.5],
  ];

  test('a class without samples, by name', () => {
    const alone = thrownBy(() => rocAucScore([1, 1], [0.5, 0.25]));
    expect(alone).toBeInstanceOf(DataError);
    expect(alone.message).toBe('rocAucScore: yTrue has no sample of class 0, so there is nothing to rank it against');
    expect(() => rocAucScore([0, 2, 0], three)).toThrow('yTrue has no sample of class 1');
    expect(() => rocAucScore(['a', 'b', 'a'], three, { labels: ['a', 'b', 'c'] })).toThrow('no sample of class "c"');
    expect(() => rocAucScore(['a', 'a'], [1, 2])).toThrow(
      'rocAucScore: yTrue has one class ("a") for one score a sample, which is for two classes; give labels, the class of each column',
    );
    expect(() => rocAucScore([0, 1, 1], [1, 2, 3], { sampleWeights: [0, 1, 1] })).toThrow(
      'no sample of class 0 that weighs anything',
    );
  });

  test('scores that do not fit the labels', () => {
    const short = thrownBy(() => rocAucScore([0, 1, 1], [0.5, 0.25]));
    expect(short).toBeInstanceOf(ShapeError);
    expect(short.message).toBe('rocAucScore: yTrue and yScore must have as many samples, got 3 labels and 2 rows');
    expect(() => rocAucScore([0, 1, 2, 3, 0], [1, 2, 3, 4, 5])).toThrow(
      'yTrue has 4 classes (0, 1, 2, 3) for one score a sample',
    );
    expect(() => rocAucScore([0, 1, 7], three)).not.toThrow(); // as many classes as columns, sorted
    const beyond = thrownBy(() => rocAucScore([0, 3, 0], three));
    expect(beyond).toBeInstanceOf(DataError);
    expect(beyond.message).toMatch(/yTrue has 2 classes \(0, 3\) for 3 columns; give labels/);
    expect(thrownBy(() => rocAucScore([0, 3, 1], three, { labels: [0, 1, 2] }))).toMatchObject({
      message: 'rocAucScore: yTrue: 3 at row 2 is none of the classes 0, 1, 2',
      row: 2,
    });
    expect(thrownBy(() => rocAucScore([0, 1, 2], three, { labels: [0, 1] }))).toMatchObject({
      name: 'ShapeError',
      message: 'rocAucScore: labels has 2 classes for 3 columns',
    });
    expect(() => rocAucScore([0, 1, 2], three, { labels: [0, 1, 1] })).toThrow('label 1 is given twice');
    expect(() => rocAucScore([], [])).toThrow('rocAucScore: no samples');
    expect(() => rocAucScore(tensor([0, 1]) as never, [0, 1])).toThrow('yTrue must be a list of labels, got a Tensor');
    expect(() => rocAucScore([0, 1], 'ab' as never)).toThrow('yScore must be a list of numbers');
    expect(() => rocAucScore([0, 1, 2], three, { labels: 3 as never })).toThrow('labels must be a list of labels');
  });

  test('scores that are none', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(thrownBy(() => rocAucScore([0, 1, 1], [0, wrong, 1]))).toMatchObject({
        message: `rocAucScore: yScore: a value must be a finite number, got ${wrong} at row 2`,
        row: 2,
      });
    }
    expect(thrownBy(() => rocAucScore([0, 1, 2], [...three.slice(0, 2), [0.5, Number.NaN, 0.5]]))).toMatchObject({
      row: 3,
      column: '2',
    });
    expect(thrownBy(() => rocAucScore([0, 1, 2], [...three.slice(0, 2), [0.5, 0.5, 0.5]]))).toMatchObject({
      message: 'rocAucScore: yScore: the probabilities of a row must sum to 1, got 1.5 at row 3',
      row: 3,
    });
    expect(() => rocAucScore([0, 1, 2], [[1.5, -0.5, 0], ...three.slice(1)])).toThrow(
      'a probability must be from 0 to 1, got 1.5 at row 1, column 1',
    );
    expect(() => rocAucScore([0, 1], [0, 1], { average: 'micro' as never })).toThrow(RangeError);
    expect(() => rocAucScore([0, 1], [0, 1], { sampleWeights: [1, Number.NaN] })).toThrow('got NaN at row 2');
    expect(() => rocAucScore([0, 1], [0, 1], { multiClass: 'ovr' } as never)).toThrow("unknown option 'multiClass'");
  });
});
