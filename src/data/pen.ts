/** What a pen does: a curve through the points of a stroke, and the distance of each pixel from it. */
import type { Stroke } from './digit-forms.ts';

/** Straight pieces between two points. */
const pieces = 6;

/**
 * A curve through the points of a stroke, as a polyline x, y, x, y, …. Between points p₁ and p₂ with neighbours p₀ and p₃
 * it is the cubic of Catmull and Rom, whose direction at p₁ is that of p₂ − p₀:
 *
 *     p(t) = ½ (2p₁ + (p₂ − p₀) t + (2p₀ − 5p₁ + 4p₂ − p₃) t² + (3p₁ − p₀ − 3p₂ + p₃) t³)      t = 1/6, 2/6, … 1
 *
 * An end is its own neighbour. So is a point that stands twice: the curve arrives from one side and leaves to the other.
 *
 * @see E. Catmull, R. Rom, A class of local interpolating splines. Computer Aided Geometric Design, 1974.
 */
export function smooth(stroke: Stroke): number[] {
  const last = stroke.length - 2;
  const path = [stroke[0], stroke[1]];
  for (let i = 0; i < last; i += 2) {
    if (stroke[i] === stroke[i + 2] && stroke[i + 1] === stroke[i + 3]) continue;
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      for (let axis = 0; axis < 2; axis++) {
        const p0 = stroke[Math.max(i - 2, 0) + axis];
        const p1 = stroke[i + axis];
        const p2 = stroke[i + 2 + axis];
        const p3 = stroke[Math.min(i + 4, last) + axis];
        const linear = p2 - p0;
        const square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
        const cubic = 3 * p1 - p0 - 3 * p2 + p3;
        path.push(0.5 * (2 * p1 + t * (linear + t * (square + t * cubic))));
      }
    }
  }
  return path;
}

/** Where paths lie: the larger side of the box around them, and their centre of mass, each bit of length weighing alike. */
export function extent(paths: readonly (readonly number[])[]): { side: number; centerX: number; centerY: number } {
  let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [mass, momentX, momentY] = [0, 0, 0];
  for (const path of paths) {
    for (let i = 0; i < path.length; i += 2) {
      const [x, y] = [path[i], path[i + 1]];
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      if (i === 0) continue;
      const [dx, dy] = [x - path[i - 2], y - path[i - 1]];
      const length = Math.sqrt(dx * dx + dy * dy);
      mass += length;
      momentX += length * (x - dx / 2);
      momentY += length * (y - dy / 2);
    }
  }
  return { side: Math.max(right - left, bottom - top), centerX: momentX / mass, centerY: momentY / mass };
}

/**
 * Lowers `squaredDistances`, of the pixels' centres from what has been drawn, by one path more: the least over its pieces
 * ab of |p − q|², q the point of ab nearest to p. Pixels farther than `reach` may keep what they have.
 *
 * squaredDistances: [size, size]; pixel (row, column) has its centre at y = row + ½, x = column + ½.
 */
export function trace(squaredDistances: Float64Array, size: number, path: readonly number[], reach: number): void {
  for (let i = 0; i + 3 < path.length; i += 2) {
    const [ax, ay, bx, by] = [path[i], path[i + 1], path[i + 2], path[i + 3]];
    const [dx, dy] = [bx - ax, by - ay];
    const squaredLength = dx * dx + dy * dy;
    const inverse = squaredLength > 0 ? 1 / squaredLength : 0;
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
    const right = Math.min(size - 1, Math.floor(Math.max(ax, bx) + reach));
    const top = Math.max(0, Math.floor(Math.min(ay, by) - reach));
    const bottom = Math.min(size - 1, Math.floor(Math.max(ay, by) + reach));
    for (let row = top; row <= bottom; row++) {
      const y = row + 0.5 - ay;
      for (let column = left; column <= right; column++) {
        const x = column + 0.5 - ax;
        const along = Math.min(1, Math.max(0, (x * dx + y * dy) * inverse));
        const [toX, toY] = [x - along * dx, y - along * dy];
        const squared = toX * toX + toY * toY;
        const at = row * size + column;
        if (squared < squaredDistances[at]) squaredDistances[at] = squared;
      }
    }
  }
}
