import { requireOneOf, valueText } from '../errors.ts';
import { Optimizer } from './optimizer.ts';
import * as rules from './rules.ts';

/** An optimizer with the defaults of its class, by the name of the class with a small first letter: `rmsProp`, `adamW`. */
export type OptimizerName = Uncapitalize<keyof typeof rules>;

/** The rules by these names. */
export const optimizerClasses = Object.fromEntries(
  Object.entries(rules).map(([name, Rule]) => [name[0].toLowerCase() + name.slice(1), Rule]),
) as unknown as Readonly<Record<OptimizerName, new (options?: object) => Optimizer>>;

/**
 * An optimizer as people give it, by name or as a value. `who` says whose option it is.
 *
 * @throws RangeError for an unknown name, TypeError for what is no optimizer.
 */
export function toOptimizer(who: string, value: unknown): Optimizer {
  if (typeof value === 'string') {
    const names = Object.keys(optimizerClasses) as OptimizerName[];
    return new optimizerClasses[requireOneOf(who, 'optimizer', value, names)]();
  }
  if (value instanceof Optimizer) return value;
  const hint = typeof value === 'function' ? '; make one: new Adam()' : '';
  throw new TypeError(`${who}: optimizer must be the name of one or an optimizer, got ${valueText(value)}${hint}`);
}
