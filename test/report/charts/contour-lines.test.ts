import { describe, expect, it } from 'vitest';
import { contourRings, type Ring } from '../../../src/report/charts/contour-lines.ts';

/** Twice the area within a ring, below 0 where it runs the other way round. */
function area(ring: Ring): number {
  return ring.reduce((sum, [x, y], i) => {
    const [toX, toY] = ring[(i + 1) % ring.length];
    return sum + x * toY - toX * y;
  }, 0);
}

const grid = (size: number, height: (x: number, y: number) => number): number[][] =>
  Array.from({ length: size }, (_, j) => Array.from({ length: size }, (_, i) => height(i, j)));

describe('contourRings', () => {
  it('are around what is low, at the level', () => {
    const [ring, ...others] = contourRings(
      grid(41, (x, y) => (x - 20) ** 2 + (y - 20) ** 2),
      100,
    );
    expect(others).toEqual([]);
    for (const [x, y] of ring) expect(Math.hypot(x - 20, y - 20)).toBeCloseTo(10, 1);
    expect(Math.abs(area(ring)) / 2).toBeCloseTo(100 * Math.PI, -1);
  });

  it('run the other way round where they are around what is high', () => {
    const rings = contourRings(
      grid(41, (x, y) => Math.abs(Math.hypot(x - 20, y - 20) - 10)),
      4,
    );
    const areas = rings.map(area).sort((a, b) => a - b);
    expect(areas).toHaveLength(2);
    expect(areas[0]).toBeLessThan(0);
    expect(areas[1]).toBeGreaterThan(0);
    expect(areas[1]).toBeGreaterThan(-areas[0]);
  });

  it('close along the border', () => {
    const [ring] = contourRings(
      grid(3, (x) => x),
      1.5,
    );
    expect(area(ring) / 2).toBe(3); // 1.5 wide and 2 high
    const all = contourRings(
      grid(3, () => 0),
      1,
    );
    expect(all.map((one) => area(one) / 2)).toEqual([4]);
    expect(
      contourRings(
        grid(3, () => 2),
        1,
      ),
    ).toEqual([]);
  });

  it('never cross at a saddle', () => {
    const heights = [
      [0, 2],
      [2, 0],
    ];
    const rings = contourRings(heights, 1);
    expect(rings.map((ring) => area(ring) > 0)).toEqual(rings.map(() => true));
    expect(rings.length).toBe(2);
  });

  it('go through every side of a cell whose ends are on both sides of the level, at the level, once', () => {
    const size = 30;
    const rough = grid(size, (x, y) => ((x * 7919 + y * 104729 + x * y * 31) % 101) / 100); // without any order
    const at = (x: number, y: number): number => rough[y]?.[x] ?? Number.POSITIVE_INFINITY;
    for (const level of [0.105, 0.355, 0.505, 0.805]) {
      const places = contourRings(rough, level).flat();
      for (const [x, y] of places) {
        const [left, top] = [Math.floor(x), Math.floor(y)];
        const share = x - left + (y - top); // one of the two is 0
        const to = at(x === left ? left : left + 1, y === top ? top : top + 1);
        const height = share === 0 ? at(left, top) : at(left, top) + share * (to - at(left, top));
        if (share === 0)
          expect(height).toBeLessThan(level); // on the border
        else expect(height).toBeCloseTo(level, 9);
      }
      let crossed = 0;
      for (let y = -1; y < size; y++) {
        for (let x = -1; x < size; x++) {
          const isLow = at(x, y) <= level;
          if (isLow !== at(x + 1, y) <= level) crossed++;
          if (isLow !== at(x, y + 1) <= level) crossed++;
        }
      }
      expect(places).toHaveLength(crossed);
    }
  });
});
