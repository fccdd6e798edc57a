import { requireOneOf, valueText } from '../../errors.ts';
import type { Pruner } from '../pruner.ts';
import { AsynchronousHalving } from './asynchronous-halving.ts';
import { Hyperband } from './hyperband.ts';
import { MedianPruner } from './median-pruner.ts';
import { SuccessiveHalving } from './successive-halving.ts';

const makers: Readonly<Record<string, (options: never) => Pruner>> = {
  median: (options) => new MedianPruner(options),
  asynchronousHalving: (options) => new AsynchronousHalving(options),
  successiveHalving: (options) => new SuccessiveHalving(options),
  hyperband: (options) => new Hyperband(options),
};

/**
 * The pruner that `toJSON` wrote down, such as in another thread.
 *
 * @throws RangeError, TypeError if there is no such pruner, or its options are not what it takes.
 */
export function prunerFrom(json: object): Pruner {
  const who = 'prunerFrom';
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TypeError(`${who}: expected { name, … }, got ${valueText(json)}`);
  }
  const { name, ...options } = json as { name?: unknown };
  return makers[requireOneOf(who, 'name', name, Object.keys(makers))](options as never);
}
