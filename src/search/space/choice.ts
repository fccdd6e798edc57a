import { valueText } from '../../errors.ts';
import type { Dimension, DimensionJSON, ParameterValue } from './dimension.ts';

/**
 * One of some texts, numbers or truth values, without an order: each has a cell of the same width.
 *
 * @throws TypeError for what is no list of such values; RangeError for an empty one, and for a value that is there twice or not finite.
 */
export function choice<const T extends readonly ParameterValue[]>(values: T): Dimension<T[number]> {
  const who = 'choice';
  if (!Array.isArray(values)) throw new TypeError(`${who}: values must be a list, got ${valueText(values)}`);
  if (values.length === 0) throw new RangeError(`${who}: there must be a value to choose, got an empty list`);
  for (const [i, value] of values.entries()) {
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new TypeError(`${who}: values must be texts, numbers or truth values, got ${valueText(value)} at ${i}`);
    }
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`${who}: numbers must be finite, got ${value} at ${i}`);
    }
    if (values.indexOf(value) < i) throw new RangeError(`${who}: ${valueText(value)} is there twice; leave one out`);
  }
  return new Choice(Object.freeze([...values]));
}

class Choice<T extends ParameterValue> implements Dimension<T> {
  readonly kind = 'choice';
  private readonly values: readonly T[];

  constructor(values: readonly T[]) {
    this.values = values;
  }

  get size(): number {
    return this.values.length;
  }

  at(u: number): T {
    return this.values[Math.min(this.size - 1, Math.max(0, Math.floor(u * this.size)))];
  }

  unit(value: T): number {
    return (this.values.indexOf(value) + 0.5) / this.size;
  }

  cell(u: number): readonly [low: number, high: number] {
    const index = this.values.indexOf(this.at(u));
    return [index / this.size, (index + 1) / this.size];
  }

  includes(value: unknown): value is T {
    return this.values.includes(value as T);
  }

  toString(): string {
    return `one of ${this.values.map(valueText).join(', ')}`;
  }

  toJSON(): DimensionJSON {
    return { kind: this.kind, values: this.values };
  }
}
