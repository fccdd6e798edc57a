import {
  choleskyWithJitter,
  dot,
  factorCholesky,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from './cholesky.ts';
import { matern52, matern52WithSlope } from './matern.ts';
import type { Points } from './points.ts';

const logTwoPi = 1.8378770664093453;

/** What the kernel of a Gaussian process is made of. */
export interface KernelParameters {
  /** One for each group of coordinates, in the unit of the coordinates. */
  readonly lengthScales: ArrayLike<number>;
  /** σ², the variance of the function around 0. */
  readonly signal: number;
  /** τ², the variance of what is measured around the function. */
  readonly noise: number;
}

/**
 * A Gaussian process of mean 0, known at n points.
 *
 *     f ~ GP(0, σ² k)      y = f(X) + ε,  ε ~ N(0, τ²)      K = σ² k(X, X) + τ² I = L Lᵀ      α = K⁻¹ y
 *     mean of f(x) = k∗ᵀ α      variance of f(x) = σ² − |L⁻¹ k∗|²      k∗ = σ² k(X, x)
 *     ln p(y) = −½ yᵀα − Σ ln Lᵢᵢ − n/2 · ln 2π
 *
 * with k of Matérn (ν = 5/2). The variance is that of the function, without the noise. n² numbers are kept; making it costs n³ / 6
 * products, a prediction n² / 2.
 *
 * Prediction methods use scratch memory of the process, so that thousands of them allocate nothing.
 *
 * @see C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, algorithm 2.1.
 */
export class GaussianProcess {
  readonly parameters: KernelParameters;
  readonly count: number;
  readonly width: number;
  /** What was added to the diagonal beside the noise so that K could be factored. */
  readonly jitter: number;
  readonly #known: Known;
  readonly #query: Float64Array;
  readonly #solved: Float64Array;
  readonly #slopes: Float64Array;

  /** `GaussianProcess.at` makes one from points and targets. */
  private constructor(known: Known) {
    this.#known = known;
    this.parameters = known.parameters;
    this.count = known.alpha.length;
    this.width = known.groups.length;
    this.jitter = known.jitter;
    this.#query = new Float64Array(this.width);
    this.#solved = new Float64Array(this.count);
    this.#slopes = new Float64Array(this.count);
  }

  /**
   * @param targets y, one for each point, around 0.
   * @throws RangeError if K has no Cholesky factor in float64 even with jitter: then not all that came in were numbers.
   */
  static at(points: Points, targets: ArrayLike<number>, parameters: KernelParameters): GaussianProcess {
    const { count, groups } = points;
    const rows = scaledRows(points, parameters);
    const { lower, jitter } = factored(covariance(rows, count, groups.length, 0, parameters), count);
    const alpha = Float64Array.from(targets);
    solveLower(lower, count, alpha);
    const fit = dot(alpha, 0, alpha, 0, count);
    solveLowerTransposed(lower, count, alpha);
    return new GaussianProcess({ parameters, groups, rows, lower, jitter, alpha, fit });
  }

  /** ln p(y): the density of the targets, all together. */
  get logLikelihood(): number {
    const { fit, lower } = this.#known;
    return -0.5 * (fit + logDeterminant(lower, this.count) + this.count * logTwoPi);
  }

  /** Mean and variance of f at x, `width` coordinates. The variance is at least 0. */
  predict(x: ArrayLike<number>): { mean: number; variance: number } {
    const { signal } = this.parameters;
    const { alpha, lower } = this.#known;
    const [solved, n] = [this.#solved, this.count];
    this.#place(x);
    let mean = 0;
    for (let i = 0; i < n; i++) {
      solved[i] = signal * matern52(this.#squaredDistance(i));
      mean += solved[i] * alpha[i];
    }
    solveLower(lower, n, solved);
    return { mean, variance: Math.max(0, signal - dot(solved, 0, solved, 0, n)) };
  }

  /** The same, with the derivatives of both by the coordinates of x written to `byMean` and `byVariance`. */
  predictWithGradient(
    x: ArrayLike<number>,
    byMean: Float64Array,
    byVariance: Float64Array,
  ): { mean: number; variance: number } {
    const { signal, lengthScales } = this.parameters;
    const { alpha, lower, rows, groups } = this.#known;
    const [solved, slopes, query, n, width] = [this.#solved, this.#slopes, this.#query, this.count, this.width];
    const both = new Float64Array(2);
    this.#place(x);
    let mean = 0;
    for (let i = 0; i < n; i++) {
      matern52WithSlope(this.#squaredDistance(i), both);
      solved[i] = signal * both[0];
      slopes[i] = -signal * both[1];
      mean += solved[i] * alpha[i];
    }
    solveLower(lower, n, solved);
    const variance = Math.max(0, signal - dot(solved, 0, solved, 0, n));
    solveLowerTransposed(lower, n, solved); // K⁻¹ k∗
    byMean.fill(0);
    byVariance.fill(0);
    for (let i = 0; i < n; i++) {
      const mine = slopes[i] * alpha[i];
      const other = -2 * slopes[i] * solved[i];
      for (let j = 0; j < width; j++) {
        const step = query[j] - rows[i * width + j];
        byMean[j] += mine * step;
        byVariance[j] += other * step;
      }
    }
    for (let j = 0; j < width; j++) {
      byMean[j] /= lengthScales[groups[j]];
      byVariance[j] /= lengthScales[groups[j]];
    }
    return { mean, variance };
  }

  /**
   * The process that believes its own means at further points, as if they had been measured there ("kriging believer"): the
   * means stay what they are everywhere, the variance falls around the points, so that nobody asks there again before the results
   * are in. Costs n² / 2 products a point.
   *
   * @see D. Ginsbourger, R. Le Riche, L. Carraro, Kriging is well-suited to parallelize optimization, 2010, section 4.
   *   https://doi.org/10.1007/978-3-642-10701-6_6
   */
  believing(points: Points): GaussianProcess {
    const { parameters, rows: before, lower: lowerBefore, alpha: alphaBefore } = this.#known;
    const [n, width, total] = [this.count, this.width, this.count + points.count];
    const rows = new Float64Array(total * width);
    rows.set(before);
    rows.set(scaledRows(points, parameters), n * width);
    let lower = covariance(rows, total, width, n, parameters);
    for (let i = 0; i < n; i++) lower.set(lowerBefore.subarray(i * n, i * n + i + 1), i * total);
    for (let i = n; i < total; i++) lower[i * total + i] += this.jitter;
    let { jitter } = this;
    // Where the new points need more jitter than the first did, all of it is factored again.
    if (!factorCholesky(lower, total, n)) {
      ({ lower, jitter } = factored(covariance(rows, total, width, 0, parameters), total));
    }
    // A point that lies on the mean has a residual of 0, and so no weight.
    const alpha = new Float64Array(total);
    alpha.set(alphaBefore);
    return new GaussianProcess({ ...this.#known, rows, lower, jitter, alpha });
  }

  #place(x: ArrayLike<number>): void {
    const { groups, parameters } = this.#known;
    for (let j = 0; j < this.width; j++) this.#query[j] = x[j] / parameters.lengthScales[groups[j]];
  }

  #squaredDistance(i: number): number {
    return squaredDistance(this.#known.rows, i, this.#query, 0, this.width);
  }
}

/** All that a process is made from and of. */
interface Known {
  readonly parameters: KernelParameters;
  readonly groups: ArrayLike<number>;
  /** Coordinates divided by their length scales. */
  readonly rows: Float64Array;
  readonly lower: Float64Array;
  readonly jitter: number;
  readonly alpha: Float64Array;
  /** yᵀα, of what was measured. */
  readonly fit: number;
}

function scaledRows({ rows, width, groups }: Points, { lengthScales }: KernelParameters): Float64Array {
  return rows.map((value, at) => value / lengthScales[groups[at % width]]);
}

/** Between row i of `a` and row j of `b`, which are scaled. */
function squaredDistance(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const step = a[i * width + k] - b[j * width + k];
    sum += step * step;
  }
  return sum;
}

/** The lower triangle of K, from row `from` on. */
function covariance(
  rows: Float64Array,
  count: number,
  width: number,
  from: number,
  { signal, noise }: KernelParameters,
): Float64Array {
  const matrix = new Float64Array(count * count);
  for (let i = from; i < count; i++) {
    for (let j = 0; j < i; j++) matrix[i * count + j] = signal * matern52(squaredDistance(rows, i, rows, j, width));
    matrix[i * count + i] = signal + noise;
  }
  return matrix;
}

function factored(matrix: Float64Array, count: number): { lower: Float64Array; jitter: number } {
  const result = choleskyWithJitter(matrix, count);
  if (!result) throw new RangeError('GaussianProcess: the covariance of the points cannot be factored');
  return result;
}
