import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';

/** Rows of numbers, row-major: `data[i * columns + j]`, with `shape` [rows, columns]. */
export interface Matrix {
  readonly data: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** The same in float64, for values that float32 would round. */
export interface Float64Matrix {
  readonly data: Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** A matrix, or the same as an array of rows. */
export type MatrixLike = Matrix | Float64Matrix | readonly (readonly number[])[];

/** `x` as flat values: a matrix's own data, or nested rows copied in float64. Lengths are checked, values are not. */
export function flatMatrix(
  who: string,
  x: MatrixLike,
): { data: Float32Array | Float64Array; rows: number; columns: number } {
  if (isNested(x)) {
    const columns = x[0]?.length ?? 0;
    const data = new Float64Array(x.length * columns);
    x.forEach((row, i) => {
      if (!Array.isArray(row)) throw new TypeError(`${who}: row ${i + 1} must be an array, got ${valueText(row)}`);
      if (row.length !== columns) {
        throw new ShapeError(
          `${who}: rows differ in length: row 1 has ${columns} values, row ${i + 1} has ${row.length}`,
        );
      }
      for (let j = 0; j < columns; j++) {
        if (typeof row[j] !== 'number') {
          const at = { row: i + 1, column: String(j + 1) };
          throw new DataError(`${who}: ${valueText(row[j])} is no number, at row ${at.row}, column ${at.column}`, at);
        }
        data[i * columns + j] = row[j];
      }
    });
    return { data, rows: x.length, columns };
  }
  const { data, shape } = (x ?? {}) as Partial<Matrix | Float64Matrix>;
  if (!(data instanceof Float32Array || data instanceof Float64Array) || !Array.isArray(shape)) {
    throw new TypeError(`${who}: expected rows of numbers or { data: Float32Array, shape }, got ${valueText(x)}`);
  }
  const areSizes = shape.length === 2 && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!areSizes || shape[0] * shape[1] !== data.length) {
    throw new ShapeError(`${who}: expected a shape [rows, columns] for ${data.length} values, got ${shapeText(shape)}`);
  }
  return { data, rows: shape[0], columns: shape[1] };
}

/** Whether `x` came as an array of rows. */
export function isNested(x: MatrixLike): x is readonly (readonly number[])[] {
  return Array.isArray(x);
}
