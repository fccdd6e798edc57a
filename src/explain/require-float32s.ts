import { ShapeError } from '../errors.ts';

/**
 * Some numbers, each of them finite as a float32.
 *
 * @throws ShapeError for none; RangeError for one that is not finite.
 */
export function requireFloat32s(who: string, name: string, values: readonly number[]): void {
  if (values.length === 0) throw new ShapeError(`${who}: ${name} must have at least one number`);
  const i = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (i >= 0) throw new RangeError(`${who}: ${name} must be finite numbers within ±3.4e38, got ${values[i]}`);
}
