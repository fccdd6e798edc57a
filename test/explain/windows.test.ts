import { expect, test } from 'vitest';
import { windowsOf } from '../../src/explain/windows.ts';
import { tensor } from '../../src/tensor/tensor.ts';

test('windows are where the layer looks, also in images that are no squares', () => {
  // Pixel (i, j) of 5 rows and 4 columns is 10i + j.
  const pixels = Array.from({ length: 20 }, (_, i) => 10 * Math.floor(i / 4) + (i % 4));
  const x = tensor(pixels, [1, 5, 4, 1]);
  const y = tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
  const windows = windowsOf(x, y, [2, 1], [3, 1]);
  expect(windows.map(({ row, column, window, result }) => [row, column, window.values, result])).toEqual([
    [0, 0, [0, 10], 1],
    [0, 1, [1, 11], 2],
    [0, 2, [2, 12], 3],
    [1, 0, [30, 40], 4],
    [1, 1, [31, 41], 5],
    [1, 2, [32, 42], 6],
  ]);
  expect(windows[0].window.shape).toEqual([2, 1]);
  const across = windowsOf(x, tensor([1, 2], [1, 1, 2, 1]), [1, 2], 2).map(({ window }) => window.values);
  expect(across).toEqual([
    [0, 1],
    [2, 3],
  ]);
});
