import { requireInteger, requireKnownOptions, requireNonNegative } from '../errors.ts';
import { fillUniform, philoxPlace, RandomStream } from '../tensor/random.ts';
import { sin } from '../tensor/scalar-math.ts';
import type { Matrix } from './matrix.ts';

export interface Friedman1Options {
  readonly samples?: number;
  /** Columns, at least 5: all beyond the fifth say nothing about y. */
  readonly features?: number;
  /** Standard deviation of the normal noise on y. Without any, y has a standard deviation of about 4.9. */
  readonly noise?: number;
  readonly seed?: number;
}

/**
 * Friedman's first regression problem, as scikit-learn's `make_friedman1`: curved, with an interaction, and with columns
 * that do not matter.
 *
 *     y = 10 sin(π x₁x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ + noise · ε
 *
 * x uniform in [0, 1) from the stream 'friedman1' of `seed`, in float32; y from these very x in float64; ε normal from
 * `new RandomStream(seed, 'friedman1/noise')`, row by row.
 *
 * x: [samples, features]; y: numbers from 0 to 30 without noise.
 *
 *     const { x, y } = friedman1({ samples: 500, noise: 1, seed: 1 });
 *
 * @throws RangeError for samples below 1, features below 5, or negative noise.
 * @see J. H. Friedman, Multivariate adaptive regression splines. The Annals of Statistics 19(1), 1991, section 4.3.
 */
export function friedman1(options: Friedman1Options = {}): { x: Matrix; y: number[] } {
  requireKnownOptions('friedman1', options, ['samples', 'features', 'noise', 'seed']);
  const { samples = 100, features = 10, noise = 0, seed = 0 } = options;
  requireInteger('friedman1', { samples }, 1);
  requireInteger('friedman1', { features }, 5);
  requireNonNegative('friedman1', { noise });
  requireInteger('friedman1', { seed });
  const data = new Float32Array(samples * features);
  fillUniform(data, 0, 1, philoxPlace(seed, 'friedman1'));
  const stream = new RandomStream(seed, 'friedman1/noise');
  const y = Array.from({ length: samples }, (_, i) => {
    const [x1, x2, x3, x4, x5] = data.subarray(i * features, i * features + 5);
    const value = 10 * sin(Math.PI * x1 * x2) + 20 * (x3 - 0.5) * (x3 - 0.5) + 10 * x4 + 5 * x5;
    return value + noise * stream.normal();
  });
  if (!y.every(Number.isFinite)) throw new RangeError(`friedman1: noise ${noise} is too large for a number`);
  return { x: { data, shape: [samples, features] }, y };
}
