/**
 * Points in a space of real coordinates, which fall into groups: coordinates of one group share a length scale, such as those
 * that stand for the values of one choice.
 */
export interface Points {
  /** How many. */
  readonly count: number;
  /** Coordinates of a point. */
  readonly width: number;
  /** Count · width numbers, point by point. */
  readonly rows: Float64Array;
  /** The group of each coordinate, from 0 on; `width` of them. */
  readonly groups: ArrayLike<number>;
}

/** How many groups there are. */
export function groupCount({ groups }: Pick<Points, 'groups'>): number {
  let count = 0;
  for (let j = 0; j < groups.length; j++) count = Math.max(count, groups[j] + 1);
  return count;
}
