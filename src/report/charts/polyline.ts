/** Lines of straight pieces, in pixels. */

export type Place = readonly [x: number, y: number];

/** A rectangle. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * A line with as few of its places as keep it within `most` of where it was, both ends among them.
 *
 * @see Douglas & Peucker, Algorithms for the reduction of the number of points required to represent a digitized line or
 *   its caricature, 1973.
 */
export function thinned(line: readonly Place[], most: number): Place[] {
  if (line.length < 3) return [...line];
  const kept = new Set([0, line.length - 1]);
  const open: [number, number][] = [[0, line.length - 1]];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [first, last] = part;
    let farthest = first;
    let distance = most;
    for (let i = first + 1; i < last; i++) {
      const own = distanceTo(line[i], line[first], line[last]);
      if (own > distance) [farthest, distance] = [i, own];
    }
    if (farthest === first) continue;
    kept.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return line.filter((_, i) => kept.has(i));
}

/** From a place to the nearest of a straight piece. */
function distanceTo([x, y]: Place, [fromX, fromY]: Place, [toX, toY]: Place): number {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / square));
  return Math.hypot(x - fromX - share * dx, y - fromY - share * dy);
}

/** What of a line is within a frame: several lines, where it leaves it and comes back. */
export function cutAt(frame: Frame, line: readonly Place[]): Place[][] {
  if (line.length === 1) return isWithin(frame, line[0]) ? [[line[0]]] : [];
  const parts: Place[][] = [];
  let isOpen = false;
  for (let i = 1; i < line.length; i++) {
    const piece = withinFrame(frame, line[i - 1], line[i]);
    if (!piece) {
      isOpen = false;
      continue;
    }
    const [from, to] = piece;
    if (isOpen) parts[parts.length - 1].push(to);
    else parts.push([from, to]);
    isOpen = to === line[i];
  }
  return parts;
}

export function isWithin({ left, top, right, bottom }: Frame, [x, y]: Place): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Liang & Barsky, 1984: what of a straight piece is within a frame. An end that is within is given back as it is. */
function withinFrame(frame: Frame, from: Place, to: Place): [Place, Place] | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [first, last] = [0, 1];
  const sides = [
    [-dx, from[0] - frame.left],
    [dx, frame.right - from[0]],
    [-dy, from[1] - frame.top],
    [dy, frame.bottom - from[1]],
  ];
  for (const [towards, room] of sides) {
    if (towards === 0) {
      if (room < 0) return undefined;
    } else if (towards < 0) first = Math.max(first, room / towards);
    else last = Math.min(last, room / towards);
  }
  if (first > last) return undefined;
  // From the nearer end: the other may be so far away that a rounding of it is longer than the frame.
  const at = (share: number): Place => {
    if (share < 0.5) return [from[0] + share * dx, from[1] + share * dy];
    return [to[0] - (1 - share) * dx, to[1] - (1 - share) * dy];
  };
  return [first === 0 ? from : at(first), last === 1 ? to : at(last)];
}
