/** Functions of one value. The plain loops call `Math` as one does. */
import { kernels } from '../../src/wasm/kernels.ts';
import { type Case, type KernelName, overSizes } from './case.ts';

type Floats = Float32Array;
type Loop = (out: Floats, x: Floats) => void;
type Range = readonly [low: number, high: number];
/** Between which numbers x is drawn, the loop, and where the kernel takes some: its parameters. */
type Row = readonly [name: KernelName, range: Range, loop: Loop, ...parameters: number[]];

/** erf by formula 7.1.26 of Abramowitz & Stegun, within 1.5e-7: JavaScript has none. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const y = 1 - p * Math.exp(-x * x);
  return x < 0 ? -y : y;
}

export const rootHalf = Math.SQRT1_2;
export const rootTwoOverPi = Math.sqrt(2 / Math.PI);
export const scaleOfSelu = 1.0507009873554805;
export const alphaOfSelu = 1.6732632423543772;

// Each loop is written out, so that the engine compiles every one for itself.
const forward: readonly Row[] = [
  [
    'exp',
    [-10, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i]);
    },
  ],
  [
    'log',
    [0.001, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i]);
    },
  ],
  [
    'sin',
    [-100, 100],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.sin(x[i]);
    },
  ],
  [
    'cos',
    [-100, 100],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.cos(x[i]);
    },
  ],
  [
    'erf',
    [-3, 3],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = erf(x[i]);
    },
  ],
  [
    'relu',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] < 0 ? 0 : x[i];
    },
  ],
  [
    'leakyRelu',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] < 0 ? 0.01 * x[i] : x[i];
    },
    0.01,
  ],
  [
    'elu',
    [-5, 5],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] < 0 ? Math.expm1(x[i]) : x[i];
    },
    1,
  ],
  [
    'selu',
    [-5, 5],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = scaleOfSelu * (x[i] < 0 ? alphaOfSelu * Math.expm1(x[i]) : x[i]);
    },
  ],
  [
    'softplus',
    [-10, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
    },
  ],
  [
    'tanh',
    [-5, 5],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.tanh(x[i]);
    },
  ],
  [
    'sigmoid',
    [-10, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
    },
  ],
  [
    'gelu',
    [-5, 5],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = 0.5 * x[i] * (1 + erf(x[i] * rootHalf));
    },
  ],
  [
    'geluTanh',
    [-5, 5],
    (out, x) => {
      for (let i = 0; i < x.length; i++)
        out[i] = 0.5 * x[i] * (1 + Math.tanh(rootTwoOverPi * (x[i] + 0.044715 * x[i] * x[i] * x[i])));
    },
  ],
  [
    'silu',
    [-10, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] / (1 + Math.exp(-x[i]));
    },
  ],
  [
    'neg',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = -x[i];
    },
  ],
  [
    'abs',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.abs(x[i]);
    },
  ],
  [
    'sqrt',
    [0, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(x[i]);
    },
  ],
  [
    'square',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] * x[i];
    },
  ],
  [
    'clip',
    [-1, 1],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.max(-0.5, Math.min(x[i], 0.5));
    },
    -0.5,
    0.5,
  ],
  [
    'pow',
    [0.001, 10],
    (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.pow(x[i], 0.3);
    },
    0.3,
  ],
];

type Call = (...numbers: number[]) => void;

export const functions: readonly Case[] = forward.flatMap(([kernel, [low, high], loop, ...parameters]) =>
  overSizes({
    kernel,
    bytesOfElement: 8,
    prepare(place, n) {
      const x = place.input(n, low, high);
      const out = place.output(n);
      const call = kernels[kernel] as Call;
      const [at, from] = [out.at, x.at];
      const [first, second] = parameters;
      return {
        run: () => call(at, from, n, first, second),
        loop: () => loop(out.values, x.values),
      };
    },
  }),
);
