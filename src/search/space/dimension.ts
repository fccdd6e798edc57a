/** What a parameter can be. */
export type ParameterValue = number | string | boolean;

/** A dimension as plain data. */
export interface DimensionJSON {
  readonly kind: 'uniform' | 'logUniform' | 'integer' | 'choice';
  readonly [field: string]: unknown;
}

/**
 * The values of one parameter, laid out from 0 to 1: by `uniform`, `logUniform`, `integer` or `choice`.
 *
 * Samplers work on the interval alone. A continuous dimension is a scale of it; one of single values cuts it into a cell for each.
 */
export interface Dimension<T extends ParameterValue = ParameterValue> {
  readonly kind: DimensionJSON['kind'];
  /** How many values there are; Infinity of a continuous one. */
  readonly size: number;
  /** The value at a place from 0 to 1: on the scale, or of the cell. */
  at(u: number): T;
  /** The place of a value: on the scale, or the middle of its cell, so that `at` gives the value back; on a scale, up to rounding. */
  unit(value: T): number;
  /** Where the cell of a place begins and ends; on a scale, both are the place. */
  cell(u: number): readonly [low: number, high: number];
  includes(value: unknown): value is T;
  /** What its values are, for messages: 'from 0 to 0.5'. */
  toString(): string;
  toJSON(): DimensionJSON;
}
