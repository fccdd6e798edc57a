import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { erfc } from '../helpers/erfc.ts';
import { lengths, sampleFloats, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/activations.ts';
import * as gated from '../twins/gelu.ts';

/** One function with its kernels, its twins, and the textbook formulas in float64. */
interface Activation {
  name: string;
  parameter?: number;
  forward: (out: number, x: number, n: number, parameter: number) => void;
  backward: (dx: number, dy: number, read: number, n: number, parameter: number, adds: 0 | 1) => void;
  twin: (x: number, parameter: number) => number;
  gradientTwin: (dy: number, read: number, parameter: number) => number;
  /** The backward kernel reads the input, not the output. */
  fromInput?: boolean;
  exact: (x: number) => number;
  slope: (x: number) => number;
  /** Largest distance from the correctly rounded value, on inputs from `from` (−Infinity) on. */
  within: number;
  from?: number;
  /** Below this input the result is ±0. */
  zeroBelow?: number;
}

const k = kernels;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const lambda = 1.0507009873554805;
const alpha = 1.6732632423543772;
const slope = Math.fround(0.3);
const flushBelow = Math.fround(-87.3365402);
const geluArgument = (x: number) => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const distribution = (x: number) => erfc(-x / Math.SQRT2) / 2;

const activations: Activation[] = [
  {
    name: 'relu',
    forward: k.relu,
    backward: (dx, dy, y, n, _, adds) => k.reluBackward(dx, dy, y, n, adds),
    twin: twins.relu,
    gradientTwin: twins.reluGradient,
    exact: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
    slope: (x) => (x > 0 ? 1 : 0),
    within: 0,
  },
  {
    name: 'leakyRelu',
    parameter: slope,
    forward: k.leakyRelu,
    backward: k.leakyReluBackward,
    twin: twins.leakyRelu,
    gradientTwin: twins.leakyReluGradient,
    exact: (x) => (x < 0 ? slope * x : x),
    slope: (x) => (x > 0 ? 1 : slope),
    within: 0,
  },
  {
    name: 'elu',
    parameter: 1,
    forward: k.elu,
    backward: k.eluBackward,
    twin: twins.elu,
    gradientTwin: twins.eluGradient,
    exact: (x) => (x < 0 ? Math.expm1(x) : x),
    slope: (x) => (x > 0 ? 1 : Math.exp(x)),
    within: 2,
  },
  {
    name: 'elu of another alpha',
    parameter: slope,
    forward: k.elu,
    backward: k.eluBackward,
    twin: twins.elu,
    gradientTwin: twins.eluGradient,
    exact: (x) => (x < 0 ? slope * Math.expm1(x) : x),
    slope: (x) => (x > 0 ? 1 : slope * Math.exp(x)),
    within: 3,
  },
  {
    name: 'selu',
    forward: k.selu,
    backward: (dx, dy, y, n, _, adds) => k.seluBackward(dx, dy, y, n, adds),
    twin: twins.selu,
    gradientTwin: twins.seluGradient,
    exact: (x) => lambda * (x < 0 ? alpha * Math.expm1(x) : x),
    slope: (x) => lambda * (x > 0 ? 1 : alpha * Math.exp(x)),
    within: 3,
  },
  {
    name: 'softplus',
    forward: k.softplus,
    backward: (dx, dy, y, n, _, adds) => k.softplusBackward(dx, dy, y, n, adds),
    twin: twins.softplus,
    gradientTwin: twins.softplusGradient,
    exact: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    slope: sigmoid,
    within: 2,
    zeroBelow: flushBelow,
  },
  {
    name: 'tanh',
    forward: k.tanh,
    backward: (dx, dy, y, n, _, adds) => k.tanhBackward(dx, dy, y, n, adds),
    twin: twins.tanh,
    gradientTwin: twins.tanhGradient,
    exact: Math.tanh,
    slope: (x) => 1 - Math.tanh(x) ** 2,
    within: 1,
  },
  {
    name: 'sigmoid',
    forward: k.sigmoid,
    backward: (dx, dy, y, n, _, adds) => k.sigmoidBackward(dx, dy, y, n, adds),
    twin: twins.sigmoid,
    gradientTwin: twins.sigmoidGradient,
    exact: sigmoid,
    slope: (x) => sigmoid(x) * sigmoid(-x),
    within: 2,
    zeroBelow: flushBelow,
  },
  {
    name: 'gelu',
    forward: k.gelu,
    backward: (dx, dy, x, n, _, adds) => k.geluBackwardFromInput(dx, dy, x, n, adds),
    twin: gated.gelu,
    gradientTwin: gated.geluGradient,
    fromInput: true,
    exact: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * distribution(x)),
    slope: (x) => distribution(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
    within: 2,
    from: -1,
    zeroBelow: -12.9,
  },
  {
    name: 'geluTanh',
    forward: k.geluTanh,
    backward: (dx, dy, x, n, _, adds) => k.geluTanhBackwardFromInput(dx, dy, x, n, adds),
    twin: gated.geluTanh,
    gradientTwin: gated.geluTanhGradient,
    fromInput: true,
    exact: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * sigmoid(geluArgument(x))),
    slope: (x) => {
      const s = sigmoid(geluArgument(x));
      return s + x * s * sigmoid(-geluArgument(x)) * 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    },
    within: 3,
    from: -1,
    zeroBelow: -10.1,
  },
  {
    name: 'silu',
    forward: k.silu,
    backward: (dx, dy, x, n, _, adds) => k.siluBackwardFromInput(dx, dy, x, n, adds),
    twin: gated.silu,
    gradientTwin: gated.siluGradient,
    fromInput: true,
    exact: (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * sigmoid(x)),
    slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x)),
    within: 3,
    zeroBelow: flushBelow,
  },
];

