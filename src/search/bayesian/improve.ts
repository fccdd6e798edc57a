import { minimizeInBox } from '../gaussian-process/lbfgs.ts';
import type { Dimension } from '../space/dimension.ts';
import type { Space } from '../space/space.ts';
import type { Acquisition } from './acquisition.ts';

/** A point that a search looks at. */
export interface Candidate {
  /** From 0 to 1, one for each entry of the space, also for what is left out. */
  readonly free: Float64Array;
  /** The places of the point that this is: NaN of what is left out, single values at the middle of their cells. */
  readonly units: Float64Array;
  readonly value: number;
}

const rounds = 3;
const evaluations = 40;

/** The point at free places, and what it promises. */
export function candidateAt(space: Space, acquisition: Acquisition, free: Float64Array): Candidate {
  const units = space.units(space.at(free));
  return { free, units, value: acquisition.at(units) };
}

/**
 * The best that is found by going uphill from a candidate: continuous parameters by L-BFGS, then each of the others to all the choices or to
 * whole numbers 1, 2, 4 … steps away, as long as that helps, three times at most. Every place that it stands on is a point of the space.
 */
export function improve(space: Space, acquisition: Acquisition, start: Candidate): Candidate {
  let best = start;
  for (let round = 0; round < rounds; round++) {
    const climbed = climb(space, acquisition, best);
    if (climbed.value > best.value) best = climbed;
    const stepped = step(space, acquisition, best);
    if (stepped === best) break;
    best = stepped;
  }
  return best;
}

function climb(space: Space, acquisition: Acquisition, from: Candidate): Candidate {
  const { entries } = space;
  const moving: number[] = [];
  for (let i = 0; i < entries.length; i++) {
    if (entries[i].dimension.size === Number.POSITIVE_INFINITY && !Number.isNaN(from.units[i])) moving.push(i);
  }
  if (moving.length === 0) return from;
  const units = from.units.slice();
  const all = new Float64Array(entries.length);
  const { x } = minimizeInBox(
    (at, gradient) => {
      for (const [k, i] of moving.entries()) units[i] = at[k];
      const value = acquisition.withGradient(units, all);
      for (const [k, i] of moving.entries()) gradient[k] = -all[i];
      return -value;
    },
    moving.map((i) => from.units[i]),
    { lower: moving.map(() => 0), upper: moving.map(() => 1), evaluations, tolerance: 1e-5 },
  );
  const free = from.free.slice();
  for (const [k, i] of moving.entries()) free[i] = x[k];
  return candidateAt(space, acquisition, free);
}

/** The first candidate itself if no step helps. */
function step(space: Space, acquisition: Acquisition, from: Candidate): Candidate {
  let best = from;
  for (const [i, { dimension }] of space.entries.entries()) {
    if (dimension.size === Number.POSITIVE_INFINITY || Number.isNaN(best.units[i])) continue;
    for (const place of placesNear(dimension, best.units[i])) {
      const free = best.free.slice();
      free[i] = place;
      const next = candidateAt(space, acquisition, free);
      if (next.value > best.value) best = next;
    }
  }
  return best;
}

/** Of all other choices; of the whole numbers 1, 2, 4 … steps to either side. */
function placesNear(dimension: Dimension, unit: number): number[] {
  if (dimension.kind === 'choice') return Array.from({ length: dimension.size }, (_, i) => (i + 0.5) / dimension.size);
  const { step } = dimension.toJSON() as unknown as { step: number };
  const value = dimension.at(unit) as number;
  const places: number[] = [];
  for (let far = 1; far < dimension.size; far *= 2) {
    for (const near of [value - far * step, value + far * step]) {
      if (dimension.includes(near)) places.push(dimension.unit(near));
    }
  }
  return places;
}
