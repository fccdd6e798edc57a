import { requireFraction, requireKnownOptions } from '../errors.ts';
import { cos, sin } from '../tensor/scalar-math.ts';
import type { Matrix } from './matrix.ts';
import { type TwoCurvesOptions, twoCurves, twoCurvesOptions } from './two-curves.ts';

export interface CirclesOptions extends TwoCurvesOptions {
  /** Radius of the inner circle, in [0, 1); that of the outer is 1. */
  readonly factor?: number;
}

/**
 * A circle within a circle, as scikit-learn's `make_circles`: the points of its formula, with noise of our own stream.
 *
 *     φ = 2π i / n                                          for point i = 0 … n − 1 of a class of n
 *     x = (cos φ, sin φ) + noise · ε                        y = 0
 *     x = factor · (cos φ, sin φ) + noise · ε               y = 1
 *
 * ε normal from `new RandomStream(seed, 'circles')`, in the order above; rows shuffled by
 * `RandomStream(seed, 'circles/order')`.
 *
 * x: [samples, 2]; y: class indices.
 *
 *     const { x, y } = circles({ samples: 500, noise: 0.05, factor: 0.5, seed: 1 });
 *
 * @throws RangeError for fewer than 2 samples (1 in a class), negative noise, or a factor outside [0, 1).
 */
export function circles(options: CirclesOptions = {}): { x: Matrix; y: number[] } {
  requireKnownOptions('circles', options, [...twoCurvesOptions, 'factor']);
  const { factor = 0.8 } = options;
  requireFraction('circles', { factor });
  return twoCurves('circles', options, [(i, n) => onCircle(1, i, n), (i, n) => onCircle(factor, i, n)]);
}

function onCircle(radius: number, i: number, n: number): readonly [number, number] {
  const angle = (2 * Math.PI * i) / n;
  return [radius * cos(angle), radius * sin(angle)];
}
