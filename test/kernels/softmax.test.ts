import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/softmax.ts';

const columnCounts = [...lengths.filter((n) => n > 0), 2, 6, 7, 10, 4100];
const infinity = Number.POSITIVE_INFINITY;

/** Rows that underflow, overflow, saturate, tie, or hold what is no number. */
function hardRows(columns: number): Float32Array {
  const rows: number[][] = [
    [0],
    [-0],
    [100, -100],
    [-100],
    [88, 0, -20],
    [0, -87, -87.4, -88, -104, -200],
    [0, -87.3, -87.2, -87.1],
    [1e30, -1e30],
    [3e38, -3e38],
    [1e-40, -1e-40, 0],
    [-infinity, 0],
    [-infinity],
    [infinity, 0],
    [infinity],
    [Number.NaN, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, Number.NaN],
    [...specialFloats].filter(Number.isFinite),
    [...specialFloats],
  ];
  return Float32Array.from(rows.flatMap((row) => Array.from({ length: columns }, (_, c) => row[c % row.length])));
}

const inputs = (columns: number) => [
  new Float32Array(0),
  someFloats(3 * columns, 4, columns),
  someFloats(columns, 90, columns),
  hardRows(columns),
];

describe.each(['softmax', 'logSoftmax'] as const)('%s', (name) => {
  const [kernel, twin] = name === 'softmax' ? [kernels.softmax, twins.softmax] : [kernels.logSoftmax, twins.logSoftmax];
  const [backward, backwardTwin] =
    name === 'softmax'
      ? [kernels.softmaxBackward, twins.softmaxBackward]
      : [kernels.logSoftmaxBackward, twins.logSoftmaxBackward];

  it('equals its twin bit for bit, in place too', () => {
    for (const columns of columnCounts) {
      for (const values of inputs(columns)) {
        const memory = new KernelMemory();
        const x = memory.array(values);
        const out = memory.array(values.length);
        const expected = twin(values, columns);
        kernel(out.address, x.address, values.length / columns, columns);
        expectSameBits(out.values(), expected, `${values.length / columns} rows of ${columns}`);
        kernel(x.address, x.address, values.length / columns, columns);
        expectSameBits(x.values(), expected, `${values.length / columns} rows of ${columns} in place`);
        memory.check();
      }
    }
  });

  it('its gradient equals the twin bit for bit, in place of dy too', () => {
    for (const columns of columnCounts) {
      for (const values of inputs(columns)) {
        const rows = values.length / columns;
        const output = twin(values, columns);
        for (const dy of [
          someFloats(values.length, 2, columns + 1),
          Float32Array.from(values, (_, i) => specialFloats[(i * 5 + columns) % specialFloats.length]),
        ]) {
          const before = someFloats(values.length, 3, 7);
          const memory = new KernelMemory();
          const [y, gradient, dx] = [memory.array(output), memory.array(dy), memory.array(before)];
          backward(dx.address, gradient.address, y.address, rows, columns, 1);
          expectSameBits(dx.values(), backwardTwin(dy, output, columns, before), `${rows} rows of ${columns}, added`);
          backward(gradient.address, gradient.address, y.address, rows, columns, 0);
          expectSameBits(gradient.values(), backwardTwin(dy, output, columns), `${rows} rows of ${columns}`);
          memory.check();
        }
      }
    }
  });

  it('agrees with float64', () => {
    const columns = 37;
    const x = someFloats(20 * columns, 30, 5);
    const dy = someFloats(20 * columns, 3, 6);
    const memory = new KernelMemory();
    const [values, gradient] = [memory.array(x), memory.array(dy)];
    const [out, dx] = [memory.array(x.length), memory.array(x.length)];
    kernel(out.address, values.address, 20, columns);
    backward(dx.address, gradient.address, out.address, 20, columns, 0);
    for (let first = 0; first < x.length; first += columns) {
      const row = Array.from(x.subarray(first, first + columns));
      const g = dy.subarray(first, first + columns);
      const largest = Math.max(...row);
      const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
      const p = row.map((value) => Math.exp(value - largest) / sum);
      const dot = p.reduce((total, probability, c) => total + probability * g[c], 0);
      const total = g.reduce((all, value) => all + value, 0);
      for (let c = 0; c < columns; c++) {
        const logarithm = row[c] - largest - Math.log(sum);
        const [y, slope] = name === 'softmax' ? [p[c], p[c] * (g[c] - dot)] : [logarithm, g[c] - p[c] * total];
        // Probabilities are held to a relative error, which stems from x − max: 60 has units of 4e-6 in float32.
        const tolerance = name === 'softmax' ? 4e-6 * y : 1e-6 * Math.max(1, -y);
        expect(Math.abs(out.values()[first + c] - y)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(dx.values()[first + c] - slope)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(total)));
      }
    }
  });

  it('gives what the formula gives where numbers end', () => {
    const run = (x: number[]) => {
      const memory = new KernelMemory();
      const values = memory.array(x);
      kernel(values.address, values.address, 1, x.length);
      return Array.from(values.values());
    };
    const of = (p: number) => (name === 'softmax' ? p : Math.log(p));
    expect(run([100, -100, -infinity])).toEqual(name === 'softmax' ? [1, 0, 0] : [0, -200, -infinity]);
    expect(run([3e38, 3e38]).map(Math.fround)).toEqual([of(0.5), of(0.5)].map(Math.fround));
    expect(run([-infinity, -infinity])).toEqual([Number.NaN, Number.NaN]);
    expect(run([infinity, 0])).toEqual([Number.NaN, Number.NaN]);
    expect(run([Number.NaN, 0, 0, 0, 0, 0])).toEqual(new Array(6).fill(Number.NaN));
    expect(run([7])).toEqual([of(1)]);
  });

  it('leaves nothing denormal behind', () => {
    const x = Float32Array.from({ length: 400 }, (_, i) => (i % 4 < 2 ? 0 : -70 - i / 10));
    const memory = new KernelMemory();
    const [out, dy, dx] = [memory.array(x), memory.array(someFloats(400, 1e-15)), memory.array(400)];
    kernel(out.address, out.address, 100, 4);
    backward(dx.address, dy.address, out.address, 100, 4, 0);
    for (const [values, least] of [
      [out.values(), 2 ** -126],
      [dx.values(), 2 ** -80],
    ] as const) {
      expect(values.filter((value) => value !== 0 && Math.abs(value) < least)).toEqual(new Float32Array(0));
      expect(values.some((value) => value !== 0)).toBe(true);
    }
  });
});
