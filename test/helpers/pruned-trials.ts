/** Trials for tests of pruners, without objectives: what they report is written down beforehand. */
import { readFileSync } from 'node:fs';
import type { Pruner } from '../../src/search/pruner.ts';
import type { Direction, Trial, TrialReport } from '../../src/search/trial.ts';
import { congruential } from './congruential.ts';

/** What an objective would report: steps and values. */
export type Curve = readonly (readonly [step: number, value: number])[];

/** Decisions of Optuna, and the stages of scikit-learn's halving. */
export interface PrunersGolden {
  readonly decisions: readonly {
    readonly name: string;
    readonly options: object;
    readonly direction: Direction;
    readonly trials: readonly { readonly state: Trial['state']; readonly reports: Curve; readonly stopped: boolean }[];
  }[];
  readonly stages: readonly {
    readonly options: { readonly maximumBudget: number };
    readonly scores: readonly (readonly number[])[];
    readonly rungs: readonly { readonly budget: number; readonly indices: readonly number[] }[];
  }[];
}
export const prunersGolden = (): PrunersGolden =>
  JSON.parse(readFileSync(new URL('../golden/pruners.json', import.meta.url), 'utf8'));

/** A trial that is over; complete with its last value, unless said otherwise. */
export function trialOf(number: number, curve: Curve, state: Trial['state'] = 'complete', more: object = {}): Trial {
  const reports = curve.map(([step, value]) => ({ step, value }));
  const values = state === 'complete' ? { values: [reports.at(-1)?.value ?? 0] } : {};
  return { number, parameters: {}, state, ...values, reports, seconds: 0, ...more };
}

/** How many of its reports a trial makes, and whether it is then stopped. */
export function follow(
  pruner: Pruner,
  number: number,
  curve: Curve,
  earlier: readonly Trial[],
  direction: Direction,
): { readonly made: number; readonly stopped: boolean } {
  const reports: TrialReport[] = [];
  const standing = pruner.standing!({ number, earlier, direction });
  for (const [step, value] of curve) {
    reports.push({ step, value });
    if (pruner.stops!({ number, step, value, reports, standing, direction })) {
      return { made: reports.length, stopped: true };
    }
  }
  return { made: reports.length, stopped: false };
}

/** Noisy curves that fall, of values that are multiples of 1/8. */
export function drawnCurves(seed: number, count: number, longest: number): Curve[] {
  const draw = congruential(seed);
  return Array.from({ length: count }, () => {
    const [end, rate] = [2 + draw() * 4, 0.3 + draw() / 2];
    return Array.from({ length: longest }, (_, i) => {
      const value = end + 8 * Math.exp(-rate * (i + 1)) + draw();
      return [i + 1, Math.round(value * 8) / 8] as const;
    });
  });
}
