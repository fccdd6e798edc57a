/** Operations on two arrays, of one shape or a row with every row of a matrix, and copies. */
import { kernels } from '../../src/wasm/kernels.ts';
import { type Case, type KernelName, overSizes } from './case.ts';

type Floats = Float32Array;
type Loop = (out: Floats, a: Floats, b: Floats) => void;
type LoopOfThree = (out: Floats, dy: Floats, a: Floats, b: Floats) => void;

// Each loop is written out, so that the engine compiles every one for itself.
const ofTwo: readonly (readonly [KernelName, Loop])[] = [
  [
    'addBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
    },
  ],
  [
    'subBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
    },
  ],
  [
    'mulBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
    },
  ],
  [
    'divBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] / b[i];
    },
  ],
  [
    'maximumBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.max(a[i], b[i]);
    },
  ],
  [
    'minimumBroadcast',
    (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.min(a[i], b[i]);
    },
  ],
];

const ofThree: readonly (readonly [KernelName, LoopOfThree])[] = [
  [
    'divBackwardDivisor',
    (out, dy, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = (-dy[i] * a[i]) / (b[i] * b[i]);
    },
  ],
  [
    'maximumBackward',
    (out, dy, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] > b[i] ? dy[i] : a[i] === b[i] ? dy[i] / 2 : 0;
    },
  ],
  [
    'minimumBackward',
    (out, dy, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] < b[i] ? dy[i] : a[i] === b[i] ? dy[i] / 2 : 0;
    },
  ],
  [
    'whereBroadcast',
    (out, condition, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = condition[i] !== 0 ? a[i] : b[i];
    },
  ],
];

type Call = (...numbers: number[]) => void;
/** Columns of a matrix, where there is one: a hidden layer's. */
const columns = 64;

export const arithmetic: readonly Case[] = [
  ...ofTwo.flatMap(([kernel, loop]) =>
    overSizes({
      kernel,
      bytesOfElement: 12,
      prepare(place, n) {
        const a = place.input(n);
        const b = place.input(n, 0.5, 1.5);
        const out = place.output(n);
        const call = kernels[kernel] as Call;
        return {
          run: () => call(out.at, a.at, b.at, 1, n, 0, 1, 0, 1, 0),
          loop: () => loop(out.values, a.values, b.values),
        };
      },
    }),
  ),
  ...overSizes({
    kernel: 'addBroadcast',
    variant: 'of a row',
    bytesOfElement: 8,
    row: columns,
    prepare(place, n) {
      const a = place.input(n);
      const b = place.input(columns);
      const out = place.output(n);
      const rows = n / columns;
      const loop = (sum: Floats, matrix: Floats, row: Floats): void => {
        for (let r = 0, i = 0; r < rows; r++) for (let c = 0; c < columns; c++, i++) sum[i] = matrix[i] + row[c];
      };
      return {
        run: () => kernels.addBroadcast(out.at, a.at, b.at, rows, columns, columns, 1, 0, 1, 0),
        loop: () => loop(out.values, a.values, b.values),
      };
    },
  }),
  ...ofThree.flatMap(([kernel, loop]) =>
    overSizes({
      kernel,
      bytesOfElement: 16,
      prepare(place, n) {
        // Every other one a 0, which is what a condition looks like.
        const dy = kernel === 'whereBroadcast' ? place.labels(n, 2) : place.input(n);
        const a = place.input(n);
        const b = place.input(n, 0.5, 1.5);
        const out = place.output(n);
        const call = kernels[kernel] as Call;
        return {
          run: () => call(out.at, dy.at, a.at, b.at, 1, n, 0, 1, 0, 1, 0),
          loop: () => loop(out.values, dy.values, a.values, b.values),
        };
      },
    }),
  ),
  ...overSizes({
    kernel: 'fill',
    bytesOfElement: 4,
    prepare(place, n) {
      const out = place.output(n);
      const loop = (values: Floats): void => {
        for (let i = 0; i < values.length; i++) values[i] = 0.5;
      };
      return { run: () => kernels.fill(out.at, n, 0.5), loop: () => loop(out.values) };
    },
  }),
  ...overSizes({
    kernel: 'scale',
    bytesOfElement: 8,
    prepare(place, n) {
      const x = place.input(n);
      const out = place.output(n);
      const loop = (scaled: Floats, values: Floats): void => {
        for (let i = 0; i < values.length; i++) scaled[i] = 0.5 * values[i];
      };
      return { run: () => kernels.scale(out.at, x.at, n, 0.5, 0), loop: () => loop(out.values, x.values) };
    },
  }),
  ...overSizes({
    kernel: 'copyStrided',
    variant: 'transposing',
    bytesOfElement: 8,
    row: columns,
    prepare(place, n) {
      const x = place.input(n);
      const out = place.output(n);
      const rows = n / columns;
      const layout = place.integers([columns, rows, rows, 1, 1, columns]);
      const loop = (transposed: Floats, matrix: Floats): void => {
        for (let c = 0; c < columns; c++) {
          for (let r = 0; r < rows; r++) transposed[c * rows + r] = matrix[r * columns + c];
        }
      };
      return {
        run: () => kernels.copyStrided(out.at, x.at, layout.at, 2, 0),
        loop: () => loop(out.values, x.values),
      };
    },
  }),
];
