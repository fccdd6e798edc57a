import { exp, log } from '../../tensor/scalar-math.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { minimizeInBox } from './lbfgs.ts';
import { negativeLogLikelihood } from './marginal-likelihood.ts';
import { groupCount, type Points } from './points.ts';

/** What is believed of the logarithm of a parameter before anything is seen: normal, within bounds. */
interface Prior {
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** How much work a fit may be, in products: evaluations of the likelihood cost about n³ / 2 each. */
const workOfFit = 1e8;
const mostPoints = 160;

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
 * L-BFGS starts at the means of the priors and at half of their length scales, and the better end is taken. Above 160 points, θ is found
 * with 160 of them: the 80 of lowest targets and 80 spread evenly over the others, by number. Evaluations of the likelihood are
 * limited by a fixed rule of n, at most 100 a start, so that a fit takes some 0.1 s at most.
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
  const n = chosen.count;
  const evaluations = Math.max(8, Math.min(100, Math.floor(workOfFit / (n * n * n + 1))));
  const lower = priors.map(({ low }) => low);
  const upper = priors.map(({ high }) => high);
  const starts = [priors.map(({ mean }) => mean), priors.map(({ mean }, i) => (i < groups ? mean + log(0.5) : mean))];
  const [first, second] = starts.map((start) =>
    minimizeInBox(objective, start, { lower, upper, evaluations, tolerance: 1e-3 }),
  );
  const theta = (second.value < first.value ? second : first).x.map(exp);
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
  const byTarget = Array.from({ length: points.count }, (_, i) => i).sort((a, b) => targets[a] - targets[b] || a - b);
  const half = mostPoints / 2;
  const others = byTarget.slice(half).sort((a, b) => a - b);
  const spread = Array.from({ length: half }, (_, i) => others[Math.floor((i * others.length) / half)]);
  const chosen = [...byTarget.slice(0, half), ...spread].sort((a, b) => a - b);
  const { width } = points;
  const rows = new Float64Array(chosen.length * width);
  chosen.forEach((from, to) => {
    rows.set(points.rows.subarray(from * width, (from + 1) * width), to * width);
  });
  return { points: { ...points, count: chosen.length, rows }, targets: chosen.map((i) => targets[i]) };
}
