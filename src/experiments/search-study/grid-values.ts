import type { ParameterValue } from '../../search/space/dimension.ts';
import { networkSpace, usualParameters } from '../search/network-space.ts';

/** What a grid is laid over, what matters most first, and in how many values at most. */
const axes = [
  { name: 'learningRate', most: 6 },
  { name: 'units', most: 5 },
  { name: 'layers', most: 3 },
  { name: 'dropout', most: 3 },
] as const;

/**
 * The values of a grid that has as many points as there may be, for `GridSampler`: of the learning rate, the units, the layers and the dropout,
 * which people lay grids over; all else is as usual.
 *
 * An axis that matters more has at least as many values as one that matters less. Of grids with equally many points it is the one with more
 * values of the learning rate, then of the units. Values are the middles of equal parts of a scale, so that no grid is wasted on its ends,
 * of which the lowest and the highest rate are of no use to anybody; an axis of one value has the usual one.
 *
 *     40 points: 5 rates x 4 sizes x 2 numbers of layers
 *
 * @param points there may be at most, at least 1.
 */
export function gridValues(points: number): Record<string, ParameterValue[]> {
  const counts = countsFor(points);
  return Object.fromEntries(
    networkSpace.entries.flatMap(({ name, dimension }) => {
      const usual = usualParameters[name as keyof typeof usualParameters];
      const count = counts[axes.findIndex((axis) => axis.name === name)] ?? 1;
      if (count === 1) return usual === undefined ? [] : [[name, [usual]]];
      return [[name, Array.from({ length: count }, (_, i) => dimension.at((i + 0.5) / count))]];
    }),
  );
}

/** How many values each axis has. */
function countsFor(points: number): number[] {
  let best: number[] = [];
  let most = 0;
  const extend = (counts: readonly number[], product: number): void => {
    if (counts.length === axes.length) {
      if (product > most || (product === most && isBefore(best, counts))) [best, most] = [[...counts], product];
      return;
    }
    const highest = Math.min(axes[counts.length].most, counts.at(-1) ?? Number.POSITIVE_INFINITY);
    for (let count = 1; count <= highest && product * count <= points; count++) {
      extend([...counts, count], product * count);
    }
  };
  extend([], 1);
  return best;
}

/** Whether the first count that differs is larger in `other`. */
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const place = one.findIndex((count, i) => count !== other[i]);
  return place >= 0 && other[place] > one[place];
}
