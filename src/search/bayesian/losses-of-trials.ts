import { RandomStream } from '../../tensor/random.ts';
import { log } from '../../tensor/scalar-math.ts';
import { endOf, oncePerParameters, reachOf, worthAt } from '../reach.ts';
import type { Direction, Trial } from '../trial.ts';

/** How much the mean of the objectives counts beside the worst: that of the paper. */
const share = 0.05;

/** So many trials must have come to a step before it is the one that all are brought to. */
const leastThere = 3;

/** What a model learns from: trials, and a number for each, lower being better. */
export interface TrialLosses {
  readonly trials: readonly Trial[];
  readonly losses: Float64Array;
}

/**
 * One number for each trial, lower being better; undefined where no trial has any. Of trials that take up each other's parameters only the one
 * that went furthest counts.
 *
 * **Of one objective** all are brought to one step, for a loss after one epoch is no loss after fifty: the furthest that at least 3 trials came
 * to, be it their end.
 *
 *     came so far        what it was worth there: its value, or its first report at that step or beyond it
 *     pruned before, at s    its last report + median over the others of (worth there − worth at s), but not better than the best of them
 *     failed, ran out of time, or pruned before it said anything      the worst of all
 *
 * So places where trials were stopped are known to be bad, by how much they were behind, and are not taken for good ones where early reports look better
 * than later ones. Optuna's GPSampler and BoTorchSampler leave pruned trials out, and BOHB those of all budgets but one, the largest with enough trials:
 * such a model proposes what was stopped again and again, the more of it the better the pruner. Last reports as they are bring as many
 * levels as there are budgets.
 *
 * **Of several objectives**, each brought to [0, 1] by the least and greatest seen (f), it is the augmented Tchebycheff norm with weights w drawn evenly from
 * those whose sum is 1, anew for each trial number, so that one trial after the other looks at another part of the front:
 *
 *     max wᵢfᵢ + 0.05 Σ wᵢfᵢ
 *
 * Pruned trials count as failed there. Failed ones are the worst of all: such places are to be kept away from, but not more than from bad ones.
 *
 * @see J. Knowles, ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization problems, IEEE
 *   Transactions on Evolutionary Computation 10, 2006. https://doi.org/10.1109/TEVC.2005.851274
 * @see S. Falkner, A. Klein, F. Hutter, BOHB: robust and efficient hyperparameter optimization at scale, ICML 2018, section 3.2.
 *   https://arxiv.org/abs/1807.01774
 */
export function lossesOfTrials(
  trials: readonly Trial[],
  directions: readonly Direction[],
  seed: number,
  number: number,
): TrialLosses | undefined {
  const known = directions.length === 1 ? atOneStep(trials, directions[0]) : norms(trials, directions, seed, number);
  let worst = Number.NEGATIVE_INFINITY;
  for (const loss of known.values()) if (!Number.isNaN(loss)) worst = Math.max(worst, loss);
  if (worst === Number.NEGATIVE_INFINITY) return undefined;
  const counted = trials.filter((trial) => known.has(trial));
  const losses = Float64Array.from(counted, (trial) => known.get(trial)!);
  return { trials: counted, losses: losses.map((loss) => (Number.isNaN(loss) ? worst : loss)) };
}

/** NaN of what says nothing; without what another trial with the same parameters says more of. */
function atOneStep(trials: readonly Trial[], direction: Direction): Map<Trial, number> {
  const sign = direction === 'maximize' ? -1 : 1;
  const end = endOf(trials);
  const silent = trials.filter((trial) => reachOf(trial) === undefined);
  const all = trials
    .filter((trial) => reachOf(trial) !== undefined)
    .map((trial) => ({ trial, reach: trial.state === 'complete' ? end : reachOf(trial)! }));
  const told = oncePerParameters(all, trials);
  const reaches = told.map(({ reach }) => reach).sort((a, b) => b - a);
  const step = reaches[Math.min(leastThere, reaches.length) - 1];
  const there = told.filter(({ reach }) => reach >= step).map(({ trial }) => trial);
  let best = Number.POSITIVE_INFINITY;
  for (const trial of there) best = Math.min(best, sign * worthAt(step, trial));
  const gains = new Map<number, number>();
  const gainFrom = (from: number): number => {
    if (!gains.has(from)) {
      const further = there.filter(({ reports }) => reports.length > 0 && reports.at(-1)!.step >= from);
      gains.set(from, medianOf(further.map((trial) => sign * (worthAt(step, trial) - worthAt(from, trial)))));
    }
    return gains.get(from)!;
  };
  const lossOf = ({ trial, reach }: (typeof told)[number]): number =>
    reach >= step ? sign * worthAt(step, trial) : Math.max(best, sign * trial.reports.at(-1)!.value + gainFrom(reach));
  return new Map([
    ...told.map((one) => [one.trial, lossOf(one)] as const),
    ...silent.map((trial) => [trial, Number.NaN] as const),
  ]);
}

/** 0 of none. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[upper];
  return sorted.length === 0 ? 0 : sorted[upper - 1] / 2 + sorted[upper] / 2;
}

/** NaN of what is not complete. */
function norms(
  trials: readonly Trial[],
  directions: readonly Direction[],
  seed: number,
  number: number,
): Map<Trial, number> {
  const costs = trials.map(({ values }) => values?.map((value, k) => (directions[k] === 'maximize' ? -value : value)));
  const told = costs.filter((one) => one !== undefined);
  const weights = drawnWeights(directions.length, seed, number);
  const low = directions.map((_, k) => told.reduce((least, one) => Math.min(least, one[k]), Number.POSITIVE_INFINITY));
  const high = directions.map((_, k) => told.reduce((most, one) => Math.max(most, one[k]), Number.NEGATIVE_INFINITY));
  const norm = (one: readonly number[]): number => {
    const weighted = one.map((value, k) =>
      high[k] > low[k] ? (weights[k] * (value - low[k])) / (high[k] - low[k]) : 0,
    );
    return Math.max(...weighted) + share * weighted.reduce((sum, part) => sum + part, 0);
  };
  return new Map(trials.map((trial, i) => [trial, costs[i] ? norm(costs[i]) : Number.NaN]));
}

/** Evenly from the simplex: shares of exponential numbers. */
function drawnWeights(count: number, seed: number, number: number): number[] {
  const draw = new RandomStream(seed, 'search/bayesian/weights', number);
  const parts = Array.from({ length: count }, () => -log(1 - draw.uniform()));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => (sum > 0 ? part / sum : 1 / count));
}
