import { describe, expect, it, test } from 'vitest';
import { initializerNames, traceInitializer } from '../../src/explain/initializer-trace.ts';
import { defaultFor } from '../../src/initializers/default-for.ts';

describe('initializers', () => {
  it.each(initializerNames)('%s: the sample has the deviation of the formula', (name) => {
    const { fanIn, fanOut, expected, sample } = traceInitializer(name, { shape: [3, 3, 16, 32], value: 0.25 });
    expect([fanIn, fanOut]).toEqual([144, 288]);
    const middle = name === 'ones' ? 1 : name === 'constant' ? 0.25 : 0;
    expect(Math.abs(sample.mean - middle)).toBeLessThan(0.05 * expected.deviation + 1e-12);
    // 4,608 values: the deviation of a deviation is about 1 %.
    expect(Math.abs(sample.deviation - expected.deviation)).toBeLessThanOrEqual(0.04 * expected.deviation);
    if (expected.limit !== undefined) {
      expect(Math.abs(sample.least)).toBeLessThanOrEqual(expected.limit);
      expect(sample.most).toBeLessThanOrEqual(expected.limit);
      expect(sample.most).toBeGreaterThan(0.99 * expected.limit);
    }
    expect(sample.bins.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 3 * 16 * 32);
  });

  test('state the figures that PyTorch has for a weight of 64 to 32', () => {
    // torch.nn.init, torch.empty(32, 64): std of xavier_normal_, kaiming_normal_; bound of xavier_uniform_, kaiming_uniform_
    const limit = (name: 'glorotUniform' | 'heUniform') => traceInitializer(name).expected.limit;
    const deviation = (name: 'glorotNormal' | 'heNormal' | 'lecunNormal') => traceInitializer(name).expected.deviation;
    expect(deviation('glorotNormal')).toBeCloseTo(0.14433756729740643, 14);
    expect(deviation('heNormal')).toBeCloseTo(0.17677669529663687, 14);
    expect(deviation('lecunNormal')).toBeCloseTo(0.125, 14);
    expect(limit('glorotUniform')).toBeCloseTo(0.25, 14);
    expect(limit('heUniform')).toBeCloseTo(0.30618621784789724, 14);
  });

  test('keep a signal with the activation they are for, and lose it with others', () => {
    const last = (name: 'heNormal' | 'glorotNormal', activation: 'relu' | 'none') =>
      traceInitializer(name, { activation }).signal.layers.at(-1)!;
    expect(last('heNormal', 'relu').depth).toBe(10);
    // Of rows with variance 1 by weights with variance 2/64: 2, and half of the squares are kept.
    const [first] = traceInitializer('heNormal').signal.layers;
    expect(Math.abs(first.variance - 2)).toBeLessThan(0.15);
    expect(Math.abs(first.meanSquare - 1)).toBeLessThan(0.1);
    expect(last('heNormal', 'relu').meanSquare).toBeGreaterThan(0.5);
    expect(last('heNormal', 'relu').meanSquare).toBeLessThan(2);
    expect(last('glorotNormal', 'relu').meanSquare).toBeLessThan(4 / 1024); // halved ten times
    expect(last('glorotNormal', 'none').meanSquare).toBeGreaterThan(0.5);
    expect(String(defaultFor('relu'))).toBe('heUniform');
  });

  test.each([
    ['heNormal', { shape: [2000, 2000] }, 'got [2000, 2000] with 4000000'],
    ['heNormal', { activation: 'gauss' }, "explain init heNormal: activation must be one of 'none', 'elu'"],
    ['constant', { value: Number.NaN }, 'explain init constant: value must be finite, got NaN'],
    ['constant', { value: 1e30 }, 'the signal is no longer finite after layer 2; choose smaller numbers'],
    ['constant', { value: 1e40, activation: 'sigmoid' }, 'the signal is no longer finite after layer 1;'],
    ['he', {}, "explain init: name must be one of 'glorotUniform'"],
  ])('%s %j', (name, options, message) => {
    const call = () => traceInitializer(name as 'heNormal', options as object);
    expect(call).toThrow(message);
  });
});