describe.each(activations)('$name', (activation) => {
  const { forward, backward, twin, gradientTwin, exact, parameter = 0, fromInput = false } = activation;
  const { within, from = Number.NEGATIVE_INFINITY, zeroBelow = Number.NEGATIVE_INFINITY } = activation;

  function run(values: ArrayLike<number>): Float32Array {
    const memory = new KernelMemory();
    const x = memory.array(values);
    const out = memory.array(values.length);
    forward(out.address, x.address, values.length, parameter);
    memory.check();
    return out.values();
  }

  function runBackward(dy: ArrayLike<number>, read: ArrayLike<number>, before: ArrayLike<number>, adds: 0 | 1) {
    const memory = new KernelMemory();
    const [dx, dyArray, readArray] = [before, dy, read].map((values) => memory.array(values));
    backward(dx.address, dyArray.address, readArray.address, dy.length, parameter, adds);
    memory.check();
    return dx.values();
  }

  it('equals its twin bit for bit at any length and alignment, in place too', () => {
    for (const n of lengths) {
      for (const shift of [0, 1, 3]) {
        const values = someFloats(n, 12, n + shift + 1);
        const expected = values.map((x) => twin(x, parameter));
        const memory = new KernelMemory();
        const x = memory.array(values, shift);
        const out = memory.array(n, shift);
        forward(out.address, x.address, n, parameter);
        expectSameBits(out.values(), expected, `${n} values`);
        forward(x.address, x.address, n, parameter);
        expectSameBits(x.values(), expected, `${n} values in place`);
        memory.check();
      }
    }
  });

  it('equals its twin on special values and a sample of all floats', () => {
    for (const values of [specialFloats, sampleFloats(65_537)]) {
      expectSameBits(
        run(values),
        Float32Array.from(values, (x) => twin(x, parameter)),
      );
    }
  });

  it('has a gradient that equals its twin, overwriting and adding, in place too', () => {
    for (const n of lengths) {
      const x = someFloats(n, 12, n + 7);
      const dy = someFloats(n, 2, n + 8);
      const before = someFloats(n, 2, n + 9);
      const read = fromInput ? x : run(x);
      const expected = dy.map((value, i) => gradientTwin(value, read[i], parameter));
      const sum = expected.map((value, i) => before[i] + value);
      expectSameBits(runBackward(dy, read, before, 0), expected, `${n} values`);
      expectSameBits(runBackward(dy, read, before, 1), sum, `${n} values added`);
      const memory = new KernelMemory();
      const inPlace = memory.array(dy);
      backward(inPlace.address, inPlace.address, memory.array(read).address, n, parameter, 0);
      expectSameBits(inPlace.values(), expected, `${n} values in place`);
      memory.check();
    }
  });

  it('has a gradient that equals its twin on special values', () => {
    const x = specialFloats.flatMap((value) => specialFloats.map(() => value));
    const dy = specialFloats.flatMap(() => specialFloats);
    const read = fromInput ? x : run(x);
    const expected = dy.map((value, i) => Math.fround(gradientTwin(value, read[i], parameter)));
    const before = new Float32Array(dy.length).fill(1);
    expectSameBits(runBackward(dy, read, before, 0), expected);
    expectSameBits(
      runBackward(dy, read, before, 1),
      expected.map((value) => Math.fround(1 + value)),
    );
  });

  it(`stays within ${within} of the correctly rounded value${activation.from ? ` from ${from} on` : ''}`, () => {
    const sample = sampleFloats(4_099).filter((x) => !(x < from));
    const actual = run(sample);
    let largest = 0;
    let at = 0;
    for (let i = 0; i < sample.length; i++) {
      const distance = ulpsBetween(actual[i], sample[i] < zeroBelow ? 0 : exact(sample[i]));
      if (distance > largest) {
        largest = distance;
        at = sample[i];
      }
    }
    expect(largest, `largest at ${at}`).toBeLessThanOrEqual(within);
  });

  it('has the slope of the formula', () => {
    const x = Float32Array.from({ length: 4_001 }, (_, i) => (i - 2_000) / 100);
    const actual = runBackward(new Float32Array(x.length).fill(1), fromInput ? x : run(x), x, 0);
    let largest = 0;
    for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(actual[i] - activation.slope(x[i])));
    expect(largest).toBeLessThan(1e-6);
  });

  it('passes NaN on, and is right at ±100 and ±Infinity', () => {
    const large = [100, -100, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
    const actual = run(large);
    const expected = large.map((x) => (x < zeroBelow ? 0 : exact(x)));
    actual.forEach((y, i) => {
      expect(ulpsBetween(y, expected[i]), `at ${large[i]}: ${y}`).toBeLessThanOrEqual(1);
    });
    const slopes = runBackward([1, 1, 1, 1, 1], fromInput ? large : actual, large, 0);
    expect(Math.abs(slopes[0] - activation.slope(100))).toBeLessThan(1e-7);
    expect(Math.abs(slopes[1] - activation.slope(-100))).toBeLessThan(1e-30);
  });
});

