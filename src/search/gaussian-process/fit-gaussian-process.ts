import { exp, log } from '../../tensor/scalar-math.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { minimizeInBox } from './lbfgs.ts';
import { negativeLogLikelihood } from './marginal-likelihood.ts';
import { groupCount, type Points } from './points.ts';
import { someRows } from './some-rows.ts';

/** What is believed of the logarithm of a parameter before anything is seen: normal, within bounds. */
interface Prior {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** Points that the parameters are found with, at most. */
const mostPoints = 100;
/** Evaluations of the likelihood on the way down, at most. */
const evaluations = 40;
/** Where it may start: length scales as many times those that are expected. */
const starts = [1, 0.4, 2.5];

/**
 * A Gaussian process whose parameters are the most probable ones, given the targets and log-normal priors.
 *
 *     maximise  ln p(y | θ) + Σ ln N(θᵢ; mᵢ, sᵢ²)      θ = [ln ℓ_g …, ln σ², ln τ²]
 *     ln ℓ_g ~ N(ln ½ + ½ ln G, 1)      ln σ² ~ N(0, 1)      ln τ² ~ N(ln 10⁻⁴, 3²)
 *
 * for coordinates that span about 1 and targets of variance about 1. Ten points say little about ten length scales, and the most
 * likely ones are then as often 0 or infinite as not: the priors keep the fit sane until the points outweigh them. That length
 * scales grow with the root of their number keeps points of a larger cube as related as those of a smaller one. The densities are
 * those of the logarithms.
 *
 * L-BFGS starts at the means of the priors, or with 0.4 or 2.5 times their length scales, whichever is most probable, and asks for the likelihood 40
 * times at most. Above 100 points θ is found with 100 of them: the 50 of the lowest targets, and 50 spread evenly over the others.
 *
 * @see C. Hvarfner, E. O. Hellsten, L. Nardi, Vanilla Bayesian optimization performs great in high dimensions, ICML 2024.
 *   https://arxiv.org/abs/2402.02229
 */
export function fitGaussianProcess(points: Points, targets: ArrayLike<number>): GaussianProcess {
  const groups = groupCount(points);
  const priors = priorsOf(groups);
  const { points: chosen, targets: chosenTargets } = fewer(points, targets);
  const likelihood = negativeLogLikelihood(chosen, chosenTargets);
  const objective = (theta: Float64Array, gradient: Float64Array): number => {
    let value = likelihood(theta, gradient);
    for (let i = 0; i < priors.length; i++) {
      const { mean, deviation } = priors[i];
      const z = (theta[i] - mean) / deviation;
      value += 0.5 * z * z;
      gradient[i] += z / deviation;
    }
    return value;
  };
  const lower = priors.map(({ low }) => low);
  const upper = priors.map(({ high }) => high);
  const unused = new Float64Array(priors.length);
  let start = new Float64Array();
  let least = Number.POSITIVE_INFINITY;
  for (const factor of starts) {
    const theta = Float64Array.from(priors, ({ mean }, i) => (i < groups ? mean + log(factor) : mean));
    const value = objective(theta, unused);
    if (value < least || start.length === 0) [start, least] = [theta, value];
  }
  const found = minimizeInBox(objective, start, { lower, upper, evaluations, tolerance: 0.01 });
  const theta = found.x.map(exp);
  return GaussianProcess.at(points, targets, {
    lengthScales: theta.slice(0, groups),
    signal: theta[groups],
    noise: theta[groups + 1],
  });
}

function priorsOf(groups: number): Prior[] {
  const lengthScale = { mean: log(0.5) + 0.5 * log(groups), deviation: 1, low: log(0.01), high: log(100) };
  return [
    ...Array.from({ length: groups }, () => lengthScale),
    { mean: 0, deviation: 1, low: log(0.01), high: log(100) },
    { mean: log(1e-4), deviation: 3, low: log(1e-8), high: log(10) },
  ];
}

function fewer(points: Points, targets: ArrayLike<number>): { points: Points; targets: ArrayLike<number> } {
  if (points.count <= mostPoints) return { points, targets };
  const chosen = someRows(targets, mostPoints);
  const { width } = points;
  const rows = new Float64Array(chosen.length * width);
  chosen.forEach((from, to) => {
    rows.set(points.rows.subarray(from * width, (from + 1) * width), to * width);
  });
  return { points: { ...points, count: chosen.length, rows }, targets: chosen.map((i) => targets[i]) };
}
