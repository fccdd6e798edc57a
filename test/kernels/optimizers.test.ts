import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { adadelta, adagrad, adam, adamax, lion, momentum, nadam, rAdam, rmsProp, sgd } from '../twins/optimizers.ts';

type Kernel = (...values: (number | undefined)[]) => void;
type Twin = (...values: (Float32Array | number | undefined)[]) => void;

/** A kernel with its twin, how it is called, and what its slots hold: any number, numbers ≥ 0, above 0, or absent. */
interface Case {
  name: string;
  kernel: Kernel;
  twin: Twin;
  slots: readonly ('any' | 'positive' | 'none')[];
  scalars: readonly number[];
}

const cases: Case[] = [];
function add(name: string, kernel: unknown, twin: unknown, slots: Case['slots'], ...scalars: number[]): void {
  cases.push({ name, kernel: kernel as Kernel, twin: twin as Twin, slots, scalars });
}
const any = 'any';
const positive = 'positive';
const none = 'none';
add('sgd', kernels.sgd, sgd, [], 0.01);
add('momentum', kernels.momentum, momentum, [any], 0.9, 1, -0.01, 0);
add('momentum, Nesterov', kernels.momentum, momentum, [any], 0.9, 1, -0.01, 1);
add('momentum, classical', kernels.momentum, momentum, [any], 0.9, -0.01, 1, 0);
add('rmsProp', kernels.rmsProp, rmsProp, [positive, none, none], 1e-3, 0.9, 1e-7, 0);
add('rmsProp, centered', kernels.rmsProp, rmsProp, [positive, any, none], 1e-3, 0.9, 1e-7, 0);
add('rmsProp, momentum', kernels.rmsProp, rmsProp, [positive, none, any], 1e-3, 0.99, 1e-7, 0.9);
add('rmsProp, both', kernels.rmsProp, rmsProp, [positive, any, any], 1e-3, 0.99, 1e-7, 0.5);
add('adam', kernels.adam, adam, [any, positive, none], 1e-3, 0.9, 0.999, 1e-8, 0);
add('adam, amsgrad', kernels.adam, adam, [any, positive, positive], 1e-3, 0.9, 0.999, 1e-8, 0);
add('adam, decay', kernels.adam, adam, [any, positive, none], 1e-3, 0.9, 0.999, 1e-8, 1e-5);
add('adam, decay and amsgrad', kernels.adam, adam, [any, positive, positive], 0.1, 0, 0.5, 1e-3, 0.01);
add('adam without memory', kernels.adam, adam, [any, positive, none], 0.1, 0, 0, 1e-10, 0);
add('rAdam, rectified', kernels.rAdam, rAdam, [any, positive], 1e-3, 0.9, 0.999, 1e-8, 1);
add('rAdam, not rectified', kernels.rAdam, rAdam, [any, positive], 1e-3, 0.9, 0.999, 1e-8, 0);
add('nadam', kernels.nadam, nadam, [any, positive], 2e-3, 8.5, 0.9, 0.999, 1e-8);
add('adagrad', kernels.adagrad, adagrad, [positive], 0.01, 1e-10);
add('adadelta', kernels.adadelta, adadelta, [positive, positive], 1, 0.9, 1e-6);
add('adamax', kernels.adamax, adamax, [any, positive], 2e-3, 0.9, 0.999, 1e-8);
add('lion', kernels.lion, lion, [any], 1e-4, 0.9, 0.99, 0);
add('lion, decay', kernels.lion, lion, [any], 1e-4, 0.9, 0.99, 1e-5);

type Values = (slot: number, kind: 'any' | 'positive') => Float32Array;

