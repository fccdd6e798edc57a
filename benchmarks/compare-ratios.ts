import { PartError } from './part-process.ts';
import type { Report } from './report.ts';

/**
 * Below this fraction of what is committed something has become slow. Only ratios within one run are compared, such as those to
 * the strict roofline, never times: another machine has other times but nearly the same ratios, and a busy one does not halve
 * them three times over.
 */
export const leastFraction = 0.5;
/** Runs at most, of which the best counts. */
export const mostRuns = 3;

export interface ComparedRatio {
  readonly name: string;
  readonly committed: number;
  /** The best of the runs. */
  readonly measured: number;
}

/**
 * Runs the quick form of a part until no ratio is below half of what is committed, at most three times, and keeps the best of
 * each.
 *
 * @param run a quick run of the part, of which it is told the number, from 0.
 * @returns the ratios that the quick form has, worst first; none if it skips the part.
 * @throws PartError for a ratio that is not among the committed ones, and if there is none to compare.
 */
export async function compareRatios(
  name: string,
  committed: Readonly<Record<string, number>>,
  run: (turn: number) => Promise<Report>,
): Promise<readonly ComparedRatio[]> {
  const best = new Map<string, number>();
  const compared = (): ComparedRatio[] =>
    [...best]
      .map(([name, measured]) => ({ name, measured, committed: committed[name] }))
      .sort((a, b) => fractionOf(a) - fractionOf(b));
  for (let turn = 0; turn < mostRuns && (turn === 0 || compared().some(isSlow)); turn++) {
    const { ratios, skipped } = await run(turn);
    if (skipped) return [];
    requireCommitted(name, Object.keys(ratios), committed);
    for (const [ratio, measured] of Object.entries(ratios)) {
      best.set(ratio, Math.max(measured, best.get(ratio) ?? Number.NEGATIVE_INFINITY));
    }
  }
  return compared();
}

function requireCommitted(name: string, ratios: readonly string[], committed: Readonly<Record<string, number>>): void {
  const missing = ratios.filter((ratio) => committed[ratio] === undefined);
  if (missing.length === 0 && ratios.length > 0) return;
  const what =
    ratios.length === 0 ? 'the quick form has no ratios' : `there are no committed ratios of ${missing.join('; ')}`;
  throw new PartError(`${name}: ${what}; measure anew with npm run bench -- ${name} and commit benchmarks/results`);
}

/** Of what is committed; below any limit if it is no number. */
export function fractionOf({ measured, committed }: ComparedRatio): number {
  const fraction = measured / committed;
  return Number.isNaN(fraction) ? 0 : fraction;
}

export function isSlow(ratio: ComparedRatio): boolean {
  return fractionOf(ratio) < leastFraction;
}
