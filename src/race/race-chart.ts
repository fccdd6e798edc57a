import type { ContourChart } from '../report/document.ts';
import { contestantNames } from './contestants.ts';
import type { Race } from './run-race.ts';
import type { Surface } from './surfaces.ts';

/** So many heights along each axis: enough that the narrowest valley is some of them wide. */
const gridSize = 241;

/** As many looks have no dashes, which one path alone does not need. */
const solid = 6;

/** @param highlighted names of optimizers whose paths have a dot for each step; the others are grey. All have colours unless given. */
export function raceChart({ surface, start, lanes }: Race, highlighted?: readonly string[]): ContourChart {
  const { window, minima } = surface;
  const heights = heightsOf(surface);
  return {
    kind: 'contours',
    x: { title: 'x', domain: window.x },
    y: { title: 'y', domain: window.y },
    heights,
    levels: levelsOf(surface, heights),
    paths: lanes.map(({ name, path }) => ({
      name,
      points: path,
      look: contestantNames.indexOf(name) % (highlighted?.length === 1 ? solid : contestantNames.length),
      dots: highlighted?.includes(name) ?? false,
      muted: highlighted !== undefined && !highlighted.includes(name),
    })),
    marks: [
      { name: 'start', symbol: 'ring', x: start[0], y: start[1] },
      ...minima.map(([x, y]) => ({ name: minima.length === 1 ? 'minimum' : 'minima', symbol: 'cross' as const, x, y })),
    ],
  };
}

function heightsOf({ window, height }: Surface): number[][] {
  const along = ([low, high]: readonly [number, number]): number[] =>
    Array.from({ length: gridSize }, (_, i) => low + ((high - low) * i) / (gridSize - 1));
  const xs = along(window.x);
  return along(window.y).map((y) => xs.map((x) => height(x, y)));
}

/** Each a factor above the one before it, as long as something is higher. */
function levelsOf({ levels: { lowest, factor } }: Surface, heights: readonly (readonly number[])[]): number[] {
  const highest = Math.max(...heights.flat());
  const levels: number[] = [];
  for (let level = lowest; level < highest; level *= factor) levels.push(level);
  return levels;
}
