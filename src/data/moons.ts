import { requireKnownOptions } from '../errors.ts';
import { cos, sin } from '../tensor/scalar-math.ts';
import type { Matrix } from './matrix.ts';
import { type Curve, type TwoCurvesOptions, twoCurves, twoCurvesOptions } from './two-curves.ts';

export type MoonsOptions = TwoCurvesOptions;

/**
 * Two half circles that reach into each other, as scikit-learn's `make_moons`: the points of its formula, with noise of
 * our own stream.
 *
 *     φ = π i / (n − 1)                                     for point i = 0 … n − 1 of a class of n
 *     x = (cos φ,  sin φ) + noise · ε                       y = 0
 *     x = (1 − cos φ,  ½ − sin φ) + noise · ε               y = 1
 *
 * ε normal from `new RandomStream(seed, 'moons')`, in the order above; rows shuffled by `RandomStream(seed, 'moons/order')`.
 *
 * x: [samples, 2]; y: class indices.
 *
 *     const { x, y } = moons({ samples: 500, noise: 0.15, seed: 1 });
 *
 * @throws RangeError for fewer than 2 samples (1 in a class), or negative noise.
 */
export function moons(options: MoonsOptions = {}): { x: Matrix; y: number[] } {
  requireKnownOptions('moons', options, twoCurvesOptions);
  return twoCurves('moons', options, [outer, inner]);
}

const outer: Curve = (i, n) => [cos(angle(i, n)), sin(angle(i, n))];
const inner: Curve = (i, n) => [1 - cos(angle(i, n)), 0.5 - sin(angle(i, n))];

/** A class of one point has it at the beginning of the curve. */
function angle(i: number, n: number): number {
  return n === 1 ? 0 : (Math.PI * i) / (n - 1);
}
