import { endOf, oncePerParameters, reachOf, worthAt } from '../reach.ts';
import type { Direction, Trial } from '../trial.ts';

interface Scored {
  readonly trial: Trial;
  /** How far it went: its last report, or Infinity where it is complete. */
  readonly reach: number;
  /** Of each objective; less is better. */
  readonly costs: readonly number[];
}

/**
 * The trials that tell good parameters from bad ones, the best first.
 *
 * - Those that went further come before others, as in Optuna: complete ones, then pruned ones by their last report. Of equal reach, the
 *   better value comes first; of equal values, the earlier trial. Where a schedule ends trials, values are those at its last step, also of
 *   trials that went further, such as one by hand.
 * - Of trials that take up each other's parameters, the one that went furthest counts for all.
 * - With several objectives: those that no other one surpasses in all, then those that only such surpass, and so on (fronts); within
 *   a front by crowding distance, the most alone first. Pruned trials have no values then, and are left out.
 * - Failed and timed-out trials are left out, and pruned ones without a report.
 *
 * @see K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, A fast and elitist multiobjective genetic algorithm: NSGA-II, 2002, for fronts and
 *   crowding. https://doi.org/10.1109/4235.996017
 */
export function rankTrials(trials: readonly Trial[], directions: readonly Direction[]): Trial[] {
  const end = endOf(trials);
  const scored = oncePerParameters(
    trials.flatMap((trial) => scoredOf(trial, directions, end)),
    trials,
  );
  scored.sort((a, b) => {
    if (a.reach !== b.reach) return b.reach - a.reach;
    return directions.length === 1 ? a.costs[0] - b.costs[0] || byNumber(a, b) : byNumber(a, b);
  });
  if (directions.length === 1) return scored.map(({ trial }) => trial);
  const ranked: Trial[] = [];
  for (let start = 0; start < scored.length; ) {
    let end = start;
    while (end < scored.length && scored[end].reach === scored[start].reach) end++;
    ranked.push(...byFronts(scored.slice(start, end)).map(({ trial }) => trial));
    start = end;
  }
  return ranked;
}

function byNumber(a: Scored, b: Scored): number {
  return a.trial.number - b.trial.number;
}

function scoredOf(trial: Trial, directions: readonly Direction[], end: number): Scored[] {
  const cost = (value: number, i: number): number => (directions[i] === 'maximize' ? -value : value);
  if (trial.state === 'complete') {
    const values = directions.length === 1 ? [worthAt(end, trial)] : trial.values!;
    return [{ trial, reach: Number.POSITIVE_INFINITY, costs: values.map(cost) }];
  }
  const reach = reachOf(trial);
  if (reach === undefined || directions.length > 1) return [];
  const { value } = trial.reports.at(-1)!;
  return [{ trial, reach, costs: [Number.isNaN(value) ? Number.POSITIVE_INFINITY : cost(value, 0)] }];
}

function byFronts(scored: readonly Scored[]): Scored[] {
  const ranked: Scored[] = [];
  let rest = scored;
  while (rest.length > 0) {
    const front = rest.filter((one) => !rest.some((other) => surpasses(other, one)));
    ranked.push(...byCrowding(front));
    rest = rest.filter((one) => !front.includes(one));
  }
  return ranked;
}

function surpasses({ costs: a }: Scored, { costs: b }: Scored): boolean {
  return a.every((cost, i) => cost <= b[i]) && a.some((cost, i) => cost < b[i]);
}

/** By the sum, over objectives, of the distance between both neighbours as a share of the range; the ends first. */
function byCrowding(front: readonly Scored[]): Scored[] {
  const distance = new Map<Scored, number>(front.map((one) => [one, 0]));
  for (const i of front[0].costs.keys()) {
    const order = [...front].sort((a, b) => a.costs[i] - b.costs[i] || byNumber(a, b));
    const range = order.at(-1)!.costs[i] - order[0].costs[i];
    if (range === 0) continue;
    for (const [place, one] of order.entries()) {
      const [before, after] = [order[place - 1], order[place + 1]];
      const apart = before && after ? (after.costs[i] - before.costs[i]) / range : Number.POSITIVE_INFINITY;
      distance.set(one, distance.get(one)! + apart);
    }
  }
  return [...front].sort((a, b) => {
    const [apartA, apartB] = [distance.get(a)!, distance.get(b)!];
    return apartA === apartB ? byNumber(a, b) : apartB - apartA;
  });
}
