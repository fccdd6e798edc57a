import { describe, expect, it } from 'vitest';
import { softThreshold as rule, type StepLength, softThresholdFused } from '../../src/optimizers/soft-threshold.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { softThreshold } from '../twins/optimizers.ts';

const forms = [
  { form: 0, what: 'a threshold for all', threshold: 0.3, epsilon: 0 },
  { form: 1, what: 'over a root', threshold: 0.1, epsilon: 1e-8 },
  { form: 2, what: 'over a size', threshold: 0.1, epsilon: 0 },
  { form: 3, what: 'times a root over another', threshold: 0.2, epsilon: 1e-6 },
] as const;
type Form = (typeof forms)[number];

function check({ form, threshold, epsilon }: Form, theta: Float32Array, factor: Float32Array, divisor: Float32Array) {
  const memory = new KernelMemory();
  const [w, f, d] = [theta, factor, divisor].map((values) => memory.array(values));
  kernels.softThreshold(w.address, form === 3 ? f.address : 0, form > 0 ? d.address : 0, w.n, form, threshold, epsilon);
  const expected = theta.slice();
  softThreshold(expected, factor, divisor, form, threshold, epsilon);
  expectSameBits(w.values(), expected, `form ${form}, n = ${w.n}`);
  expectSameBits(f.values(), factor);
  expectSameBits(d.values(), divisor);
  memory.check();
}

describe.each(forms)('softThreshold, $what', (form) => {
  it('equals its twin bit for bit at any length', () => {
    for (const n of lengths) {
      check(
        form,
        someFloats(n, 1, n + 1),
        someFloats(n, 1, n + 2).map(Math.abs),
        someFloats(n, 1, n + 3).map(Math.abs),
      );
    }
  });

  it('equals its twin on special values', () => {
    const k = specialFloats.length;
    const pairs = (of: (i: number) => number) => Float32Array.from({ length: k * k }, (_, i) => specialFloats[of(i)]);
    const divisor = pairs((i) => i % k).map(Math.abs);
    check(
      form,
      pairs((i) => Math.floor(i / k)),
      pairs((i) => (3 * i) % k).map(Math.abs),
      divisor,
    );
  });

  it('leaves +0 where nothing is left, nothing below 2⁻⁸⁰, and NaN', () => {
    const one = Float32Array.from({ length: 8 }, () => 1);
    const theta = Float32Array.from([0.01, -0.01, 0, -0, Number.NaN, 5, -5, 1e-30]);
    check(form, theta, one, one);
    const memory = new KernelMemory();
    const [w, d] = [memory.array(theta), memory.array(one)];
    kernels.softThreshold(w.address, d.address, d.address, 8, form.form, form.threshold, form.epsilon);
    const after = Array.from(w.values());
    expect(after.slice(0, 4).every((value) => Object.is(value, 0))).toBe(true);
    expect(after[4]).toBeNaN();
    expect(after[5]).toBe(-after[6]);
    expect(after[7]).toBe(0);
  });
});

type Slot = 'a' | 'b';
const stepLengths: StepLength<Slot>[] = [
  { rate: 0.5 },
  { rate: 0.1, root: 'b', epsilon: 1e-8 },
  { rate: 0.1, size: 'b' },
  { rate: 0.2, change: 'a', square: 'b', epsilon: 1e-6 },
];

it.each(stepLengths)('the rule as it reads and its kernel agree: %j', (length) => {
  const n = 1001;
  const lambda = 0.7;
  const theta = someFloats(n, 1, 1);
  const slots = { a: someFloats(n, 1, 2).map(Math.abs), b: someFloats(n, 1, 3).map(Math.abs) };
  const memory = new KernelMemory();
  const w = memory.array(theta);
  const places = { a: memory.array(slots.a), b: memory.array(slots.b) };
  softThresholdFused<Slot>(w.address, n, lambda, length, (slot) => places[slot].address);
  rule<Slot>(theta, lambda, length, slots);
  expect(theta.filter((value) => value === 0).length).toBeGreaterThan(100);
  w.values().forEach((value, i) => {
    // Where little is left of |w| − hλ, it is as wrong as its terms.
    if (ulpsBetween(value, theta[i]) > 2) expect(Math.abs(value - theta[i])).toBeLessThan(4 * 2 ** -23);
  });
});
