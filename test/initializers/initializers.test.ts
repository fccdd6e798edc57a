import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import type { Initializer } from '../../src/initializers/index.ts';
import * as initializers from '../../src/initializers/index.ts';
import { activationNames } from '../../src/ops/activation.ts';
import { philoxPlace } from '../../src/tensor/random.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import { addedActivations } from '../helpers/added-golden.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { correlation, kolmogorovSmirnov, momentsOf, normalDistribution } from '../helpers/statistics.ts';
import * as twins from '../twins/random.ts';

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function filled(
  initializer: Initializer,
  shape: readonly number[],
  seed = 1,
  stream = 'init/dense1.weight',
): Float32Array {
  const values = new Float32Array(product(shape)).fill(Number.NaN);
  initializer.fill(values, shape, seed, stream);
  return values;
}

// Fans worked out by hand. Dense [300, 200]: 300 and 200. Convolution [3, 5, 40, 80]: 15 · 40 = 600 and 15 · 80 = 1200.
const dense = [300, 200];
const convolution = [3, 5, 40, 80];

describe('fansOf', () => {
  it('counts what a unit adds up and where a value goes', () => {
    expect(initializers.fansOf(dense)).toEqual({ fanIn: 300, fanOut: 200 });
    expect(initializers.fansOf(convolution)).toEqual({ fanIn: 600, fanOut: 1200 });
    expect(initializers.fansOf([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(initializers.fansOf([])).toEqual({ fanIn: 1, fanOut: 1 });
    expect(initializers.fansOf([3, 4, 5])).toEqual({ fanIn: 12, fanOut: 15 });
  });
});

describe('uniform initializers', () => {
  it.each([
    ['glorotUniform', initializers.glorotUniform(), dense, Math.sqrt(6 / 500)],
    ['glorotUniform', initializers.glorotUniform(), convolution, Math.sqrt(6 / 1800)],
    ['heUniform', initializers.heUniform(), dense, Math.sqrt(6 / 300)],
    ['heUniform', initializers.heUniform(), convolution, Math.sqrt(6 / 600)],
  ])('%s of %$ keeps its bound and its distribution', (name, initializer, shape, limit) => {
    expect(initializer.name).toBe(name);
    expect(String(initializer)).toBe(name);
    const values = filled(initializer, shape);
    const n = values.length;
    expect(values.every((x) => x >= Math.fround(-limit) && x < Math.fround(limit))).toBe(true);
    expect(Math.max(...values)).toBeGreaterThan(0.999 * limit);
    expect(Math.min(...values)).toBeLessThan(-0.999 * limit);
    const { mean, variance } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan((4.3 * limit) / Math.sqrt(3 * n));
    expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(4.3 * Math.sqrt(0.8 / n)); // kurtosis 9/5
    expect(kolmogorovSmirnov(values, (x) => (x / limit + 1) / 2)).toBeLessThan(2.3);
  });

  it('give the bits of the kernel and of its twin', () => {
    const limit = Math.sqrt(6 / 500);
    const place = philoxPlace(9, 'init/a.weight');
    const values = filled(initializers.glorotUniform(), dense, 9, 'init/a.weight');
    const memory = new KernelMemory();
    const out = memory.array(values.length);
    kernels.randomUniform(out.address, values.length, -limit, limit, ...place);
    expectSameBits(values, out.values());
    expectSameBits(values.subarray(0, 1000), twins.randomUniform(1000, -limit, limit, ...place));
  });
});

describe('normal initializers', () => {
  it.each([
    ['glorotNormal', initializers.glorotNormal(), dense, Math.sqrt(2 / 500)],
    ['glorotNormal', initializers.glorotNormal(), convolution, Math.sqrt(2 / 1800)],
    ['heNormal', initializers.heNormal(), dense, Math.sqrt(2 / 300)],
    ['heNormal', initializers.heNormal(), convolution, Math.sqrt(2 / 600)],
    ['lecunNormal', initializers.lecunNormal(), dense, Math.sqrt(1 / 300)],
    ['lecunNormal', initializers.lecunNormal(), convolution, Math.sqrt(1 / 600)],
  ])('%s of %$ has the standard deviation and the whole distribution', (name, initializer, shape, deviation) => {
    expect(initializer.name).toBe(name);
    expect(String(initializer)).toBe(name);
    const values = filled(initializer, shape);
    const n = values.length;
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan((4.3 * deviation) / Math.sqrt(n));
    expect(Math.abs(variance / deviation ** 2 - 1)).toBeLessThan(4.3 * Math.sqrt(2 / n));
    expect(Math.abs(skewness)).toBeLessThan(4.3 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis)).toBeLessThan(4.3 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(values, (x) => normalDistribution(x / deviation))).toBeLessThan(2.3);
    expect(values.some((x) => Math.abs(x) > 3 * deviation)).toBe(true); // not cut off
  });
});

describe('constants', () => {
  it('fill', () => {
    expect(filled(initializers.zeros(), [2, 3])).toEqual(new Float32Array(6));
    expect(filled(initializers.ones(), [4])).toEqual(new Float32Array(4).fill(1));
    expect(filled(initializers.constant(-0.3), [2])).toEqual(Float32Array.of(-0.3, -0.3));
    expect(String(initializers.constant(-0.3))).toBe('constant(-0.3)');
    expect(filled(initializers.constant(2), [])).toEqual(Float32Array.of(2));
    expect(() => initializers.constant(Number.NaN)).toThrow('initializers.constant: value must be finite, got NaN');
  });
});

describe.each(['glorotUniform', 'glorotNormal', 'heUniform', 'heNormal', 'lecunNormal'] as const)('%s', (name) => {
  const initializer = initializers.toInitializer('test', 'initializer', name);

  it('gives the same for the same seed and stream, and independent values for others', () => {
    const first = filled(initializer, dense, 7, 'init/dense1.weight');
    expectSameBits(filled(initializer, dense, 7, 'init/dense1.weight'), first);
    for (const other of [
      filled(initializer, dense, 8, 'init/dense1.weight'),
      filled(initializer, dense, 7 + 2 ** 32, 'init/dense1.weight'),
      filled(initializer, dense, 7, 'init/dense2.weight'),
      filled(initializer, dense, 7, 'init/dense1.weight2'),
    ]) {
      expect(Math.abs(correlation(first, other))).toBeLessThan(4.3);
    }
  });

  it('refuses values that do not fit, bad shapes and bad seeds', () => {
    expect(() => initializer.fill(new Float32Array(5), [2, 3], 1, 'x')).toThrow(ShapeError);
    expect(() => initializer.fill(new Float32Array(5), [2, 3], 1, 'x')).toThrow(
      `${name}: [2, 3] has 6 values, got an array of 5`,
    );
    expect(() => initializer.fill(new Float32Array(0), [0, 3], 1, 'x')).toThrow(ShapeError);
    expect(() => initializer.fill(new Float32Array(6), [2, 3], -1, 'x')).toThrow(RangeError);
    expect(() => initializer.fill(new Float32Array(6), [2, 3], 1, '')).toThrow(TypeError);
  });
});

describe('defaultFor', () => {
  const expected = new Map<string | undefined, string>([
    ['relu', 'heUniform'],
    ['leakyRelu', 'heUniform'],
    ['elu', 'heUniform'],
    ['gelu', 'heUniform'],
    ['silu', 'heUniform'],
    ['softplus', 'heUniform'],
    ['selu', 'lecunNormal'],
    ['tanh', 'glorotUniform'],
    ['sigmoid', 'glorotUniform'],
    ['softmax', 'glorotUniform'],
    ['logSoftmax', 'glorotUniform'],
    ['none', 'glorotUniform'],
    [undefined, 'glorotUniform'],
    ...addedActivations.map(({ activation, initializer }): [string, string] => [activation, initializer]),
  ]);

  it.each([...activationNames, undefined])('of %s', (activation) => {
    expect(expected.get(activation), `what weights before ${activation} begin with`).toBeDefined();
    expect(initializers.defaultFor(activation).name).toBe(expected.get(activation));
  });
});

describe('toInitializer', () => {
  it('takes names and values, also one’s own', () => {
    for (const name of ['glorotUniform', 'glorotNormal', 'heUniform', 'heNormal', 'lecunNormal', 'zeros', 'ones']) {
      expect(initializers.toInitializer('Dense', 'weightInitializer', name).name).toBe(name);
    }
    const own = { name: 'sevens', fill: (values: Float32Array) => void values.fill(7) };
    expect(initializers.toInitializer('Dense', 'weightInitializer', own)).toBe(own);
  });

  it('refuses the rest', () => {
    const of = (value: unknown) => () => initializers.toInitializer('Dense', 'weightInitializer', value);
    expect(of('heNormol')).toThrow("Dense: weightInitializer must be one of 'glorotUniform', 'glorotNormal'");
    expect(of(initializers.heNormal)).toThrow('got function heNormal; call it: initializers.heNormal()');
    expect(of(3)).toThrow(TypeError);
    expect(of(null)).toThrow(TypeError);
    expect(of([1, 2])).toThrow('must be the name of an initializer or an initializer, got an array of 2');
    expect(of(new Float32Array(2))).toThrow(TypeError);
  });
});

it('a network keeps the size of its signal through ten layers of the default for relu', () => {
  // y = relu(x · w), ten times with width 100: E[y²] stays E[x²] with He's variance, and would fall to 2⁻¹⁰ with half.
  const width = 100;
  let x = Float64Array.from({ length: 50 * width }, (_, i) => Math.sin(i * 1.7) * Math.SQRT2);
  for (let layer = 0; layer < 10; layer++) {
    const w = filled(initializers.defaultFor('relu'), [width, width], 3, `init/dense${layer}.weight`);
    const y = new Float64Array(x.length);
    for (let row = 0; row < 50; row++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += x[row * width + i] * w[i * width + j];
        y[row * width + j] = Math.max(sum, 0);
      }
    }
    x = y;
  }
  const meanSquare = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  expect(meanSquare).toBeGreaterThan(0.2);
  expect(meanSquare).toBeLessThan(5);
});
