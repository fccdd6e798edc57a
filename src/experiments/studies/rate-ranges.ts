import type { RateFindings } from './optimizer-pairs.ts';

/**
 * How much a rule depends on its rate: test accuracy at the best of its rates less that at the worst, by seed. A seed with which one of
 * the rates did not come to its end is left out.
 */
export function rangesBySeed(rates: readonly RateFindings[]): Map<number, number> {
  const seeds = rates[0]?.runs.map(({ seed }) => seed) ?? [];
  return new Map(
    seeds.flatMap((seed) => {
      const accuracies = rates.flatMap(({ runs }) => runs.find((run) => run.seed === seed)?.test?.accuracy ?? []);
      if (accuracies.length < rates.length) return [];
      return [[seed, Math.max(...accuracies) - Math.min(...accuracies)] as const];
    }),
  );
}
