import type { Point, Surface } from './surfaces.ts';

/** The way of one optimizer at one rate. */
export interface Walk {
  /** Of the optimizer. */
  readonly name: string;
  readonly rate: number;
  /** The weights before the first step and after each, float32. */
  readonly path: readonly Point[];
  /** At each of these places: in float64, whatever the engine computes with. */
  readonly losses: readonly number[];
  /** The step with which weights or loss were no longer finite; the path ends before it. */
  readonly divergedAt?: number;
  /** The first step that led out of what a picture shows. */
  readonly leftAt?: number;
}

/** A walk of a race, and where its rate comes from. */
export interface Lane extends Walk {
  readonly rateFrom: 'choice' | 'default' | 'given';
}

/** A loss this close to the minimum is there. */
export const closeLoss = 1e-3;
/** Losses below this are equally good: in weights of float32, the rest is chance. */
export const equalLoss = 1e-6;

/** Steps until the loss was at most `closeLoss` for the first time; Infinity where it never was. */
export function stepsToClose({ losses }: Walk): number {
  const step = losses.findIndex((loss) => loss <= closeLoss);
  return step < 0 ? Number.POSITIVE_INFINITY : step;
}

/** Infinity where it diverged. */
export function lastLoss({ losses, divergedAt }: Walk): number {
  return divergedAt === undefined ? losses[losses.length - 1] : Number.POSITIVE_INFINITY;
}

/** From the end of a walk to the nearest minimum; Infinity where it diverged. */
export function distanceToMinimum({ path, divergedAt }: Walk, { minima }: Surface): number {
  if (divergedAt !== undefined) return Number.POSITIVE_INFINITY;
  const [x, y] = path[path.length - 1];
  return Math.min(...minima.map(([atX, atY]) => Math.sqrt((x - atX) * (x - atX) + (y - atY) * (y - atY))));
}

/** Below 0 where the first ended lower or, where both are there, was there sooner. */
export function compareWalks(a: Walk, b: Walk): number {
  const [lossA, lossB] = [a, b].map((walk) => Math.max(lastLoss(walk), equalLoss));
  if (lossA !== lossB) return lossA < lossB ? -1 : 1;
  const [stepsA, stepsB] = [stepsToClose(a), stepsToClose(b)];
  return stepsA === stepsB ? 0 : stepsA < stepsB ? -1 : 1;
}

/** The best of walks at several rates: of those that stayed in the picture, or of all where none did; of equal ones that of the least rate. */
export function bestWalk(walks: readonly Walk[]): Walk {
  const staying = walks.filter(({ divergedAt, leftAt }) => divergedAt === undefined && leftAt === undefined);
  const [best] = [...(staying.length > 0 ? staying : walks)].sort((a, b) => compareWalks(a, b) || a.rate - b.rate);
  return best;
}
