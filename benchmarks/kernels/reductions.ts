/** Sums, variances, largest and smallest along an axis, and rows by index. */
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import { type Case, type KernelName, overSizes } from './case.ts';

type Floats = Float32Array;

/** Numbers in a row, where rows or columns are reduced: a hidden layer's. */
const width = 64;

interface Axis {
  readonly variant: string;
  readonly row: number;
  /** [outer, axis, inner] of n numbers. */
  readonly shape: (n: number) => readonly [outer: number, axis: number, inner: number];
}

const whole: Axis = { variant: 'of all', row: 1, shape: (n) => [1, n, 1] };
const ofRows: Axis = { variant: 'of each row', row: width, shape: (n) => [n / width, width, 1] };
const ofColumns: Axis = { variant: 'of each column', row: width, shape: (n) => [1, n / width, width] };

/** out[outer, inner] = Σ over the axis, times `factor`; the axis outside of `inner`, as the numbers lie. */
function sums(out: Floats, x: Floats, outer: number, axis: number, inner: number, factor: number): void {
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      let sum = 0;
      for (let a = 0; a < axis; a++) sum += x[o * axis + a];
      out[o] = sum * factor;
      continue;
    }
    const totals = new Float64Array(inner);
    for (let a = 0, at = o * axis * inner; a < axis; a++) for (let i = 0; i < inner; i++, at++) totals[i] += x[at];
    for (let i = 0; i < inner; i++) out[o * inner + i] = totals[i] * factor;
  }
}

function spread(dx: Floats, dy: Floats, outer: number, axis: number, inner: number): void {
  for (let o = 0, at = 0; o < outer; o++) {
    for (let a = 0; a < axis; a++) for (let i = 0; i < inner; i++, at++) dx[at] = 0.5 * dy[o * inner + i];
  }
}

function variances(out: Floats, mean: Floats, x: Floats, outer: number, axis: number, inner: number): void {
  sums(mean, x, outer, axis, inner, 1 / axis);
  const totals = new Float64Array(outer * inner);
  for (let o = 0, at = 0; o < outer; o++) {
    for (let a = 0; a < axis; a++) {
      for (let i = 0; i < inner; i++, at++) {
        const deviation = x[at] - mean[o * inner + i];
        totals[o * inner + i] += deviation * deviation;
      }
    }
  }
  for (let i = 0; i < totals.length; i++) out[i] = totals[i] / axis;
}

function varianceGradient(
  dx: Floats,
  dy: Floats,
  x: Floats,
  mean: Floats,
  outer: number,
  axis: number,
  inner: number,
): void {
  const factor = 2 / axis;
  for (let o = 0, at = 0; o < outer; o++) {
    for (let a = 0; a < axis; a++) {
      for (let i = 0; i < inner; i++, at++) dx[at] = dy[o * inner + i] * factor * (x[at] - mean[o * inner + i]);
    }
  }
}

function largest(out: Floats, index: Floats, x: Floats, outer: number, axis: number, inner: number): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let a = 1; a < axis; a++) if (x[(o * axis + a) * inner + i] > x[(o * axis + best) * inner + i]) best = a;
      out[o * inner + i] = x[(o * axis + best) * inner + i];
      index[o * inner + i] = best;
    }
  }
}

function smallest(out: Floats, index: Floats, x: Floats, outer: number, axis: number, inner: number): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = 0;
      for (let a = 1; a < axis; a++) if (x[(o * axis + a) * inner + i] < x[(o * axis + best) * inner + i]) best = a;
      out[o * inner + i] = x[(o * axis + best) * inner + i];
      index[o * inner + i] = best;
    }
  }
}

function pickGradient(dx: Floats, dy: Floats, index: Floats, outer: number, axis: number, inner: number): void {
  dx.fill(0);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) dx[(o * axis + index[o * inner + i]) * inner + i] = dy[o * inner + i];
  }
}

const sumsOver = ({ variant, row, shape }: Axis): Case[] =>
  overSizes({
    kernel: 'sumAxis',
    variant,
    bytesOfElement: 4,
    row,
    prepare(place, n) {
      const [outer, axis, inner] = shape(n);
      const x = place.input(n);
      const out = place.output(outer * inner);
      return {
        run: () => kernels.sumAxis(out.at, x.at, outer, axis, inner, axis, 0, packScratch),
        loop: () => sums(out.values, x.values, outer, axis, inner, 1 / axis),
      };
    },
  });

const extremesOver = (kernel: 'maxAxis' | 'minAxis', { variant, row, shape }: Axis): Case[] =>
  overSizes({
    kernel,
    variant,
    bytesOfElement: 4,
    row,
    prepare(place, n) {
      const [outer, axis, inner] = shape(n);
      const x = place.input(n);
      const out = place.output(outer * inner);
      const index = place.output(outer * inner);
      const loop = kernel === 'maxAxis' ? largest : smallest;
      return {
        run: () => kernels[kernel](out.at, index.at, x.at, outer, axis, inner),
        loop: () => loop(out.values, index.values, x.values, outer, axis, inner),
      };
    },
  });

