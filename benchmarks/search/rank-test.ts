import { normalDistribution } from '../../src/search/tpe/normal-distribution.ts';

/** What the ranks of two samples say. */
export interface RankTest {
  /** P(one < other) + ½ P(one = other): ½ where both are alike. */
  readonly share: number;
  /** Of a difference as large or larger, in either direction, if both samples come from one distribution. */
  readonly p: number;
}

/**
 * The test of Mann and Whitney, two-sided, by the normal approximation with corrections for ties and continuity.
 *
 *     U = Σ [aᵢ < bⱼ] + ½ [aᵢ = bⱼ]        mean mn/2        variance mn/12 · (N + 1 − Σ (t³ − t) / (N(N − 1)))
 *
 * for samples of m and n values, N = m + n, and groups of t equal ones.
 *
 * @see H. B. Mann, D. R. Whitney, On a test of whether one of two random variables is stochastically larger than the other, Annals of
 *   Mathematical Statistics 18, 1947. https://doi.org/10.1214/aoms/1177730491
 */
export function rankTest(one: readonly number[], other: readonly number[]): RankTest {
  let u = 0;
  for (const a of one) for (const b of other) u += a < b ? 1 : a === b ? 0.5 : 0;
  const [pairs, all] = [one.length * other.length, one.length + other.length];
  const counts = new Map<number, number>();
  for (const value of [...one, ...other]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const tied = [...counts.values()].reduce((sum, t) => sum + t * (t * t - 1), 0);
  const deviation = Math.sqrt((pairs / 12) * (all + 1 - tied / (all * (all - 1))));
  const distance = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return { share: u / pairs, p: deviation > 0 ? 2 * normalDistribution(-distance / deviation) : 1 };
}