/** Two steps of kernel and twin from the same values, with guards around every array. */
function check({ name, kernel, twin, slots, scalars }: Case, values: Values, scale = 1, limit = Infinity): void {
  const memory = new KernelMemory();
  const theta = memory.array(values(0, 'any'));
  const gradient = memory.array(values(1, 'any'));
  const state = slots.map((kind, i) => (kind === none ? undefined : memory.array(values(2 + i, kind))));
  const [t, g] = [theta.values(), gradient.values()];
  const s = state.map((array) => array?.values());
  for (let step = 1; step <= 2; step++) {
    const addresses = state.map((array) => array?.address ?? 0);
    kernel(theta.address, gradient.address, ...addresses, theta.n, scale, limit, ...scalars);
    twin(t, g, ...s, scale, limit, ...scalars);
    const what = `${name}, n = ${theta.n}, step ${step}`;
    expectSameBits(theta.values(), t, `${what}: theta`);
    state.forEach((array, i) => {
      if (array) expectSameBits(array.values(), s[i]!, `${what}: slot ${i}`);
    });
    expectSameBits(gradient.values(), g, `${what}: gradient`);
  }
  memory.check();
}

const some =
  (n: number, limit = 2): Values =>
  (slot, kind) => {
    const values = someFloats(n, limit, slot + 1);
    return kind === 'positive' ? values.map(Math.abs) : values;
  };

describe.each(cases)('$name', (rule) => {
  it('equals its twin bit for bit at any length', () => {
    for (const n of lengths) check(rule, some(n));
  });

  it('scales and clips the gradient as its twin does', () => {
    for (const n of lengths) {
      check(rule, some(n), 0.3);
      check(rule, some(n), 1, 0.5);
      check(rule, some(n), 0.7, 0.25);
    }
  });

  it('equals its twin on special values of weights, gradients and slots', () => {
    // every pair of special values as (gradient, slot), and each as weight in turn
    const k = specialFloats.length;
    const special: Values = (slot, kind) => {
      const values = Float32Array.from({ length: k * k }, (_, i) => {
        if (slot === 1) return specialFloats[i % k];
        return specialFloats[(Math.floor(i / k) + slot * (i % k)) % k];
      });
      return kind === 'positive' ? values.map(Math.abs) : values;
    };
    check(rule, special);
    check(rule, special, 0.1, 50);
  });

  it('equals its twin where squares and moments leave the normal range', () => {
    const n = 2001;
    for (const exponent of [-140, -126, -122, -75, -63, -58, -40, 60, 64, 70, 120]) {
      check(rule, (slot, kind) => {
        // weights near 1, gradients around the power of two, slots as after steps with such gradients
        const size = slot === 0 ? 1 : kind === 'positive' ? 4 ** exponent : 2 ** exponent;
        const values = someFloats(n, 4, slot + 7).map((x) => x * size);
        return kind === 'positive' ? values.map(Math.abs) : values;
      });
    }
  });

  it('leaves no denormal behind, and no weight whose products would be', () => {
    const n = 1001;
    const isDenormal = (x: number) => x !== 0 && Math.abs(x) < 2 ** -126;
    const memory = new KernelMemory();
    const tiny = (slot: number) => someFloats(n, 2e-38, slot);
    const [theta, gradient] = [memory.array(someFloats(n, 2e-24, 1)), memory.array(tiny(2))];
    // the third slot is a largest v so far, which is never denormal
    const slots = rule.slots.map((kind, i) => memory.array(kind === any ? tiny(3 + i) : tiny(3 + i).map(Math.abs)));
    slots[2]?.set(new Float32Array(n));
    const addresses = slots.map(({ address }, i) => (rule.slots[i] === none ? 0 : address));
    rule.kernel(theta.address, gradient.address, ...addresses, n, 1, Infinity, ...rule.scalars);
    slots.forEach((slot, i) => {
      if (rule.slots[i] !== none) expect(slot.values().filter(isDenormal)).toHaveLength(0);
    });
    const isTooSmall = (x: number) => x !== 0 && Math.abs(x) < 2 ** -80;
    expect(theta.values().filter((x) => isTooSmall(x) || Object.is(x, -0))).toHaveLength(0);
  });
});
