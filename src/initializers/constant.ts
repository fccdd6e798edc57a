import { requireFinite } from '../errors.ts';
import { type Initializer, makeInitializer } from './initializer.ts';

/**
 * The same value everywhere.
 *
 * @throws RangeError, TypeError if it is not a finite number.
 */
export function constant(value: number): Initializer {
  requireFinite('initializers.constant', { value });
  return makeInitializer('constant', (values) => values.fill(value), `constant(${value})`);
}
