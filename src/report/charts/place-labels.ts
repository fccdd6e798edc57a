import { textWidth } from './text-width.ts';

/** A text at a place of a drawing. */
export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  /** Of its middle line. */
  readonly y: number;
  readonly align: 'left' | 'center' | 'right';
}

/** A point to be labelled, with the bar through it. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const radius = 6;
const gap = 4;

/**
 * Puts each label beside its point, where it covers the least of points, bars and labels placed before: to the right if it
 * can, else to the left, above, below, or at a corner. Nothing leaves the plot if there is another place.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  width: number,
  height: number,
  size: number,
): PlacedLabel[] {
  const taken: Box[] = points.flatMap(({ x, y, low, high }) => [
    { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius },
    { left: x - gap, right: x + gap, top: Math.min(low, high), bottom: Math.max(low, high) },
  ]);
  return points.flatMap((point) => {
    if (point.label === '') return [];
    let best: { label: PlacedLabel; box: Box; cost: number } | undefined;
    for (const label of candidates(point, size)) {
      const box = boxOf(label, size);
      const cost = taken.reduce((sum, other) => sum + overlap(box, other), 0) + 10 * outside(box, width, height);
      if (!best || cost < best.cost) best = { label, box, cost };
    }
    taken.push(best!.box);
    return [best!.label];
  });
}

function candidates({ x, y, label: text }: LabelledPoint, size: number): PlacedLabel[] {
  const [aside, away] = [radius + gap, radius + gap + size / 2];
  return [
    { text, x: x + aside, y, align: 'left' },
    { text, x: x - aside, y, align: 'right' },
    { text, x, y: y - away, align: 'center' },
    { text, x, y: y + away, align: 'center' },
    { text, x: x + gap, y: y - away, align: 'left' },
    { text, x: x + gap, y: y + away, align: 'left' },
    { text, x: x - gap, y: y - away, align: 'right' },
    { text, x: x - gap, y: y + away, align: 'right' },
  ];
}

function boxOf({ text, x, y, align }: PlacedLabel, size: number): Box {
  const width = textWidth(text, size);
  const left = x - { left: 0, center: width / 2, right: width }[align];
  return { left, right: left + width, top: y - size / 2, bottom: y + size / 2 };
}

function overlap(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const along = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > 0 && along > 0 ? across * along : 0;
}

function outside({ left, top, right, bottom }: Box, width: number, height: number): number {
  const over = Math.max(0, -left) + Math.max(0, right - width) + Math.max(0, -top) + Math.max(0, bottom - height);
  return over * over;
}
