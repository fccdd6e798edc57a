import { RandomStream } from '../../tensor/random.ts';
import { log } from '../../tensor/scalar-math.ts';
import type { Direction, Trial } from '../trial.ts';

/** How much the mean of the objectives counts beside the worst: that of the paper. */
const share = 0.05;

/**
 * One number for each trial, lower being better; undefined where no trial has any.
 *
 * Of one objective: the value of a complete trial, the last report of one that was pruned, and of one that failed, ran out of time or was pruned
 * before it said anything, the worst of the others: such places are to be kept away from, but not more than from bad ones.
 *
 * Of several, each brought to [0, 1] by the least and greatest seen (f), the augmented Tchebycheff norm with weights w drawn evenly from those
 * whose sum is 1, anew for each trial number, so that one trial after the other looks at another part of the front:
 *
 *     max wᵢfᵢ + 0.05 Σ wᵢfᵢ
 *
 * Pruned trials count as failed there.
 *
 * @see J. Knowles, ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization problems, IEEE
 *   Transactions on Evolutionary Computation 10, 2006. https://doi.org/10.1109/TEVC.2005.851274
 */
export function lossesOfTrials(
  trials: readonly Trial[],
  directions: readonly Direction[],
  seed: number,
  number: number,
): Float64Array | undefined {
  const known = trials.map((trial) => valuesOf(trial, directions));
  const complete = known.filter((values) => values !== undefined);
  if (complete.length === 0) return undefined;
  let losses: (number | undefined)[];
  if (directions.length === 1) losses = known.map((values) => values?.[0]);
  else {
    const weights = drawnWeights(directions.length, seed, number);
    const low = directions.map((_, k) => Math.min(...complete.map((values) => values[k])));
    const high = directions.map((_, k) => Math.max(...complete.map((values) => values[k])));
    losses = known.map((values) => {
      if (!values) return undefined;
      const weighted = values.map((value, k) =>
        high[k] > low[k] ? (weights[k] * (value - low[k])) / (high[k] - low[k]) : 0,
      );
      return Math.max(...weighted) + share * weighted.reduce((sum, one) => sum + one, 0);
    });
  }
  let worst = Number.NEGATIVE_INFINITY;
  for (const loss of losses) if (loss !== undefined) worst = Math.max(worst, loss);
  return Float64Array.from(losses, (loss) => loss ?? worst);
}

function valuesOf(trial: Trial, directions: readonly Direction[]): number[] | undefined {
  const { state, values, reports } = trial;
  const told =
    state === 'complete'
      ? values
      : state === 'pruned' && directions.length === 1 && reports.length > 0
        ? [reports[reports.length - 1].value]
        : undefined;
  if (!told?.every(Number.isFinite)) return undefined;
  return told.map((value, k) => (directions[k] === 'maximize' ? -value : value));
}

/** Evenly from the simplex: shares of exponential numbers. */
function drawnWeights(count: number, seed: number, number: number): number[] {
  const draw = new RandomStream(seed, 'search/bayesian/weights', number);
  const parts = Array.from({ length: count }, () => -log(1 - draw.uniform()));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (sum > 0 ? part / sum : 1 / count));
}
