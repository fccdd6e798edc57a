/**
 * The objective of the study that is killed: in steps, each of which takes a time that is drawn anew, so that no two runs are alike. LONGEST_STEP
 * says how many milliseconds at most.
 */
import type { TrialContext } from '../../src/search/objective.ts';

export interface KilledPoint {
  readonly x: number;
  readonly y: number;
  readonly kind: 'a' | 'b';
}

const longest = Number(process.env.LONGEST_STEP ?? 0);

export default async function killed({ x, y, kind }: KilledPoint, trial: TrialContext): Promise<number> {
  const value = (x - 0.3) ** 2 + 10 * (y - x * x) ** 2 + (kind === 'b' ? 0.5 : 0);
  for (let step = 1; step <= 9; step++) {
    await new Promise((resolve) => setTimeout(resolve, longest * Math.random()));
    trial.report(step, value + (1 + Math.abs(x)) / step);
    if (trial.shouldStop) break;
  }
  if (trial.number % 11 === 7) throw new RangeError(`trial ${trial.number} cannot be`);
  return value;
}
