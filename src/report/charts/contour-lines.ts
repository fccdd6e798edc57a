import type { Place } from './polyline.ts';

/** A closed line: its last place is joined to the first. What is at or below the level lies on the same side of it all the way. */
export type Ring = readonly Place[];

/**
 * The lines around all that is at or below a level, by marching squares: each cell of the grid is crossed where, by its corners, the level
 * lies. Outside of the grid everything counts as above, so that lines close along its border. Holes run the other way round, as shapes that
 * are filled want it.
 *
 * @param heights at whole places: heights[j][i] at (i, j).
 * @see Lorensen & Cline, Marching cubes, 1987, for the same in three dimensions.
 */
export function contourRings(heights: readonly (readonly number[])[], level: number): Ring[] {
  const [rows, columns] = [heights.length, heights[0].length];
  const isLow = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < columns && j < rows && heights[j][i] <= level;
  // From where a line enters a cell to where it leaves it. A side of cells is known by the lesser of its ends and its direction.
  const next = new Map<number, number>();
  const places = new Map<number, Place>();
  const across = (i: number, j: number): number => 2 * ((j + 1) * (columns + 2) + i + 1);
  const along = (i: number, j: number): number => across(i, j) + 1;
  const put = (key: number, from: Place, to: Place): void => {
    if (!places.has(key)) places.set(key, crossing(heights, level, from, to, isLow(from[0], from[1])));
  };
  for (let j = -1; j < rows; j++) {
    for (let i = -1; i < columns; i++) {
      const corners = [isLow(i, j), isLow(i + 1, j), isLow(i + 1, j + 1), isLow(i, j + 1)];
      if (corners.every((corner) => corner === corners[0])) continue;
      const sides = [across(i, j), along(i + 1, j), across(i, j + 1), along(i, j)];
      const ends: readonly Place[] = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ];
      // Side k goes from corner k to the one after it; lines leave where low turns to high, and come from the side before it where it turned back.
      for (let k = 0; k < 4; k++) {
        if (!corners[k] || corners[(k + 1) % 4]) continue;
        let other = (k + 3) % 4;
        while (corners[other] || !corners[(other + 1) % 4]) other = (other + 3) % 4;
        next.set(sides[k], sides[other]);
        for (const side of [k, other]) {
          const [from, to] = side < 2 ? [ends[side], ends[side + 1]] : [ends[(side + 1) % 4], ends[side]];
          put(sides[side], from, to);
        }
      }
    }
  }
  const rings: Ring[] = [];
  for (const first of next.keys()) {
    const ring: Place[] = [];
    for (let at: number | undefined = first; at !== undefined; ) {
      const to: number | undefined = next.get(at);
      if (to === undefined) break; // the ring is closed
      ring.push(places.get(at)!);
      next.delete(at);
      at = to;
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

/** Where the level lies between two places of the grid, one of which may be outside: then at the other. */
function crossing(
  heights: readonly (readonly number[])[],
  level: number,
  from: Place,
  to: Place,
  isFromLow: boolean,
): Place {
  const [a, b] = [heights[from[1]]?.[from[0]], heights[to[1]]?.[to[0]]];
  if (a === undefined || b === undefined) return isFromLow ? from : to;
  const share = (level / 2 - a / 2) / (b / 2 - a / 2); // halves, as the difference may be too large for a number
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}
