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

/** What of a straight piece is within a frame, side by side. An end that is within is given back as it is. */
function withinFrame({ left, top, right, bottom }: Frame, from: Place, to: Place): [Place, Place] | undefined {
  let [first, last] = [from, to];
  for (const [axis, bound, sign] of [
    [0, left, -1],
    [0, right, 1],
    [1, top, -1],
    [1, bottom, 1],
  ] as const) {
    const isOut = (place: Place): boolean => sign * (place[axis] - bound) > 0;
    const [isFirstOut, isLastOut] = [isOut(first), isOut(last)];
    if (isFirstOut && isLastOut) return undefined;
    if (isFirstOut) first = crossing(last, first, axis, bound);
    else if (isLastOut) last = crossing(first, last, axis, bound);
  }
  return [first, last];
}

/** Where a straight piece crosses a bound. Reckoned from the end inside: the other may be very far away. */
function crossing(inside: Place, outside: Place, axis: 0 | 1, bound: number): Place {
  const share = (bound - inside[axis]) / (outside[axis] - inside[axis]);
  const other = inside[1 - axis] + share * (outside[1 - axis] - inside[1 - axis]);
  return axis === 0 ? [bound, other] : [other, bound];
}
