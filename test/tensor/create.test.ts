import { describe, expect, it } from 'vitest';
import { full, ones, randomNormal, randomUniform, zeros } from '../../src/tensor/create.ts';
import { fillNormal, fillUniform, philoxPlace } from '../../src/tensor/random.ts';
import { expectSameBits } from '../helpers/bits.ts';

describe('tensors of one value', () => {
  it('hold it in the shape asked for', () => {
    expect(zeros([2, 2]).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(ones([3]).toArray()).toEqual([1, 1, 1]);
    expect(full([], 0.1).item()).toBe(Math.fround(0.1));
    expect(full([2], Number.NaN).toArray()).toEqual([Number.NaN, Number.NaN]);
    expect(Object.is(full([1], -0).item(), -0)).toBe(true);
  });

  it('keep neither the shape that was passed nor a gradient unless asked', () => {
    const shape = [2];
    const x = zeros(shape);
    shape[0] = 3;
    expect(x.shape).toEqual([2]);
    expect(x.requiresGrad).toBe(false);
    expect(ones([1], { requiresGrad: true }).requiresGrad).toBe(true);
    expect(randomNormal([1], { requiresGrad: true }).requiresGrad).toBe(true);
  });
});

describe('randomUniform', () => {
  it('has the bits of the counted stream', () => {
    for (const [low, high, seed] of [
      [0, 1, 0],
      [-2.5, 7, 42],
      [1, 1.0000001, 2 ** 53 - 1],
    ]) {
      const expected = new Float32Array(1001);
      fillUniform(expected, low, high, philoxPlace(seed, 'randomUniform'));
      expectSameBits(randomUniform([7, 11, 13], { low, high, seed }).toFloat32Array(), expected);
      for (const value of expected) expect(value >= Math.fround(low) && value < Math.fround(high)).toBe(true);
    }
  });
});

describe('randomNormal', () => {
  it('follows the same words as the float64 rule', () => {
    const expected = new Float32Array(1001);
    fillNormal(expected, 1, 0.5, philoxPlace(9, 'randomNormal'));
    const values = randomNormal([1001], { mean: 1, standardDeviation: 0.5, seed: 9 }).toFloat32Array();
    values.forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThan(2e-6); // float32 log, sin and cos against float64 ones
    });
  });

  it('has the mean and deviation asked for', () => {
    const n = 100_000;
    const values = randomNormal([n], { mean: -3, standardDeviation: 2, seed: 1 }).toFloat32Array();
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    // Four standard errors: 2/√n of the mean, 4·√(2/n) of the variance.
    expect(Math.abs(mean + 3)).toBeLessThan((4 * 2) / Math.sqrt(n));
    expect(Math.abs(variance - 4)).toBeLessThan(4 * 4 * Math.sqrt(2 / n));
  });

  it('is constant where the deviation is 0', () => {
    expect(randomNormal([3], { mean: 2, standardDeviation: 0 }).toArray()).toEqual([2, 2, 2]);
  });
});

describe('seeds', () => {
  for (const draw of [randomUniform, randomNormal]) {
    it(`of ${draw.name} repeat, differ, and do not depend on the shape`, () => {
      const values = draw([10], { seed: 5 }).toFloat32Array();
      expectSameBits(draw([2, 5], { seed: 5 }).toFloat32Array(), values);
      expectSameBits(draw([4, 4], { seed: 5 }).toFloat32Array().subarray(0, 10), values);
      expectSameBits(draw([3]).toFloat32Array(), draw([3], { seed: 0 }).toFloat32Array());
      expect(draw([10], { seed: 6 }).toFloat32Array()).not.toEqual(values);
      expect(draw([10], { seed: 5 + 2 ** 32 }).toFloat32Array()).not.toEqual(values);
    });
  }
});
