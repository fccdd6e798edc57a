import { describe, expect, test } from 'vitest';
import { type DifferentiableFunction, minimizeInBox } from '../../../src/search/gaussian-process/lbfgs.ts';

const rosenbrock: DifferentiableFunction = (x, gradient) => {
  let value = 0;
  gradient.fill(0);
  for (let i = 0; i + 1 < x.length; i++) {
    const off = x[i + 1] - x[i] * x[i];
    value += 100 * off * off + (1 - x[i]) * (1 - x[i]);
    gradient[i] += -400 * off * x[i] - 2 * (1 - x[i]);
    gradient[i + 1] += 200 * off;
  }
  return value;
};
const box = (n: number, low: number, high: number) => ({
  lower: new Array(n).fill(low) as number[],
  upper: new Array(n).fill(high) as number[],
});

describe('minimizeInBox', () => {
  test.each([2, 4, 10])('goes down the valley of Rosenbrock in %i dimensions', (n) => {
    const start = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const { x, value, evaluations } = minimizeInBox(rosenbrock, start, { ...box(n, -5, 5), evaluations: 400 });
    expect(value).toBeLessThan(n === 10 ? 4 : 1e-9); // in ten dimensions there is a second minimum, of 3.99
    if (n < 10) for (const one of x) expect(one).toBeCloseTo(1, 4);
    expect(evaluations).toBeLessThan(200);
  });

  test('stops at bounds where the function goes on falling', () => {
    // Within x ≤ 0.5 the minimum of Rosenbrock is at (0.5, 0.25).
    const { x } = minimizeInBox(rosenbrock, [-1, -1], { lower: [-2, -2], upper: [0.5, 2], evaluations: 200 });
    expect(x[0]).toBe(0.5);
    expect(x[1]).toBeCloseTo(0.25, 5);
    const corner = minimizeInBox(
      (at, gradient) => {
        gradient.set([-1, 1e-3, 0]);
        return -at[0] + 1e-3 * at[1];
      },
      [0.2, 0.3, 0.4],
      { ...box(3, 0, 1), evaluations: 50 },
    );
    expect([...corner.x]).toEqual([1, 0, 0.4]);
  });

  test('finds the minimum of a badly scaled bowl in a box, as by coordinates', () => {
    const scales = [1, 100, 1e4, 1];
    const centre = [0.3, -2, 0.5, 7];
    const bowl: DifferentiableFunction = (x, gradient) => {
      let value = 0;
      for (let i = 0; i < 4; i++) {
        gradient[i] = 2 * scales[i] * (x[i] - centre[i]);
        value += scales[i] * (x[i] - centre[i]) * (x[i] - centre[i]);
      }
      return value;
    };
    const { x } = minimizeInBox(bowl, [0.9, 0.9, 0.9, 0.9], { ...box(4, 0, 1), evaluations: 200 });
    for (const [i, expected] of [0.3, 0, 0.5, 1].entries()) expect(x[i]).toBeCloseTo(expected, 6);
  });

  test('keeps away from where there is no value, and asks no more often than it may', () => {
    let asked = 0;
    const root: DifferentiableFunction = (x, gradient) => {
      asked++;
      if (x[0] <= 0.01) return Number.NaN;
      gradient[0] = 1 / (2 * Math.sqrt(x[0] - 0.01));
      return Math.sqrt(x[0] - 0.01);
    };
    const { x, value, evaluations } = minimizeInBox(root, [1], { ...box(1, -1, 1), evaluations: 25 });
    expect(asked).toBe(evaluations);
    expect(asked).toBeLessThanOrEqual(25);
    expect(value).toBeLessThan(0.5);
    expect(x[0]).toBeGreaterThan(0.01);
    const nowhere = minimizeInBox(() => Number.NaN, [0.5], { ...box(1, 0, 1), evaluations: 25 });
    expect(nowhere).toMatchObject({ x: Float64Array.of(0.5), evaluations: 1 });
  });
});
