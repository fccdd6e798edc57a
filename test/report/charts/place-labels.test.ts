import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../src/report/charts/place-labels.ts';
import { textWidth } from '../../../src/report/charts/text-width.ts';

const size = 12;
const at = (x: number, y: number, label = 'label') => ({ x, y, low: y, high: y, label });

/** Left, right, top and bottom of a placed label. */
function boxOf({ text, x, y, align }: ReturnType<typeof placeLabels>[number]): [number, number, number, number] {
  const width = textWidth(text, size);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return [left, left + width, y - size / 2, y + size / 2];
}

describe('placeLabels', () => {
  it('puts a label to the right, or to the left where it would leave the plot', () => {
    expect(placeLabels([at(100, 50)], 300, 100, size)).toEqual([{ text: 'label', x: 110, y: 50, align: 'left' }]);
    expect(placeLabels([at(295, 50)], 300, 100, size)).toEqual([{ text: 'label', x: 285, y: 50, align: 'right' }]);
  });

  it('leaves out what has no text', () => {
    expect(placeLabels([at(10, 10, ''), at(50, 50)], 300, 100, size)).toHaveLength(1);
  });

  it('keeps labels off points, bars and each other, within the plot', () => {
    const points = [
      at(150, 60),
      at(168, 62),
      at(150, 45),
      { ...at(20, 90), low: 40, high: 99 },
      at(290, 8),
      at(275, 12),
    ];
    const boxes = placeLabels(points, 300, 120, size).map(boxOf);
    expect(boxes).toHaveLength(6);
    for (const [i, [left, right, top, bottom]] of boxes.entries()) {
      expect([left >= 0, right <= 300, top >= 0, bottom <= 120]).toEqual([true, true, true, true]);
      for (const [l, r, t, b] of boxes.slice(0, i)) expect(left < r && l < right && top < b && t < bottom).toBe(false);
      for (const { x, y } of points) expect(left < x && x < right && top < y && y < bottom).toBe(false);
    }
  });
});