describe.each([
  ['gelu', -4, 1e-6],
  ['gelu', -12.89, 5e-6],
  ['geluTanh', -4, 2e-6],
  ['geluTanh', -9.9, 1.5e-5],
] as const)('%s from %d on', (name, from, tolerance) => {
  it(`has a relative error below ${tolerance}`, () => {
    const { forward, exact } = activations.find((activation) => activation.name === name)!;
    const memory = new KernelMemory();
    const values = Float32Array.from({ length: 100_000 }, (_, i) => (from * i) / 100_000);
    const x = memory.array(values);
    forward(x.address, x.address, x.n, 0);
    let largest = 0;
    x.values().forEach((y, i) => {
      if (i > 0) largest = Math.max(largest, Math.abs(y / exact(values[i]) - 1));
    });
    expect(largest).toBeLessThan(tolerance);
  });
});

it('gradients of saturated functions are flushed to +0 below 2^-80', () => {
  const read = {
    tanhBackward: 0.99999994,
    sigmoidBackward: 1e-20,
    softplusBackward: 1e-20,
    siluBackwardFromInput: -50,
  };
  for (const [name, value] of Object.entries(read) as [keyof typeof read, number][]) {
    const memory = new KernelMemory();
    const dx = memory.array(5);
    const dy = memory.array([1, 1e-20, -1e-20, 1e-3, -1e-3]);
    kernels[name](dx.address, dy.address, memory.array([value, value, value, value, value]).address, 5, 0);
    const result = dx.values();
    expect(result[0], name).not.toBe(0);
    expectSameBits(result.subarray(1, 3), [0, 0], name);
    expect(result[3], name).not.toBe(0);
  }
});

it('slopes below 2^-80 count as 0, whatever they are multiplied by', () => {
  const read = {
    sigmoidBackward: 1e-30,
    softplusBackward: 1e-30,
    siluBackwardFromInput: -70,
    geluBackwardFromInput: -12,
  };
  for (const [name, value] of Object.entries(read) as [keyof typeof read, number][]) {
    const memory = new KernelMemory();
    const dx = memory.array([1]);
    kernels[name](dx.address, memory.array([1e30]).address, memory.array([value]).address, 1, 0);
    expectSameBits(dx.values(), [0], name);
  }
});
