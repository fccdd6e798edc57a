import type { RandomStream } from '../../tensor/random.ts';
import { normalDensity, normalMass } from './normal-distribution.ts';

/** How values of one parameter are distributed over its interval from 0 to 1. */
export interface ParzenEstimator {
  /** A place drawn from it, in [0, 1). */
  draw(random: RandomStream): number;
  /** How likely the cell of a place is; on a continuous scale, the density there. Always above 0. */
  likelihood(place: number): number;
  /** The same as far as it decides between places: broad parts of a mixture may count for more. */
  score(place: number): number;
}

/** The cell around a place; on a continuous scale, both ends are the place itself. */
export type CellOf = (place: number) => readonly [low: number, high: number];

/** The latest observations count fully. */
const fullyCounted = 25;

/**
 * How much each of n observations counts, the oldest first, as in Optuna: the last 25 all the same, those before them in steps from 1/n
 * up to 1, so that what was seen long ago fades.
 */
export function recencyWeights(n: number): Float64Array {
  const ramp = n - fullyCounted;
  return Float64Array.from({ length: n }, (_, i) => {
    if (i >= ramp) return 1;
    return ramp === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (ramp - 1);
  });
}

/**
 * A mixture of normal distributions around the observations, each cut off at 0 and 1, and of a broad one, the prior, around the middle:
 *
 *     p(u) = Σᵢ wᵢ · φ((u − μᵢ) / σᵢ) / (σᵢ Zᵢ)      Zᵢ = Φ((1 − μᵢ) / σᵢ) − Φ(−μᵢ / σᵢ)
 *
 * σᵢ is the distance from μᵢ to the further one of its two neighbours, the middle being one, too; the outermost have one neighbour. It is
 * at least 1 / min(100, n + 2), n the number of observations, and at most 1, the σ of the prior. wᵢ are `recencyWeights` and the weight of
 * the prior, divided by their sum. Where places have cells, the likelihood of one is the integral of p over it.
 *
 * The score is that of the mixture whose weights are wᵢσᵢ, divided by their sum: close to single observations it trusts the wider
 * surroundings more than p does. Optuna 3.1 compares densities of continuous parameters by it (it leaves the σᵢ in the denominator out);
 * on smooth functions it finds better values than p, and whole numbers are treated alike here.
 *
 * @see J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl, Algorithms for hyper-parameter optimization, NIPS 2011, section 4.1. The lower bound,
 *   the "magic clip" of Hyperopt, the neighbours and the weights are those of Optuna 3, with its defaults.
 */
export class NumberEstimator implements ParzenEstimator {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly weights: Float64Array;
  readonly #cellOf: CellOf | undefined;
  /** wᵢ / Zᵢ. */
  readonly #factors: Float64Array;
  /** wᵢσᵢ / (Zᵢ Σ wσ). */
  readonly #scoreFactors: Float64Array;

  /** @param observations places, the oldest first. */
  constructor(observations: ArrayLike<number>, priorWeight: number, cellOf?: CellOf) {
    const n = observations.length;
    this.means = new Float64Array(n + 1);
    this.means.set(observations);
    this.means[n] = 0.5;
    this.deviations = deviationsOf(this.means);
    this.weights = normalizedWeights(n, priorWeight);
    this.#cellOf = cellOf;
    this.#factors = this.weights.map((weight, i) => {
      const [mean, deviation] = [this.means[i], this.deviations[i]];
      return weight / normalMass(-mean / deviation, (1 - mean) / deviation);
    });
    const width = this.weights.reduce((sum, weight, i) => sum + weight * this.deviations[i], 0);
    this.#scoreFactors = this.#factors.map((factor, i) => (factor * this.deviations[i]) / width);
  }

  draw(random: RandomStream): number {
    const i = drawIndex(this.weights, random);
    // At least a third of each normal distribution lies in the interval: deviations are at most 1, and means are inside.
    for (;;) {
      const place = random.normal(this.means[i], this.deviations[i]);
      if (place >= 0 && place < 1) return place;
    }
  }

  likelihood(place: number): number {
    return this.#mixture(place, this.#factors);
  }

  score(place: number): number {
    return this.#mixture(place, this.#scoreFactors);
  }

  #mixture(place: number, factors: Float64Array): number {
    const { means, deviations } = this;
    let sum = 0;
    if (this.#cellOf === undefined) {
      for (let i = 0; i < means.length; i++) {
        sum += (factors[i] * normalDensity((place - means[i]) / deviations[i])) / deviations[i];
      }
      return sum;
    }
    const [low, high] = this.#cellOf(place);
    for (let i = 0; i < means.length; i++) {
      sum += factors[i] * normalMass((low - means[i]) / deviations[i], (high - means[i]) / deviations[i]);
    }
    return sum;
  }
}

/**
 * Of one of k values without an order: how often each was observed, by weight, and the prior, which is the same for all:
 *
 *     pⱼ = Σᵢ wᵢ · ([observation i is j] + b) / (1 + k b) + w / k      b = prior weight / (n + 1), w = that of the prior in the mixture
 */
export class ChoiceEstimator implements ParzenEstimator {
  readonly probabilities: Float64Array;

  /** @param observations places in cells of the same width, the oldest first. */
  constructor(observations: ArrayLike<number>, priorWeight: number, size: number) {
    const n = observations.length;
    const weights = normalizedWeights(n, priorWeight);
    const share = priorWeight / (n + 1);
    this.probabilities = new Float64Array(size).fill(weights[n] / size);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < size; j++) this.probabilities[j] += (weights[i] * share) / (1 + size * share);
      this.probabilities[Math.floor(observations[i] * size)] += weights[i] / (1 + size * share);
    }
  }

  draw(random: RandomStream): number {
    return (drawIndex(this.probabilities, random) + 0.5) / this.probabilities.length;
  }

  likelihood(place: number): number {
    return this.probabilities[Math.floor(place * this.probabilities.length)];
  }

  score(place: number): number {
    return this.likelihood(place);
  }
}

/** Of n observations and the prior, which is the last. */
function normalizedWeights(n: number, priorWeight: number): Float64Array {
  const weights = new Float64Array(n + 1);
  weights.set(recencyWeights(n));
  weights[n] = priorWeight;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The last mean is that of the prior. */
function deviationsOf(means: Float64Array): Float64Array {
  const count = means.length;
  const order = Array.from(means.keys()).sort((a, b) => means[a] - means[b]);
  const least = 1 / Math.min(100, 1 + count);
  const deviations = new Float64Array(count);
  for (const [rank, i] of order.entries()) {
    const left = rank === 0 ? 0 : means[i] - means[order[rank - 1]];
    const right = rank === count - 1 ? 0 : means[order[rank + 1]] - means[i];
    deviations[i] = Math.min(1, Math.max(least, left, right));
  }
  deviations[count - 1] = 1;
  return deviations;
}

/** An index, each as likely as its share, which sum to 1. */
function drawIndex(shares: Float64Array, random: RandomStream): number {
  let rest = random.uniform();
  for (let i = 0; i < shares.length - 1; i++) {
    rest -= shares[i];
    if (rest < 0) return i;
  }
  return shares.length - 1;
}
