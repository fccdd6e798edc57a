import { describe, expect, it } from 'vitest';
import { record } from '../../src/autodiff/record.ts';
import { slice } from '../../src/ops/index.ts';
import { isInWindow, type Point, type SurfaceName, surfaces } from '../../src/race/surfaces.ts';
import { tensor } from '../../src/tensor/tensor.ts';

/** By hand. */
const gradients: Readonly<Record<SurfaceName, (x: number, y: number) => Point>> = {
  beale: (x, y) => {
    const terms = [1.5 - x + x * y, 2.25 - x + x * y ** 2, 2.625 - x + x * y ** 3];
    return [
      2 * terms[0] * (y - 1) + 2 * terms[1] * (y ** 2 - 1) + 2 * terms[2] * (y ** 3 - 1),
      2 * terms[0] * x + 4 * terms[1] * x * y + 6 * terms[2] * x * y ** 2,
    ];
  },
  rosenbrock: (x, y) => [-2 * (1 - x) - 400 * x * (y - x ** 2), 200 * (y - x ** 2)],
  himmelblau: (x, y) => [
    4 * x * (x ** 2 + y - 11) + 2 * (x + y ** 2 - 7),
    2 * (x ** 2 + y - 11) + 4 * y * (x + y ** 2 - 7),
  ],
  saddle: (x, y) => [2 * x, y ** 3 - 2 * y],
  ravine: (x, y) => [0.64 * x + 0.48 * y + 36 * x - 48 * y, 0.48 * x + 0.36 * y - 48 * x + 64 * y],
};

/** 9 × 9 places of the window. */
function places({ window: { x, y } }: (typeof surfaces)[SurfaceName]): Point[] {
  const along = ([low, high]: readonly [number, number]) =>
    Array.from({ length: 9 }, (_, i) => low + ((high - low) * i) / 8);
  return along(x).flatMap((atX) => along(y).map((atY): Point => [Math.fround(atX), Math.fround(atY)]));
}

describe.each(Object.values(surfaces))('$name', (surface) => {
  it('has the same height by operations as in float64, and the gradient that one gets by hand', () => {
    const weights = tensor([0, 0], [2], { requiresGrad: true });
    const graph = record([], () => surface.loss(slice(weights, [0], [1]), slice(weights, [1], [1])));
    for (const [x, y] of places(surface)) {
      weights.assign([x, y]);
      weights.zeroGrad();
      graph.forward();
      graph.backward();
      const height = surface.height(x, y);
      expect(Math.abs(graph.read() - height)).toBeLessThan(2e-6 * (1 + height));
      const expected = gradients[surface.name](x, y);
      const size = Math.hypot(...expected);
      for (const [i, one] of weights.grad!.toFloat32Array().entries()) {
        expect(Math.abs(one - expected[i])).toBeLessThan(2e-6 * (20 + size + height));
      }
    }
  });

  it('is 0 at its minima, where the gradient is 0, and above it elsewhere', () => {
    for (const [x, y] of surface.minima) {
      expect(surface.height(x, y)).toBeLessThan(1e-25);
      expect(Math.hypot(...gradients[surface.name](x, y))).toBeLessThan(1e-11);
    }
    for (const [x, y] of places(surface)) {
      const isMinimum = surface.minima.some((one) => Math.hypot(x - one[0], y - one[1]) < 1e-6);
      if (!isMinimum) expect(surface.height(x, y)).toBeGreaterThan(1e-6);
    }
  });

  it('shows its start and its minima', () => {
    for (const place of [surface.start, ...surface.minima]) expect(isInWindow(surface, place)).toBe(true);
  });
});

it('the ravine has the condition number that it says, at an angle', () => {
  const { height } = surfaces.ravine;
  // f(1, 0), f(0, 1), and f(1, 1) make the Hessian of a quadratic.
  const [a, c] = [2 * height(1, 0), 2 * height(0, 1)];
  const b = height(1, 1) - height(1, 0) - height(0, 1);
  const root = Math.hypot((a - c) / 2, b);
  expect(((a + c) / 2 + root) / ((a + c) / 2 - root)).toBeCloseTo(100, 9);
  expect(b).not.toBe(0);
});

it('Rosenbrock’s valley has the condition number that it says', () => {
  // By hand at (1, 1): [[802, −400], [−400, 200]].
  const root = Math.hypot((802 - 200) / 2, 400);
  expect((501 + root) / (501 - root)).toBeCloseTo(2508, 0);
});
