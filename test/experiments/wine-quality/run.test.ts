import { describe, expect, test } from 'vitest';
import { quadraticKappa } from '../../../src/experiments/wine-quality/quadratic-kappa.ts';
import {
  figuresOf,
  planWine,
  rareGrades,
  trainWine,
  type WinePlace,
  wineKey,
} from '../../../src/experiments/wine-quality/run.ts';
import { wineParts } from '../../../src/experiments/wine-quality/wine-parts.ts';
import { fakeWines } from '../../helpers/fake-wines.ts';

const settings = { seeds: [1], epochs: 20, batchSize: 32 };
const context = { signal: new AbortController().signal, onProgress: () => {} };
const place: WinePlace = { colour: 'red', task: 'classification', weights: 'none', split: 'plain', seed: 1 };
const train = (changes: Partial<WinePlace>) => trainWine(fakeWines, { ...place, ...changes }, settings, context);

test('quadratic kappa as scikit-learn 1.2.1 has it, told of all grades between the lowest and the highest', () => {
  expect(quadraticKappa([3, 5, 5, 6, 7, 6, 5, 8], [5, 5, 6, 6, 6, 6, 5, 6])).toBeCloseTo(0.43661971830985913, 14);
  expect(quadraticKappa([0, 2, 4, 4], [4, 2, 0, 0])).toBeCloseTo(-0.8461538461538463, 14);
  expect(quadraticKappa([5, 6, 7], [5, 6, 7])).toBe(1);
  expect(quadraticKappa([5, 5], [5, 5])).toBe(0);
});

test('figures, as counted by hand', () => {
  expect(figuresOf([5, 5, 6, 8], [5, 6, 6, 8], [8])).toMatchObject({
    accuracy: 3 / 4,
    macroF1: (2 / 3 + 2 / 3 + 1) / 3,
    error: 1 / 4,
    rareRecall: 1,
  });
  expect(figuresOf([5, 6], [5, 5], [8]).rareRecall).toBe(0);
});

test('rare grades are those of less than a twentieth of the wines', () => {
  expect(rareGrades({ y: [...Array(38).fill(0), 1, 2, 2], classes: [5, 6, 7] })).toEqual([6, 7]);
  expect(rareGrades({ y: [...Array(38).fill(0), 1, 1], classes: [5, 6] })).toEqual([]);
});

describe('trainWine', () => {
  test('both tasks learn the grades, with and without weights, to the same bits again', async () => {
    for (const task of ['classification', 'regression'] as const) {
      const [plain, again, balanced] = [
        await train({ task }),
        await train({ task }),
        await train({ task, weights: 'balanced' }),
      ];
      expect({ ...again, seconds: 0 }).toEqual({ ...plain, seconds: 0 });
      expect(balanced!.fingerprint).not.toBe(plain!.fingerprint);
      expect(plain!.test.accuracy).toBeGreaterThan(0.8);
      expect(plain!.confusion.flat().reduce((sum, count) => sum + count)).toBe(plain!.rows.test);
      expect(plain!.accuracyAsTrained).toBe(undefined);
    }
  });

  test('the mistake is one of labels: the network is as good as the other', async () => {
    const run = await train({ task: 'mistaken' });
    expect(run!.accuracyAsTrained).toBeGreaterThan(0.8);
    expect(run!.test.accuracy).toBeLessThan(0.2);
    expect([run!.confusion, run!.bestEpoch]).toEqual([[], settings.epochs]);
    expect(run!.validationLoss.at(-1)).toBeGreaterThan(run!.validationLoss[0]);
  });

  test('grouped splits have no wine on both sides', () => {
    const seen = (split: 'plain' | 'grouped'): number => {
      const { train, test } = wineParts(fakeWines, split, 1);
      const rows = ({ x }: typeof train): string[] =>
        Array.from({ length: x.shape[0] }, (_, i) => x.data.subarray(i * x.shape[1], (i + 1) * x.shape[1]).join());
      const trained = new Set(rows(train));
      return rows(test).filter((row) => trained.has(row)).length;
    };
    expect(seen('plain')).toBeGreaterThan(0);
    expect(seen('grouped')).toBe(0);
  });

  test('ended by its signal, it has no result', async () => {
    expect(await trainWine(fakeWines, place, settings, { ...context, signal: AbortSignal.abort() })).toBe(undefined);
  });

  test('eighteen runs a seed, each with a key of its own', () => {
    const plan = planWine({ ...settings, seeds: [3, 4] });
    expect(new Set(plan.map(wineKey)).size).toBe(36);
  });
});