/** Rows of the table, at most: those of an embedding. */
const mostEntries = 256;

export const reductions: readonly Case[] = [
  ...[whole, ofRows, ofColumns].flatMap(sumsOver),
  ...overSizes({
    kernel: 'spreadAxis',
    bytesOfElement: 4,
    row: width,
    prepare(place, n) {
      const [outer, axis, inner] = ofColumns.shape(n);
      const dy = place.input(outer * inner);
      const dx = place.output(n);
      return {
        run: () => kernels.spreadAxis(dx.at, dy.at, outer, axis, inner, 0.5, 0),
        loop: () => spread(dx.values, dy.values, outer, axis, inner),
      };
    },
  }),
  ...overSizes({
    kernel: 'varianceAxis',
    bytesOfElement: 4,
    row: width,
    prepare(place, n) {
      const [outer, axis, inner] = ofColumns.shape(n);
      const x = place.input(n);
      const out = place.output(outer * inner);
      const mean = place.output(outer * inner);
      return {
        run: () => kernels.varianceAxis(out.at, mean.at, x.at, outer, axis, inner, packScratch),
        loop: () => variances(out.values, mean.values, x.values, outer, axis, inner),
      };
    },
  }),
  ...overSizes({
    kernel: 'varianceBackward',
    bytesOfElement: 8,
    row: width,
    prepare(place, n) {
      const [outer, axis, inner] = ofColumns.shape(n);
      const dy = place.input(outer * inner);
      const x = place.input(n);
      const mean = place.input(outer * inner);
      const dx = place.output(n);
      return {
        run: () => kernels.varianceBackward(dx.at, dy.at, x.at, mean.at, outer, axis, inner, 0),
        loop: () => varianceGradient(dx.values, dy.values, x.values, mean.values, outer, axis, inner),
      };
    },
  }),
  ...overSizes({
    kernel: 'sumOfSquares',
    bytesOfElement: 4,
    prepare(place, n) {
      const x = place.input(n);
      const loop = (values: Floats): number => {
        let sum = 0;
        for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
        return sum;
      };
      return { run: () => kernels.sumOfSquares(x.at, n), loop: () => loop(x.values) };
    },
  }),
  ...extremesOver('maxAxis', ofRows),
  ...extremesOver('maxAxis', ofColumns),
  ...extremesOver('minAxis', ofRows),
  ...overSizes({
    kernel: 'pickBackward',
    bytesOfElement: 4,
    row: width,
    prepare(place, n) {
      const [outer, axis, inner] = ofRows.shape(n);
      const dy = place.input(outer * inner);
      const index = place.labels(outer * inner, axis);
      const dx = place.output(n);
      return {
        run: () => kernels.pickBackward(dx.at, dy.at, index.at, outer, axis, inner, 0),
        loop: () => pickGradient(dx.values, dy.values, index.values, outer, axis, inner),
      };
    },
  }),
  // The table stays small, as that of an embedding is beside the rows that are read of it.
  ...(['gatherRows', 'scatterRows'] as const satisfies readonly KernelName[]).flatMap((kernel) =>
    overSizes({
      kernel,
      bytesOfElement: kernel === 'gatherRows' ? 8 : 4,
      row: width,
      prepare(place, n) {
        const rows = n / width;
        const entries = Math.min(mostEntries, 4 * rows);
        const index = place.labels(rows, entries);
        if (kernel === 'gatherRows') {
          const table = place.input(entries * width);
          const out = place.output(n);
          const loop = (to: Floats, from: Floats, at: Floats): number => {
            for (let r = 0; r < rows; r++) for (let c = 0; c < width; c++) to[r * width + c] = from[at[r] * width + c];
            return -1;
          };
          return {
            run: () => kernels.gatherRows(out.at, table.at, index.at, rows, width, entries),
            loop: () => loop(out.values, table.values, index.values),
          };
        }
        const dy = place.input(n);
        const dTable = place.output(entries * width);
        const loop = (to: Floats, from: Floats, at: Floats): void => {
          to.fill(0);
          for (let r = 0; r < rows; r++) for (let c = 0; c < width; c++) to[at[r] * width + c] += from[r * width + c];
        };
        return {
          run: () => kernels.scatterRows(dTable.at, dy.at, index.at, rows, width, entries, 0),
          loop: () => loop(dTable.values, dy.values, index.values),
          tolerance: 1e-4, // sums of many, each rounded
        };
      },
    }),
  ),
];
