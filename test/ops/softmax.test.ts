import { describe, expect, it } from 'vitest';
import { logSoftmax } from '../../src/ops/log-softmax.ts';
import { softmax } from '../../src/ops/softmax.ts';
import { transpose } from '../../src/ops/transpose.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';

describe('softmax and logSoftmax', () => {
  it('give along any axis the bits that the last axis gives for the same rows', () => {
    const x = values([3, 4, 5]);
    for (const fn of [softmax, logSoftmax]) {
      const along0 = fn(x, 0).toFloat32Array();
      expectSameBits(along0, fn(x, -3).toFloat32Array());
      const moved = transpose(fn(transpose(x, [1, 2, 0])), [2, 0, 1]);
      expectSameBits(along0, moved.toFloat32Array());
    }
  });

  it('stay finite and sum to one at the largest values', () => {
    const x = tensor([
      [3e38, -3e38, 0],
      [-3e38, -3e38, -3e38],
      [88.9, 88.9, 88.9],
    ]);
    expect(softmax(x).toArray()).toEqual([
      [1, 0, 0],
      [1 / 3, 1 / 3, 1 / 3].map(Math.fround),
      [1 / 3, 1 / 3, 1 / 3].map(Math.fround),
    ]);
    const third = Math.fround(-Math.log(3));
    const [, second, last] = logSoftmax(x).toArray() as number[][];
    for (const value of last) expect(value).toBeCloseTo(third, 5);
    for (const value of second) expect(Number.isFinite(value)).toBe(true);
  });
});
