import { DataError } from '../errors.ts';

/** A mean and how far single values lie from it. */
export interface MeanAndDeviation {
  readonly mean: number;
  /** Undefined for a single value, which says nothing about others. */
  readonly deviation: number | undefined;
  /** How many values there were. */
  readonly count: number;
}

/**
 * The mean of some values and their sample standard deviation:
 *
 *     mean = Σx / n        deviation = √(Σ(x − mean)² / (n − 1))
 *
 * @throws DataError for no values.
 */
export function meanAndDeviation(values: ArrayLike<number>): MeanAndDeviation {
  const count = values.length;
  if (count === 0) throw new DataError('meanAndDeviation: no values');
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i];
  const mean = sum / count;
  if (count === 1) return { mean, deviation: undefined, count };
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i] - mean) * (values[i] - mean);
  return { mean, deviation: Math.sqrt(squares / (count - 1)), count };
}
