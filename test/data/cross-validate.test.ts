import { describe, expect, it } from 'vitest';
import { crossValidate, DataError, kFold, type NumberedFold } from '../../src/index.ts';
import { rejectionOf } from '../helpers/errors.ts';

const folds = kFold(20, { folds: 4, seed: 1 });

describe('crossValidate', () => {
  it('evaluates one fold after the other and sums up', async () => {
    const seen: NumberedFold[] = [];
    let open = 0;
    const figures = await crossValidate(folds, async (fold) => {
      expect(++open).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open--;
      seen.push(fold);
      return { accuracy: [0.5, 0.75, 0.5, 0.25][fold.fold], loss: fold.test.length };
    });
    expect(seen).toEqual(folds.map((fold, i) => ({ ...fold, fold: i })));
    expect(figures).toEqual({
      accuracy: { values: [0.5, 0.75, 0.5, 0.25], mean: 0.5, standardDeviation: Math.sqrt(0.125 / 3) },
      loss: { values: [5, 5, 5, 5], mean: 5, standardDeviation: 0 },
    });
  });

  it('takes functions that do not wait, and a single fold', async () => {
    const [fold] = folds;
    expect(await crossValidate([fold], ({ train }) => ({ rows: train.length }))).toEqual({
      rows: { values: [15], mean: 15, standardDeviation: undefined },
    });
  });

  it('says how far it is, and stops when told to', async () => {
    const reports: unknown[] = [];
    const controller = new AbortController();
    const error = await rejectionOf(
      crossValidate(folds, ({ fold }) => ({ fold }), {
        signal: controller.signal,
        onProgress: (progress) => {
          reports.push(progress);
          if (progress.fold === 1) controller.abort();
        },
      }),
    );
    expect(error).toBe(controller.signal.reason);
    expect(reports).toEqual([
      { fold: 0, folds: 4, values: { fold: 0 } },
      { fold: 1, folds: 4, values: { fold: 1 } },
    ]);
  });

  it('passes on what evaluate throws', async () => {
    const thrown = new Error('no');
    expect(await rejectionOf(crossValidate(folds, () => Promise.reject(thrown)))).toBe(thrown);
  });

  it('refuses figures that cannot be summed up', async () => {
    const refusal = (evaluate: (fold: NumberedFold) => unknown) =>
      rejectionOf(crossValidate(folds, evaluate as never, {}));
    expect((await refusal(() => 0.9)).message).toBe(
      'crossValidate: fold 1: evaluate must give figures by name, such as { accuracy: 0.9 }, got 0.9',
    );
    expect((await refusal(() => ({ accuracy: '0.9' }))).message).toMatch(/accuracy must be a number, got "0.9"/);
    const infinite = await refusal(({ fold }) => ({ loss: fold === 2 ? Number.NaN : 1 }));
    expect(infinite).toBeInstanceOf(DataError);
    expect(infinite.message).toBe('crossValidate: fold 3: loss must be finite, got NaN');
    expect((await refusal(({ fold }) => (fold === 0 ? { a: 1 } : { b: 1 }))).message).toMatch(
      /b was not among the figures/,
    );
    expect((await refusal(({ fold }) => (fold === 0 ? { a: 1, b: 2 } : { b: 1 }))).message).toMatch(/a is missing/);
  });

  it('refuses wrong arguments', async () => {
    const evaluate = () => ({ a: 1 });
    const refusal = (...args: unknown[]) =>
      rejectionOf((crossValidate as (...args: unknown[]) => Promise<unknown>)(...args));
    for (const wrong of [undefined, 5, [], [{ train: [1] }], [[1, 2]]]) {
      expect(await refusal(wrong, evaluate)).toBeInstanceOf(TypeError);
    }
    expect((await refusal(folds, 5)).message).toMatch(/evaluate must be a function, got 5/);
    expect((await refusal(folds, evaluate, { signal: new AbortController() })).message).toMatch(/give its signal/);
    expect((await refusal(folds, evaluate, { onProgress: 1 })).message).toMatch(/onProgress must be a function/);
    expect((await refusal(folds, evaluate, { seed: 1 })).message).toMatch(/unknown option 'seed'/);
  });
});
