import { add, mul, square, sub } from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A place on a surface: both weights. */
export type Point = readonly [x: number, y: number];

export type SurfaceName = 'beale' | 'rosenbrock' | 'himmelblau' | 'saddle' | 'ravine';

/** A loss of two weights that optimizers race on. Its minima are 0. */
export interface Surface {
  readonly name: SurfaceName;
  readonly title: string;
  /** On one line, for people. */
  readonly formula: string;
  readonly source: string;
  /** What is hard about it, in a sentence. */
  readonly about: string;
  /** The loss as operations of the engine, whose backward gives its gradient. x, y and the loss are [1]. */
  loss(x: Tensor, y: Tensor): Tensor;
  /** The same in float64. */
  height(x: number, y: number): number;
  /** What a picture shows. */
  readonly window: {
    readonly x: readonly [low: number, high: number];
    readonly y: readonly [low: number, high: number];
  };
  /** Where a picture has contour lines: at the lowest, and then each a factor above the one before. */
  readonly levels: { readonly lowest: number; readonly factor: number };
  readonly start: Point;
  /** All of them, as float64 has them. */
  readonly minima: readonly Point[];
}

/**
 * f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)², with its minimum at (3, 0.5).
 *
 * Flat but for ridges that rise to 10⁵ at the corners of what is drawn.
 *
 * @see Beale, On an iterative method for finding a local minimum of a function of more than one variable, Technical
 *   Report 25, Statistical Techniques Research Group, Princeton University, 1958.
 */
const beale: Surface = {
  name: 'beale',
  title: 'Beale’s function',
  formula: '(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²',
  source: 'Beale 1958',
  about: 'a flat floor between steep walls: gradients of very different sizes on one way',
  loss(x, y) {
    const xy = mul(x, y);
    const xy2 = mul(xy, y);
    const xy3 = mul(xy2, y);
    const term = (offset: number, product: Tensor): Tensor => square(add(sub(offset, x), product));
    return add(add(term(1.5, xy), term(2.25, xy2)), term(2.625, xy3));
  },
  height(x, y) {
    const [a, b, c] = [1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y];
    return a * a + b * b + c * c;
  },
  window: { x: [-1, 4.5], y: [-2.25, 2.25] },
  levels: { lowest: 0.1, factor: 2.5 },
  start: [0.7, 1.4],
  minima: [[3, 0.5]],
};

/**
 * f = (1 − x)² + 100 (y − x²)², with its minimum at (1, 1).
 *
 * The floor of the valley follows y = x² and hardly falls: its Hessian at the minimum has the condition number 2508.
 *
 * @see Rosenbrock, An automatic method for finding the greatest or least value of a function, The Computer Journal 3(3),
 *   1960, where the start (−1.2, 1) comes from, too. https://doi.org/10.1093/comjnl/3.3.175
 */
const rosenbrock: Surface = {
  name: 'rosenbrock',
  title: 'Rosenbrock’s function',
  formula: '(1 − x)² + 100 (y − x²)²',
  source: 'Rosenbrock 1960',
  about: 'a valley that is bent and hardly falls: the gradient points across it, not along',
  loss(x, y) {
    return add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));
  },
  height(x, y) {
    const [a, b] = [1 - x, y - x * x];
    return a * a + 100 * b * b;
  },
  window: { x: [-1.8, 1.8], y: [-0.8, 2.2] },
  levels: { lowest: 0.1, factor: 2.5 },
  start: [-1.2, 1],
  minima: [[1, 1]],
};

/**
 * f = (x² + y − 11)² + (x + y² − 7)², with four minima and a maximum between them.
 *
 * @see Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972.
 */
const himmelblau: Surface = {
  name: 'himmelblau',
  title: 'Himmelblau’s function',
  formula: '(x² + y − 11)² + (x + y² − 7)²',
  source: 'Himmelblau 1972',
  about:
    'four minima that are equally low, and a start near the maximum between them: the rule decides which one is found',
  loss(x, y) {
    return add(square(sub(add(square(x), y), 11)), square(sub(add(x, square(y)), 7)));
  },
  height(x, y) {
    const [a, b] = [x * x + y - 11, x + y * y - 7];
    return a * a + b * b;
  },
  window: { x: [-5, 5.5], y: [-5, 5] },
  levels: { lowest: 2, factor: 1.8 },
  start: [0, -1],
  minima: [
    [3, 2],
    [-2.805118086952745, 3.131312518250573],
    [-3.779310253377747, -3.283185991286169],
    [3.584428340330492, -1.848126526964404],
  ],
};

/**
 * f = x² + (y²/2 − 1)² = x² − y² + y⁴/4 + 1: the saddle x² − y² at 0, which y⁴/4 keeps from falling without end, and 1,
 * so that its minima at (0, ±√2) are 0.
 */
const saddle: Surface = {
  name: 'saddle',
  title: 'A saddle',
  formula: 'x² − y² + y⁴/4 + 1',
  source: 'x² − y², bounded by y⁴/4',
  about: 'the start is beside the ridge, where the gradient that leads away from the saddle is tiny',
  loss(x, y) {
    return add(square(x), square(sub(mul(square(y), 0.5), 1)));
  },
  height(x, y) {
    const b = 0.5 * y * y - 1;
    return x * x + b * b;
  },
  window: { x: [-2, 2], y: [-1.8, 2.2] },
  levels: { lowest: 0.05, factor: 1.6 },
  start: [-1.6, 0.01],
  minima: [
    [0, Math.SQRT2],
    [0, -Math.SQRT2],
  ],
};

/**
 * f = ½ (u² + 100 v²) with u = 0.8x + 0.6y, v = 0.8y − 0.6x: a quadratic whose condition number is 100, turned by 37° so that
 * rules that scale each weight on its own cannot undo it.
 */
const ravine: Surface = {
  name: 'ravine',
  title: 'A ravine',
  formula: '½ (u² + 100 v²), u = 0.8x + 0.6y, v = 0.8y − 0.6x',
  source: 'a quadratic of condition number 100',
  about: 'a hundred times as steep across as along, and at an angle to both weights',
  loss(x, y) {
    const u = add(mul(0.8, x), mul(0.6, y));
    const v = sub(mul(0.8, y), mul(0.6, x));
    return mul(0.5, add(square(u), mul(100, square(v))));
  },
  height(x, y) {
    const [u, v] = [0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x];
    return 0.5 * (u * u + 100 * v * v);
  },
  window: { x: [-4, 1.6], y: [-3, 1.2] },
  levels: { lowest: 0.1, factor: 2.2 },
  start: [-3.4, -1.6],
  minima: [[0, 0]],
};

/** All of them, in the order of the help. */
export const surfaces: Readonly<Record<SurfaceName, Surface>> = { beale, rosenbrock, himmelblau, saddle, ravine };

/** Whether a picture of the surface shows a place. */
export function isInWindow({ window: { x, y } }: Surface, [atX, atY]: Point): boolean {
  return atX >= x[0] && atX <= x[1] && atY >= y[0] && atY <= y[1];
}
