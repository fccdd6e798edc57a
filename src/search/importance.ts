import { DataError } from '../errors.ts';
import { Embedding } from './bayesian/embedding.ts';
import { lossesOfTrials } from './bayesian/losses-of-trials.ts';
import { targetsOfLosses } from './bayesian/targets-of-losses.ts';
import { fitGaussianProcess } from './gaussian-process/fit-gaussian-process.ts';
import { someRows } from './gaussian-process/some-rows.ts';
import { SobolPoints } from './sobol.ts';
import type { Space } from './space/space.ts';
import type { Direction, Trial } from './trial.ts';

/** How much a parameter matters. */
export interface ParameterImportance {
  readonly name: string;
  /** From 0; 1 where all that the model varies by hangs on it. */
  readonly share: number;
}

/** Points at which the model is asked, and trials that it is made of at most. */
const places = 512;
const mostTrials = 400;
/** With fewer a model would say nothing. */
const leastTrials = 5;

/**
 * How much of what the objective varies by, over the whole space, hangs on each parameter: total Sobol indices of a model of it, the most
 * important first.
 *
 *     f     predicted mean of a Gaussian process, fitted to the trials as `BayesianSampler` does it
 *     a, b  512 pairs of points of a Sobol sequence; aᵢ is a with parameter i of b
 *     share of i = mean of (f(a) − f(aᵢ))² / 2, over the variance of f
 *
 * It is the part of the variance that would remain if all other parameters were known, so parameters that act together each count for what
 * they do together, and the sum may exceed 1. It says something of the model: of few trials, or of trials in one corner, no more than that.
 *
 * @see M. J. W. Jansen, Analysis of variance designs for model output, Computer Physics Communications 117, 1999.
 *   https://doi.org/10.1016/S0010-4655(98)00154-4
 * @throws DataError for fewer than 5 trials with values; RangeError for a space of more than 50 parameters.
 */
export function parameterImportance(
  space: Space,
  trials: readonly Trial[],
  directions: readonly Direction[],
): ParameterImportance[] {
  const told = lossesOfTrials(
    trials.filter(({ state }) => state === 'complete' || state === 'pruned'),
    directions,
    0,
    0,
  );
  if (!told || told.trials.length < leastTrials) {
    throw new DataError(
      `importance: at least ${leastTrials} trials with values are needed, got ${told?.trials.length ?? 0}`,
    );
  }
  const { losses } = told;
  const embedding = new Embedding(space);
  const chosen = someRows(losses, mostTrials);
  const points = embedding.points(chosen.map((i) => space.units(told.trials[i].parameters)));
  const model = fitGaussianProcess(points, targetsOfLosses(chosen.map((i) => losses[i])));
  const predicted = (units: Float64Array): number => model.predict(embedding.place(space.units(space.at(units)))).mean;

  const { length } = space.entries;
  const sobol = new SobolPoints(2 * length, { seed: 0 });
  const pairs = Array.from({ length: places }, (_, i) => sobol.at(i));
  const own = pairs.map((pair) => predicted(pair.subarray(0, length)));
  const mean = own.reduce((sum, value) => sum + value, 0) / places;
  const variance = own.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / places;
  const shares = space.entries.map(({ name }, i) => {
    let sum = 0;
    for (const [k, pair] of pairs.entries()) {
      const changed = pair.slice(0, length);
      changed[i] = pair[length + i];
      const difference = own[k] - predicted(changed);
      sum += difference * difference;
    }
    return { name, share: variance > 0 ? sum / (2 * places) / variance : 0 };
  });
  return shares.sort((a, b) => b.share - a.share);
}
