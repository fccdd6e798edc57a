/** Functions by which searches are compared, with the spaces that they are searched in and their minima. */
import { uniform } from '../../src/search/space/continuous.ts';
import { type ParameterValues, Space } from '../../src/search/space/space.ts';

export interface SearchProblem {
  readonly space: Space;
  readonly minimum: number;
  /** Of x0, x1 …, which the space has. */
  value(parameters: ParameterValues): number;
}

function problem(bounds: readonly [number, number][], minimum: number, f: (x: number[]) => number): SearchProblem {
  const space = new Space(Object.fromEntries(bounds.map(([low, high], i) => [`x${i}`, uniform(low, high)])));
  return { space, minimum, value: (parameters) => f(bounds.map((_, i) => parameters[`x${i}`] as number)) };
}

const hartmannA = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const hartmannP = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];
const hartmannAlpha = [1, 1.2, 3, 3.2];

/** As in test/golden/optuna-tpe.py. */
export const searchProblems = {
  branin: problem(
    [
      [-5, 10],
      [0, 15],
    ],
    0.39788735772973816,
    ([a, b]) =>
      (b - (5.1 / (4 * Math.PI ** 2)) * a ** 2 + (5 / Math.PI) * a - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) +
      10,
  ),
  hartmann6: problem(Array(6).fill([0, 1]), -3.322368011415512, (x) => {
    const distance = (i: number) =>
      x.reduce((sum, xj, j) => sum + hartmannA[i][j] * (xj - 1e-4 * hartmannP[i][j]) ** 2, 0);
    return -hartmannAlpha.reduce((sum, alpha, i) => sum + alpha * Math.exp(-distance(i)), 0);
  }),
  rosenbrock4: problem(Array(4).fill([-2, 2]), 0, (x) =>
    x.slice(1).reduce((sum, b, i) => sum + 100 * (b - x[i] ** 2) ** 2 + (1 - x[i]) ** 2, 0),
  ),
} as const;
