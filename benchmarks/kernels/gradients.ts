/** The gradients of the functions of one value. */
import { kernels } from '../../src/wasm/kernels.ts';
import { type Case, type KernelName, overSizes } from './case.ts';
import { alphaOfSelu, erf, rootHalf, rootTwoOverPi, scaleOfSelu } from './functions.ts';

type Floats = Float32Array;
type Range = readonly [low: number, high: number];
type LoopBackward = (dx: Floats, dy: Floats, read: Floats) => void;
type RowBackward = readonly [name: KernelName, range: Range, loop: LoopBackward, ...parameters: number[]];

// The third array is what the kernel reads, the output y or, where the name or the formula says so, the input x.
const backward: readonly RowBackward[] = [
  [
    'reluBackward',
    [-1, 1],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = y[i] > 0 ? dy[i] : 0;
    },
  ],
  [
    'leakyReluBackward',
    [-1, 1],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = y[i] > 0 ? dy[i] : 0.01 * dy[i];
    },
    0.01,
  ],
  [
    'eluBackward',
    [-1, 5],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = y[i] > 0 ? dy[i] : dy[i] * (y[i] + 1);
    },
    1,
  ],
  [
    'seluBackward',
    [-1.7, 5],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * (y[i] > 0 ? scaleOfSelu : y[i] + scaleOfSelu * alphaOfSelu);
    },
  ],
  [
    'softplusBackward',
    [0.01, 10],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * -Math.expm1(-y[i]);
    },
  ],
  [
    'tanhBackward',
    [-1, 1],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * (1 - y[i] * y[i]);
    },
  ],
  [
    'sigmoidBackward',
    [0, 1],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * y[i] * (1 - y[i]);
    },
  ],
  [
    'geluBackwardFromInput',
    [-5, 5],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) {
        const density = 0.3989422804014327 * Math.exp(-0.5 * x[i] * x[i]);
        dx[i] = dy[i] * (0.5 * (1 + erf(x[i] * rootHalf)) + x[i] * density);
      }
    },
  ],
  [
    'geluTanhBackwardFromInput',
    [-5, 5],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) {
        const square = x[i] * x[i];
        const t = Math.tanh(rootTwoOverPi * x[i] * (1 + 0.044715 * square));
        dx[i] = dy[i] * 0.5 * (1 + t + x[i] * (1 - t * t) * rootTwoOverPi * (1 + 3 * 0.044715 * square));
      }
    },
  ],
  [
    'siluBackwardFromInput',
    [-10, 10],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) {
        const s = 1 / (1 + Math.exp(-x[i]));
        dx[i] = dy[i] * s * (1 + x[i] * (1 - s));
      }
    },
  ],
  [
    'absBackward',
    [-1, 1],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * Math.sign(x[i]);
    },
  ],
  [
    'sqrtBackward',
    [0.1, 10],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] / (2 * y[i]);
    },
  ],
  [
    'squareBackward',
    [-1, 1],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) dx[i] = 2 * x[i] * dy[i];
    },
  ],
  [
    'expBackward',
    [0, 10],
    (dx, dy, y) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * y[i];
    },
  ],
  [
    'logBackward',
    [0.1, 10],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] / x[i];
    },
  ],
  [
    'clipBackward',
    [-1, 1],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) dx[i] = x[i] >= -0.5 && x[i] <= 0.5 ? dy[i] : 0;
    },
    -0.5,
    0.5,
  ],
  [
    'powBackward',
    [0.01, 10],
    (dx, dy, x) => {
      for (let i = 0; i < dx.length; i++) dx[i] = dy[i] * 0.3 * Math.pow(x[i], -0.7);
    },
    0.3,
  ],
];

type Call = (...numbers: number[]) => void;

export const gradients: readonly Case[] = backward.flatMap(([kernel, [low, high], loop, ...parameters]) =>
  overSizes({
    kernel,
    bytesOfElement: 12,
    prepare(place, n) {
      const dy = place.input(n);
      const read = place.input(n, low, high);
      const dx = place.output(n);
      const call = kernels[kernel] as Call;
      // Behind the parameters: adds, 0. What a kernel does not take it ignores.
      const [first, second, third] = [...parameters, 0, 0, 0];
      return {
        run: () => call(dx.at, dy.at, read.at, n, first, second, third),
        loop: () => loop(dx.values, dy.values, read.values),
      };
    },
  }),
);
