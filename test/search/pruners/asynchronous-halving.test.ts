import { describe, expect, test } from 'vitest';
import { AsynchronousHalving } from '../../../src/search/pruners/asynchronous-halving.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { type Curve, drawnCurves, follow, prunersGolden, trialOf } from '../../helpers/pruned-trials.ts';

const decide = (curve: Curve, earlier: readonly Trial[], options: object = {}, direction: Direction = 'minimize') =>
  follow(new AsynchronousHalving(options), 9, curve, earlier, direction);

describe('AsynchronousHalving', () => {
  const cases = prunersGolden().decisions.filter(({ name }) => name === 'asynchronousHalving');
  test.each(cases)('decides as Optuna does: %j', ({ options, direction, trials }) => {
    const pruner = new AsynchronousHalving(options);
    const earlier: Trial[] = [];
    for (const [number, { reports, state, stopped }] of trials.entries()) {
      expect(follow(pruner, number, reports, earlier, direction)).toEqual({ made: reports.length, stopped });
      earlier.push(trialOf(number, reports, state));
    }
    expect(trials.filter(({ stopped }) => stopped).length).toBeGreaterThan(20);
  });

  test('decides as lists of the rungs say, of trials that may be seen alone', () => {
    const curves = drawnCurves(5, 120, 27);
    const lag = 3;
    const pruner = new AsynchronousHalving({ reductionFactor: 3 });
    /** By rung, who arrived with what. */
    const arrivals: { number: number; value: number }[][] = [[], [], [], []];
    const trials: Trial[] = [];
    let steps = 0;
    for (const [number, curve] of curves.entries()) {
      let ended = 27;
      for (const [k, arrived] of arrivals.entries()) {
        const value = curve[3 ** k - 1][1];
        const values = arrived.filter((one) => one.number < number - lag).map((one) => one.value);
        arrived.push({ number, value });
        values.push(value);
        values.sort((a, b) => a - b);
        if (value > values[Math.max(0, Math.floor(values.length / 3) - 1)]) {
          ended = 3 ** k;
          break;
        }
      }
      const seen = trials.slice(0, Math.max(0, number - lag));
      const { made, stopped } = follow(pruner, number, curve, seen, 'minimize');
      expect(made).toBe(ended);
      trials.push(trialOf(number, curve.slice(0, made), stopped ? 'pruned' : 'complete'));
      steps += made;
    }
    expect(arrivals.map(({ length }) => length)).toEqual([
      120,
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(arrivals[3].length).toBeGreaterThan(4);
    expect(steps).toBeLessThan((120 * 27) / 3);
  });

  test('rungs are at r · η^(s + k), and a trial is judged there alone', () => {
    const curve = Array.from({ length: 40 }, (_, i) => [i + 1, 5] as const);
    const best = trialOf(
      0,
      curve.map(([step]) => [step, 1]),
    );
    expect(decide(curve, [best])).toEqual({ made: 1, stopped: true });
    expect(decide(curve, [best], { minimumBudget: 3 })).toEqual({ made: 3, stopped: true });
    expect(decide(curve, [best], { minimumBudget: 3, earlyStoppingRate: 1 })).toEqual({ made: 12, stopped: true });
    expect(decide(curve, [best], { reductionFactor: 2, earlyStoppingRate: 3 })).toEqual({ made: 8, stopped: true });
    expect(decide(curve, [best], { minimumBudget: 41 })).toEqual({ made: 40, stopped: false });
    const late = curve.filter(([step]) => step >= 5);
    expect(decide(late, [best], { minimumBudget: 3 })).toEqual({ made: 1, stopped: true });
  });

  test('a report beyond several rungs must pass each of them', () => {
    const best = trialOf(0, [
      [1, 9],
      [2, 1],
    ]);
    expect(decide([[2, 5]], [best], { reductionFactor: 2 })).toEqual({ made: 1, stopped: true });
    expect(decide([[1, 5]], [best], { reductionFactor: 2 })).toEqual({ made: 1, stopped: false });
  });

  test('⌊n / η⌋ go on, at least one, and equal ones with them', () => {
    const of = (...values: number[]): Trial[] => values.map((value, i) => trialOf(i, [[1, value]], 'pruned'));
    expect(decide([[1, 5]], []).stopped).toBe(false);
    expect(decide([[1, 5]], of(4)).stopped).toBe(true);
    expect(decide([[1, 4]], of(4)).stopped).toBe(false);
    expect(decide([[1, 5]], of(4, 6, 6, 6, 6, 6)).stopped).toBe(true);
    expect(decide([[1, 5]], of(4, 6, 6, 6, 6, 6, 6)).stopped).toBe(false);
    expect(decide([[1, 5]], of(6, 4, 4, 4, 4, 4, 4), {}, 'maximize').stopped).toBe(false);
    expect(decide([[1, 5]], of(6, 6, 4, 4, 4, 4, 4), {}, 'maximize').stopped).toBe(true);
  });

  test('what is not a number stops at the next rung, and among others does not count', () => {
    const nan = trialOf(0, [[1, Number.NaN]], 'failed');
    expect(decide([[1, 5]], [nan, nan, nan, trialOf(3, [[1, 4]])]).stopped).toBe(true);
    expect(decide([[1, 5]], [nan]).stopped).toBe(false);
    const between = [1, 2, 3, 4].map((step) => [step, step < 2 ? 1 : Number.NaN] as const);
    expect(decide(between, [nan])).toEqual({ made: 4, stopped: true });
  });
});
