import { describe, expect, it } from 'vitest';
import { cutAt, type Place, thinned } from '../../../src/report/charts/polyline.ts';

const frame = { left: 0, top: 0, right: 10, bottom: 10 };

describe('thinned', () => {
  it('keeps both ends and what is away from the straight line', () => {
    const line: Place[] = [
      [0, 0],
      [1, 0.05],
      [2, 0],
      [3, 4],
      [4, 0],
    ];
    expect(thinned(line, 0.1)).toEqual([line[0], line[2], line[3], line[4]]);
    expect(thinned(line.slice(0, 2), 9)).toEqual(line.slice(0, 2));
    expect(thinned([], 1)).toEqual([]);
  });

  it('stays within the distance it is given, of closed lines, too', () => {
    const circle = Array.from({ length: 101 }, (_, i): Place => [Math.cos(i / 15.9), Math.sin(i / 15.9)]);
    const few = thinned(circle, 0.02);
    expect(few.length).toBeLessThan(30);
    for (const [x, y] of circle) {
      const nearest = Math.min(
        ...few.slice(1).map(([toX, toY], i) => {
          const [fromX, fromY] = few[i];
          const length = Math.hypot(toX - fromX, toY - fromY);
          const share = Math.max(
            0,
            Math.min(1, ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / length ** 2),
          );
          return Math.hypot(x - fromX - share * (toX - fromX), y - fromY - share * (toY - fromY));
        }),
      );
      expect(nearest).toBeLessThanOrEqual(0.02);
    }
  });
});

describe('cutAt', () => {
  const cut = (...line: Place[]) => cutAt(frame, line);

  it('leaves what is within as it is', () => {
    expect(cut([1, 1], [9, 9], [1, 9])).toEqual([
      [
        [1, 1],
        [9, 9],
        [1, 9],
      ],
    ]);
    expect(cut([5, 5])).toEqual([[[5, 5]]]);
    expect(cut()).toEqual([]);
  });

  it('cuts at every side, and begins anew where a line comes back', () => {
    expect(cut([5, 5], [15, 5], [5, 5])).toEqual([
      [
        [5, 5],
        [10, 5],
      ],
      [
        [10, 5],
        [5, 5],
      ],
    ]);
    expect(cut([-10, 5], [20, 5])).toEqual([
      [
        [0, 5],
        [10, 5],
      ],
    ]);
    expect(cut([20, 20], [30, 30], [12, 5])).toEqual([]);
    expect(cut([11, 11])).toEqual([]);
  });

  it('is exact where the other end is far away', () => {
    const [[from, to]] = cut([1e15, 5], [5, 5]);
    expect(from).toEqual([10, 5]);
    expect(to).toEqual([5, 5]);
  });
});
