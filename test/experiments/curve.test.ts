import { expect, test } from 'vitest';
import { curveOf } from '../../src/experiments/curve.ts';

test('the mean of each epoch, over the curves that have come so far', () => {
  const { name, points, dashed } = curveOf('two', 'loss', [[1, 2, 3], [3]]);
  expect({ name, dashed }).toEqual({ name: 'two', dashed: undefined });
  expect(points).toEqual([
    { x: 1, y: 2, low: 2 - Math.SQRT2, high: 2 + Math.SQRT2 },
    { x: 2, y: 2 },
    { x: 3, y: 3 },
  ]);
  expect(curveOf('one', 'loss', [[1]], true)).toEqual({ name: 'one', dashed: true, points: [{ x: 1, y: 1 }] });
  expect(curveOf('none', 'loss', []).points).toEqual([]);
});

test('a band goes no further than a figure can', () => {
  expect(curveOf('share', 'share', [[0.9], [1]]).points[0]).toMatchObject({ high: 1 });
  expect(curveOf('share', 'share', [[0], [0.1]]).points[0]).toMatchObject({ low: 0 });
  const [{ low, high }] = curveOf('loss', 'loss', [[0], [9]]).points;
  expect([low, high]).toEqual([0, expect.closeTo(4.5 + 4.5 * Math.SQRT2, 12)]);
});
