/** An objective for tests of searches in worker threads: in steps, each of which takes a time that is drawn anew. */
import type { TrialContext } from '../../src/search/objective.ts';

export interface SearchedPoint {
  readonly x: number;
  readonly kind: 'a' | 'b';
}

export default async function bowl({ x, kind }: SearchedPoint, trial: TrialContext): Promise<number> {
  const value = (x - 0.3) * (x - 0.3) + (kind === 'b' ? 1 : 0);
  for (let step = 1; step <= 3; step++) {
    await new Promise((resolve) => setTimeout(resolve, 4 * Math.random()));
    trial.report(step, value + 1 / step);
    if (trial.shouldStop) break;
  }
  if (trial.number % 7 === 5) throw new RangeError(`trial ${trial.number} cannot be`);
  return value;
}
