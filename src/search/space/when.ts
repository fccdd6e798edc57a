import { valueText } from '../../errors.ts';
import type { Dimension, ParameterValue } from './dimension.ts';

/** A dimension that is there only where another parameter has certain values. */
export interface Conditional<T extends ParameterValue = ParameterValue> {
  readonly dimension: Dimension<T>;
  readonly condition: Condition;
}

export interface Condition {
  /** The name of the other parameter, which stands before this one in the space. */
  readonly parent: string;
  /** Of which it must have one. */
  readonly values: readonly ParameterValue[];
}

/**
 * A parameter that is there only where another one has a value, or one of some: else it is left out.
 *
 *     { optimizer: choice(['sgd', 'adam']), momentum: when('optimizer', 'sgd', uniform(0, 0.99)) }
 *
 * Where the other is itself left out, this one is, too.
 *
 * @throws TypeError for a parent that is no name, and what is no dimension; RangeError for an empty list of values. Whether the parent is
 *   there and has such values is checked by the space.
 */
export function when<T extends ParameterValue>(
  parent: string,
  values: ParameterValue | readonly ParameterValue[],
  dimension: Dimension<T>,
): Conditional<T> {
  const who = 'when';
  if (typeof parent !== 'string' || parent === '') {
    throw new TypeError(`${who}: parent must be the name of a parameter, got ${valueText(parent)}`);
  }
  const list: readonly ParameterValue[] = Array.isArray(values) ? values : [values as ParameterValue];
  if (list.length === 0) throw new RangeError(`${who}: there must be a value that '${parent}' has to have, got none`);
  if (!isDimension(dimension)) {
    throw new TypeError(
      `${who}: expected a dimension such as uniform(0, 1), got ${valueText(dimension)}; conditions do not nest: name the parameter that is conditional itself as parent`,
    );
  }
  return { dimension, condition: { parent, values: [...list] } };
}

export function isDimension(value: unknown): value is Dimension {
  const { at, unit, includes } = (value ?? {}) as Partial<Dimension>;
  return [at, unit, includes].every((method) => typeof method === 'function');
}
