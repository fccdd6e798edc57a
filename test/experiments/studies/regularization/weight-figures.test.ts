import { describe, expect, it } from 'vitest';
import {
  columnsOff,
  sizeBins,
  sizeEdges,
  sizeHistogram,
  zeroShareOf,
} from '../../../../src/experiments/studies/regularization/weight-figures.ts';
import { randomNormal } from '../../../../src/index.ts';

describe('the histogram of sizes', () => {
  it('has a bin for 0, one below the edges, one for each power of ten, one above', () => {
    const values = [0, -0, 1e-9, -9.9e-7, 1e-6, -2e-5, 3e-4, 4e-3, -5e-2, 0.6, 0.999, 1, -30];
    expect(sizeHistogram([values])).toEqual([2, 2, 1, 1, 1, 1, 1, 2, 2]);
    expect(sizeBins).toHaveLength(sizeEdges.length + 2);
    for (const [i, edge] of sizeEdges.entries()) {
      expect(sizeHistogram([[edge]]).indexOf(1)).toBe(i + 2);
      expect(sizeHistogram([[-edge * (1 - 1e-12)]]).indexOf(1)).toBe(i + 1);
    }
  });

  it('counts every weight of all tensors once, as sorting them into decades does', () => {
    const tensors = [1, 2, 3].map((seed) =>
      randomNormal([40 * seed], { seed, standardDeviation: 0.01 })
        .toFloat32Array()
        .map((value, i) => (i % 7 === 0 ? 0 : value)),
    );
    const all = tensors.flatMap((values) => Array.from(values, Math.abs));
    const counts = sizeHistogram(tensors);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40 + 80 + 120);
    expect(counts[0]).toBe(all.filter((size) => size === 0).length);
    for (const [i, edge] of sizeEdges.entries()) {
      const below = counts.slice(1, i + 2).reduce((sum, count) => sum + count, 0);
      expect(below, `below ${edge}`).toBe(all.filter((size) => size > 0 && size < edge).length);
    }
    expect(zeroShareOf(counts)).toBe(all.filter((size) => size === 0).length / 240);
  });
});

describe('columns that are off', () => {
  it('have only weights that are 0', () => {
    const weight = [0, 0, 0, /**/ 0, 1e-30, 0, /**/ -0, 0, 0, /**/ 1, 2, 3];
    expect(columnsOff(weight, 4)).toEqual([0, 2]);
    expect(columnsOff([1, 2], 2)).toEqual([]);
    expect(columnsOff([0, 0], 1)).toEqual([0]);
  });
});
