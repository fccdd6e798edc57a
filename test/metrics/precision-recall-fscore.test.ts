import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { accuracyScore, type ClassScores, confusionMatrix, precisionRecallFscore } from '../../src/metrics/index.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

/** A handful of roundings: scikit-learn sums in another order and takes F from precision and recall. */
const tolerance = 1e-14;

function expectScores(actual: ClassScores, expected: ClassScores, what: string): void {
  for (const name of ['precision', 'recall', 'fscore'] as const) {
    expect(Math.abs(actual[name] - expected[name]), `${what} ${name}: ${actual[name]}`).toBeLessThanOrEqual(tolerance);
  }
}

describe('precisionRecallFscore', () => {
  for (const one of golden.classes) {
    test(`equals scikit-learn: ${one.name}`, () => {
      const { labels, beta, sampleWeights, perClass, averages } = one;
      const zeroDivision = one.zeroDivision as 0 | 1;
      const scores = precisionRecallFscore<string | number>(one.true, one.predicted, {
        ...(labels ? { labels } : {}),
        ...(sampleWeights ? { sampleWeights } : {}),
        beta,
        zeroDivision,
      });
      expect(scores.support.length).toBe(perClass.support.length);
      for (let c = 0; c < perClass.support.length; c++) {
        const [precision, recall, fscore] = [scores.precision[c], scores.recall[c], scores.fscore[c]];
        const expected = { precision: perClass.precision[c], recall: perClass.recall[c], fscore: perClass.fscore[c] };
        expectScores({ precision, recall, fscore }, expected, `class ${scores.labels[c]}`);
        expect(Math.abs(scores.support[c] - perClass.support[c])).toBeLessThanOrEqual(1e-12 * perClass.support[c]);
      }
      for (const average of ['micro', 'macro', 'weighted'] as const) {
        expectScores(scores[average], averages[average], average);
      }
      expect(scores).toMatchObject({ beta, zeroDivision });
      if (labels) expect(scores.labels).toEqual(labels);
    });
  }

  test('is what its definition says, for a case worked by hand', () => {
    //            predicted  ant bird cat dog
    // true ant (2)            2    0   0   0
    //      bird (2)           0    1   1   0
    //      cat (4)            1    0   2   1
    const yTrue = ['cat', 'ant', 'cat', 'cat', 'ant', 'bird', 'bird', 'cat'];
    const yPred = ['ant', 'ant', 'cat', 'cat', 'ant', 'cat', 'bird', 'dog'];
    const scores = precisionRecallFscore(yTrue, yPred);
    expect(scores.labels).toEqual(['ant', 'bird', 'cat', 'dog']);
    expect(scores.precision).toEqual([2 / 3, 1, 2 / 3, 0]);
    expect(scores.recall).toEqual([1, 0.5, 0.5, 0]);
    expect(scores.fscore).toEqual([4 / 5, 2 / 3, 4 / 7, 0]);
    expect(scores.support).toEqual([2, 2, 4, 0]);
    expect(scores.micro).toEqual({ precision: 5 / 8, recall: 5 / 8, fscore: 5 / 8 });
    expect(scores.weighted.recall).toBe(5 / 8);
    expect(scores).toMatchObject({ beta: 1, zeroDivision: 0, neverPredicted: [], withoutSupport: ['dog'] });
  });

  test('names the classes whose scores are zeroDivision', () => {
    const scores = precisionRecallFscore([0, 0, 1, 1], [0, 0, 0, 2], { labels: [0, 1, 2, 3], zeroDivision: 1 });
    expect(scores.neverPredicted).toEqual([1, 3]);
    expect(scores.withoutSupport).toEqual([2, 3]);
    expect(scores.precision).toEqual([2 / 3, 1, 0, 1]);
    expect(scores.recall).toEqual([1, 0, 1, 1]);
    expect(scores.fscore).toEqual([4 / 5, 0, 0, 1]); // 0 / 0 only for class 3
    expect(scores.macro.precision).toBe((2 / 3 + 1 + 0 + 1) / 4);
  });

  test('is the precision at beta 0 and the recall at infinity', () => {
    const yTrue = [0, 0, 1, 1, 1, 2];
    const yPred = [0, 1, 1, 1, 0, 1];
    for (const zeroDivision of [0, 1] as const) {
      const atZero = precisionRecallFscore(yTrue, yPred, { beta: 0, zeroDivision });
      expect(atZero.fscore).toEqual(atZero.precision);
      const atInfinity = precisionRecallFscore(yTrue, yPred, { beta: Number.POSITIVE_INFINITY, zeroDivision });
      expect(atInfinity.fscore).toEqual(atInfinity.recall);
      for (const beta of [1e200, Number.MAX_VALUE]) {
        expect(precisionRecallFscore(yTrue, yPred, { beta, zeroDivision }).fscore).toEqual(atInfinity.recall);
      }
    }
  });

  const labels = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 60 });
  const split = (pairs: readonly (readonly [number, number])[]) => [pairs.map(([t]) => t), pairs.map(([, p]) => p)];

  test('follows from the confusion matrix', () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const [yTrue, yPred] = split(pairs);
        const matrix = confusionMatrix(yTrue, yPred);
        const scores = precisionRecallFscore(yTrue, yPred);
        matrix.forEach((row, c) => {
          const support = row.reduce((sum, count) => sum + count, 0);
          const predicted = matrix.reduce((sum, other) => sum + other[c], 0);
          expect(scores.support[c]).toBe(support);
          expect(scores.precision[c]).toBe(predicted === 0 ? 0 : row[c] / predicted);
          expect(scores.recall[c]).toBe(support === 0 ? 0 : row[c] / support);
          const harmonic = row[c] === 0 ? 0 : 2 / (1 / scores.precision[c] + 1 / scores.recall[c]);
          expect(Math.abs(scores.fscore[c] - harmonic)).toBeLessThanOrEqual(tolerance);
        });
        const accuracy = accuracyScore(yTrue, yPred);
        expect(scores.micro).toEqual({ precision: accuracy, recall: accuracy, fscore: accuracy });
        expect(Math.abs(scores.weighted.recall - accuracy)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('counts a sample of weight 3 as three', () => {
    fc.assert(
      fc.property(labels, fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }), (pairs, weights) => {
        const sampleWeights = pairs.map((_, s) => (s === 0 ? 1 : weights[s]));
        const repeated = pairs.flatMap((pair, s) => new Array<typeof pair>(sampleWeights[s]).fill(pair));
        const [yTrue, yPred] = split(pairs);
        const all = { labels: [0, 1, 2, 3, 4] };
        const weighted = precisionRecallFscore(yTrue, yPred, { ...all, sampleWeights });
        const [repeatedTrue, repeatedPred] = split(repeated);
        expect(weighted).toEqual(precisionRecallFscore(repeatedTrue, repeatedPred, all));
        expect(accuracyScore(yTrue, yPred, { sampleWeights })).toBe(accuracyScore(repeatedTrue, repeatedPred));
        expect(confusionMatrix(yTrue, yPred, { ...all, sampleWeights })).toEqual(
          confusionMatrix(repeatedTrue, repeatedPred, all),
        );
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('does not depend on the order of samples or the names of classes', () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const [yTrue, yPred] = split(pairs);
        const scores = precisionRecallFscore(yTrue, yPred);
        const {
          labels: _,
          neverPredicted,
          withoutSupport,
          ...numbers
        } = precisionRecallFscore(
          yTrue.toReversed().map((label) => 'vwxyz'[label]),
          yPred.toReversed().map((label) => 'vwxyz'[label]),
        );
        expect(scores).toMatchObject(numbers);
        expect(neverPredicted).toEqual(scores.neverPredicted.map((label) => 'vwxyz'[label]));
        expect(withoutSupport).toEqual(scores.withoutSupport.map((label) => 'vwxyz'[label]));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('refuses what cannot be scored', () => {
    const error = thrownBy(() => precisionRecallFscore([1, 2, 3], [1, 2]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('precisionRecallFscore: yTrue and yPred must have one length, got 3 and 2');
    expect(() => precisionRecallFscore([], [])).toThrow('precisionRecallFscore: no samples');
    expect(() => precisionRecallFscore([], [], { labels: [1] })).toThrow('precisionRecallFscore: no samples');
    expect(() => precisionRecallFscore([1], [1], { labels: [] })).toThrow('labels is empty');
    expect(() => precisionRecallFscore([1], [1], { labels: [1, 1] })).toThrow('label 1 is given twice');
    const none = thrownBy(() => precisionRecallFscore(['a'], ['b'], { labels: ['A', 'B'] }));
    expect(none).toBeInstanceOf(DataError);
    expect(none.message).toBe('precisionRecallFscore: none of labels ("A", "B") occurs in yTrue or yPred');
    for (const beta of [-1, Number.NaN]) {
      expect(() => precisionRecallFscore([1], [1], { beta })).toThrow(RangeError);
    }
    expect(() => precisionRecallFscore([1], [1], { beta: '2' as never })).toThrow('beta must be a number, got "2"');
    expect(() => precisionRecallFscore([1], [1], { zeroDivision: 0.5 as never })).toThrow('must be 0 or 1, got 0.5');
    expect(() => precisionRecallFscore([1], [1], { average: 'macro' } as never)).toThrow("unknown option 'average'");
    expect(thrownBy(() => precisionRecallFscore([1, Number.NaN], [1, 2]))).toMatchObject({ name: 'DataError', row: 2 });
  });
});
