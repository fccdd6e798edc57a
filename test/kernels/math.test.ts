import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { erf } from '../helpers/erfc.ts';
import { lengths, sampleFloats, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { erf as erfTwin, exp, log } from '../twins/math.ts';
import { cos, sin } from '../twins/sin-cos.ts';

const twins = { exp, log, sin, cos, erf: erfTwin };

const names = ['exp', 'log', 'sin', 'cos', 'erf'] as const; // kernels/math.ts and sin-cos.ts

function run(name: (typeof names)[number], values: ArrayLike<number>): Float32Array {
  const memory = new KernelMemory();
  const x = memory.array(values);
  const out = memory.array(values.length);
  kernels[name](out.address, x.address, values.length);
  memory.check();
  return out.values();
}

describe.each(names)('%s', (name) => {
  const twin = twins[name];

  it('equals its twin bit for bit at any length and alignment, in place too', () => {
    for (const n of lengths) {
      for (const shift of [0, 1, 3]) {
        const values = someFloats(n, 12, n + shift + 1).map((x) => (name === 'log' ? Math.abs(x) : x));
        const memory = new KernelMemory();
        const x = memory.array(values, shift);
        const out = memory.array(n, shift);
        const expected = values.map(twin);
        kernels[name](out.address, x.address, n);
        expectSameBits(out.values(), expected, `${name} of ${n}`);
        kernels[name](x.address, x.address, n);
        expectSameBits(x.values(), expected, `${name} of ${n} in place`);
        memory.check();
      }
    }
  });

  it('equals its twin on special values and a sample of all floats', () => {
    expectSameBits(run(name, specialFloats), specialFloats.map(twin), name);
    const sample = sampleFloats(65_537);
    expectSameBits(run(name, sample), sample.map(twin), name);
  });

  it('gives the same bits wherever in the array a value stands', () => {
    // A huge, denormal or infinite neighbour takes the vector another way.
    for (const neighbour of [1e30, 1e-40, Number.POSITIVE_INFINITY, Number.NaN, -1]) {
      const values = Array.from({ length: 27 }, (_, i) => (i % 3 === 1 ? neighbour : 0.7));
      expectSameBits(
        run(name, values),
        values.map((x) => twin(Math.fround(x))),
        name,
      );
    }
  });

  it(`stays within 1 of the correctly rounded value over all floats`, () => {
    const reference = name === 'erf' ? erf : Math[name];
    const sample = sampleFloats(2_053);
    const actual = run(name, sample);
    let largest = 0;
    let at = 0;
    for (let i = 0; i < sample.length; i++) {
      const distance = ulpsBetween(actual[i], reference(sample[i]));
      if (distance > largest) {
        largest = distance;
        at = sample[i];
      }
    }
    expect(largest, `largest at ${at}`).toBeLessThanOrEqual(1);
  });
});

const infinity = Number.POSITIVE_INFINITY;

it.each([
  ['exp', 0, 1],
  ['exp', -0, 1],
  ['exp', infinity, infinity],
  ['exp', -infinity, 0],
  ['exp', Number.NaN, Number.NaN],
  ['exp', 88.72283, Math.exp(Math.fround(88.72283))],
  ['exp', 88.72284, infinity],
  ['exp', -104, 0],
  ['exp', -100, Math.exp(-100)],
  ['log', 0, -infinity],
  ['log', -0, -infinity],
  ['log', 1, 0],
  ['log', infinity, infinity],
  ['log', -infinity, Number.NaN],
  ['log', -1e-45, Number.NaN],
  ['log', Number.NaN, Number.NaN],
  ['log', 2 ** -149, Math.log(2 ** -149)],
  ['sin', 0, 0],
  ['sin', -0, -0],
  ['sin', infinity, Number.NaN],
  ['sin', -infinity, Number.NaN],
  ['sin', 2 ** -149, 2 ** -149],
  ['cos', 0, 1],
  ['cos', -0, 1],
  ['cos', -infinity, Number.NaN],
  ['erf', 0, 0],
  ['erf', -0, -0],
  ['erf', infinity, 1],
  ['erf', -infinity, -1],
  ['erf', Number.NaN, Number.NaN],
  ['erf', 100, 1],
] as const)('%s(%d) is %d', (name, x, expected) => {
  expectSameBits(run(name, [x]), [expected]);
});

it('reduces sin and cos rightly at multiples of π/2, where they are smallest', () => {
  const near = Float32Array.from({ length: 40_000 }, (_, i) => ((i + 1) * 17 * Math.PI) / 2);
  const sines = run('sin', near);
  const cosines = run('cos', near);
  let largest = 0;
  for (let i = 0; i < near.length; i++) {
    largest = Math.max(largest, ulpsBetween(sines[i], Math.sin(near[i])), ulpsBetween(cosines[i], Math.cos(near[i])));
  }
  expect(largest).toBeLessThanOrEqual(1);
});
