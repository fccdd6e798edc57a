import { describe, expect, test } from 'vitest';
import type { Judgement } from '../../../src/search/pruner.ts';
import { MedianPruner } from '../../../src/search/pruners/median-pruner.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { type Curve, drawnCurves, follow, prunersGolden, trialOf } from '../../helpers/pruned-trials.ts';

const judge = (pruner: MedianPruner, curve: Curve, earlier: readonly Trial[], direction: Direction = 'minimize') => {
  const [step, value] = curve.at(-1)!;
  const reports = trialOf(9, curve).reports;
  const standing = pruner.standing({ number: 9, earlier, direction });
  return pruner.stops({ number: 9, step, value, reports, standing, direction } satisfies Judgement);
};
const complete = (...values: number[]): Trial[] => values.map((value, i) => trialOf(i, [[3, value]]));

describe('MedianPruner', () => {
  const cases = prunersGolden().decisions.filter(({ name }) => name === 'median');
  test.each(cases)('decides as Optuna does: %j', ({ options, direction, trials }) => {
    const pruner = new MedianPruner(options);
    const earlier: Trial[] = [];
    for (const [number, { reports, state, stopped }] of trials.entries()) {
      expect(follow(pruner, number, reports, earlier, direction)).toEqual({ made: reports.length, stopped });
      earlier.push(trialOf(number, reports, state));
    }
    expect(trials.filter(({ stopped }) => stopped).length).toBeGreaterThan(20);
  });

  test('decides as a sorted list of the others says, of trials that may be seen alone', () => {
    const curves = drawnCurves(3, 60, 10);
    const lag = 3;
    const pruner = new MedianPruner({ startupTrials: 4 });
    const trials: Trial[] = [];
    let stoppedTrials = 0;
    for (const [number, curve] of curves.entries()) {
      const seen = trials.slice(0, Math.max(0, number - lag));
      const whole = seen.filter(({ state }) => state === 'complete');
      const worse = curve.findIndex((_, i) => {
        const others = whole.map(({ reports }) => reports[i].value).sort((a, b) => a - b);
        const n = others.length;
        const middle = n % 2 ? others[(n - 1) / 2] : (others[n / 2 - 1] + others[n / 2]) / 2;
        return n >= 4 && Math.min(...curve.slice(0, i + 1).map(([, value]) => value)) > middle;
      });
      const { made, stopped } = follow(pruner, number, curve, seen, 'minimize');
      expect([made, stopped]).toEqual(worse < 0 ? [10, false] : [worse + 1, true]);
      if (stopped) stoppedTrials++;
      trials.push(trialOf(number, curve.slice(0, made), stopped ? 'pruned' : 'complete'));
    }
    expect(stoppedTrials).toBeGreaterThan(20);
    expect(stoppedTrials).toBeLessThan(55);
  });

  test('maximizing is minimizing of the negative', () => {
    const negative = (curve: Curve): Curve => curve.map(([step, value]) => [step, -value]);
    const curves = drawnCurves(4, 12, 6);
    const pruner = new MedianPruner({ startupTrials: 1 });
    const up = curves.slice(0, 6).map((curve, i) => trialOf(i, negative(curve)));
    const down = curves.slice(0, 6).map((curve, i) => trialOf(i, curve));
    for (const curve of curves.slice(6)) {
      expect(follow(pruner, 9, negative(curve), up, 'maximize')).toEqual(follow(pruner, 9, curve, down, 'minimize'));
    }
  });

  test('the best report counts, and equal to the median goes on', () => {
    const pruner = new MedianPruner({ startupTrials: 0 });
    expect(judge(pruner, [[3, 2]], complete(1, 3))).toBe(false);
    expect(judge(pruner, [[3, 2.125]], complete(1, 3))).toBe(true);
    const recovered = [
      [2, 1.5],
      [3, 9],
    ] as const;
    expect(judge(pruner, recovered, complete(1, 3))).toBe(false);
    expect(judge(pruner, [[3, 1e308]], complete(1.5e308, 1.7e308))).toBe(false);
  });

  test('trials that were stopped or failed do not count, nor do those without a report at the step', () => {
    const pruner = new MedianPruner({ startupTrials: 2, minimumTrials: 2 });
    const others = [trialOf(0, [[3, 1]]), trialOf(1, [[3, 1]], 'pruned'), trialOf(2, [[3, 1]], 'failed')];
    expect(judge(pruner, [[3, 2]], others)).toBe(false);
    const elsewhere = trialOf(3, [
      [2, 1],
      [4, 1],
    ]);
    expect(judge(pruner, [[3, 2]], [...others, elsewhere])).toBe(false);
    expect(judge(pruner, [[3, 2]], [...others, elsewhere, trialOf(4, [[3, 1]])])).toBe(true);
    expect(judge(new MedianPruner({ startupTrials: 0 }), [[3, 2]], [])).toBe(false);
  });

  test('what is not a number is worse than all, and among others does not count', () => {
    const pruner = new MedianPruner({ startupTrials: 1 });
    expect(judge(pruner, [[3, Number.NaN]], complete(1))).toBe(true);
    const recovered = [
      [2, Number.NaN],
      [3, 1],
    ] as const;
    expect(judge(pruner, recovered, complete(1))).toBe(false);
    expect(judge(pruner, [[3, 1]], complete(Number.NaN, 2))).toBe(false);
    expect(judge(pruner, [[3, 1]], complete(Number.NaN))).toBe(false);
    expect(judge(pruner, [[3, Number.POSITIVE_INFINITY]], complete(1))).toBe(true);
  });
});
