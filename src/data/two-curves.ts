import { requireBoolean, requireInteger, requireNonNegative, valueText } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import type { Matrix } from './matrix.ts';
import { shuffledRows } from './shuffled-rows.ts';

/** What `moons` and `circles` share. */
export interface TwoCurvesOptions {
  /** Points in all, the odd one in class 1, or how many in each class. */
  readonly samples?: number | readonly [class0: number, class1: number];
  /** false gives class 0 first, each class along its curve. */
  readonly shuffle?: boolean;
  /** Standard deviation of the normal noise on each coordinate. */
  readonly noise?: number;
  readonly seed?: number;
}

/** Point i of n on a curve. */
export type Curve = (i: number, n: number) => readonly [x: number, y: number];

export const twoCurvesOptions = ['samples', 'shuffle', 'noise', 'seed'] as const;

/**
 * Points along two curves in the plane, class 0 on the first and class 1 on the second, each coordinate with noise · ε:
 * ε normal from `new RandomStream(seed, name)`, point by point in the order of curves; rows shuffled by
 * `new RandomStream(seed, 'NAME/order')`. So `shuffle` changes the order of rows and nothing else.
 */
export function twoCurves(
  name: string,
  { samples = 100, shuffle = true, noise = 0, seed = 0 }: TwoCurvesOptions,
  curves: readonly [Curve, Curve],
): { x: Matrix; y: number[] } {
  const counts = countsOf(name, samples);
  requireBoolean(name, { shuffle });
  requireNonNegative(name, { noise });
  requireInteger(name, { seed });
  const stream = new RandomStream(seed, name);
  const values: number[] = [];
  const y: number[] = [];
  curves.forEach((curve, k) => {
    for (let i = 0; i < counts[k]; i++) {
      for (const coordinate of curve(i, counts[k])) values.push(coordinate + noise * stream.normal());
      y.push(k);
    }
  });
  return shuffledRows(name, values, 2, y, shuffle ? new RandomStream(seed, `${name}/order`) : undefined);
}

function countsOf(name: string, samples: TwoCurvesOptions['samples']): readonly [number, number] {
  if (typeof samples === 'number') {
    requireInteger(name, { samples }, 2);
    return [Math.floor(samples / 2), Math.ceil(samples / 2)];
  }
  if (!Array.isArray(samples) || samples.length !== 2) {
    throw new TypeError(`${name}: samples must be a number or a pair of them, got ${valueText(samples)}`);
  }
  requireInteger(name, { 'samples[0]': samples[0], 'samples[1]': samples[1] }, 1);
  return [samples[0], samples[1]];
}
