import { DataError, NotFittedError, ShapeError } from '../errors.ts';
import { type Float64Matrix, flatMatrix, isNested, type Matrix, type MatrixLike } from './matrix.ts';
import { rowIndices } from './row-indices.ts';

/** The rows that `fit` learns from: value j of the i-th is `data[start(i) + j]`. All are finite, and there is one. */
export interface FitRows {
  readonly data: Float32Array | Float64Array;
  readonly count: number;
  readonly columns: number;
  start(i: number): number;
}

/** A value as it becomes, from its column. */
export type ColumnFormula = (value: number, column: number) => number;

/**
 * What scalers share: they learn a few numbers from each column, and map each value by those of its column.
 *
 * Statistics and arithmetic are float64. A matrix { data, shape } comes out as a float32 matrix (one of float64 too),
 * nested rows as nested rows. Fit on training rows alone, `fit(x, train)`: statistics that saw the test rows leak them.
 */
export abstract class ColumnScaler<Statistics extends { readonly scale: Float64Array }> {
  /** Set by `fit`, one number a column in each list. */
  protected statistics: Statistics | undefined;
  private readonly name: string;

  protected constructor(name: string) {
    this.name = name;
  }

  /** What the rows teach. `who` begins the messages of errors. */
  protected abstract learn(who: string, rows: FitRows): Statistics;
  /** What `transform` makes of a value. */
  protected abstract forward(statistics: Statistics): ColumnFormula;
  /** What `inverseTransform` makes of one. */
  protected abstract inverse(statistics: Statistics): ColumnFormula;

  /** Learns from the rows at `indices` (from 0), or from all. Rows that are not listed are not looked at. */
  fit(x: MatrixLike, indices?: ArrayLike<number>): this {
    const who = `${this.name}.fit`;
    const { data, rows, columns } = flatMatrix(who, x);
    const chosen = rowIndices(who, 'a matrix', rows, indices);
    if (chosen.length === 0) throw new DataError(`${who}: no rows to learn from`);
    for (const row of chosen) requireFiniteRow(who, data, row, columns);
    this.statistics = this.learn(who, { data, count: chosen.length, columns, start: (i) => chosen[i] * columns });
    return this;
  }

  transform(x: Matrix | Float64Matrix): Matrix;
  transform(x: readonly (readonly number[])[]): number[][];
  transform(x: MatrixLike): Matrix | number[][];
  transform(x: MatrixLike): Matrix | number[][] {
    return this.map('transform', x, this.forward(this.fitted('transform')));
  }

  fitTransform(x: Matrix | Float64Matrix): Matrix;
  fitTransform(x: readonly (readonly number[])[]): number[][];
  fitTransform(x: MatrixLike): Matrix | number[][] {
    return this.fit(x).transform(x);
  }

  /** Back to the values that `transform` was given, but for rounding. */
  inverseTransform(z: Matrix | Float64Matrix): Matrix;
  inverseTransform(z: readonly (readonly number[])[]): number[][];
  inverseTransform(z: MatrixLike): Matrix | number[][];
  inverseTransform(z: MatrixLike): Matrix | number[][] {
    return this.map('inverseTransform', z, this.inverse(this.fitted('inverseTransform')));
  }

  protected fitted(method: string): Statistics {
    if (this.statistics) return this.statistics;
    throw new NotFittedError(`${this.name}.${method}: not fitted; call fit(x) first`);
  }

  private map(method: string, x: MatrixLike, formula: ColumnFormula): Matrix | number[][] {
    const who = `${this.name}.${method}`;
    const fitted = this.fitted(method).scale.length;
    const { data, rows, columns } = flatMatrix(who, x);
    if (columns !== fitted && rows > 0) {
      throw new ShapeError(`${who}: expected ${fitted} columns as in fit, got ${columns}`);
    }
    for (let i = 0; i < rows; i++) requireFiniteRow(who, data, i, columns);
    const nested = isNested(x);
    const result = nested ? new Float64Array(data.length) : new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) {
      const column = i % columns;
      result[i] = formula(data[i], column);
      if (Number.isFinite(result[i])) continue;
      const at = { row: (i - column) / columns + 1, column: String(column + 1) };
      throw new DataError(
        `${who}: the result at row ${at.row}, column ${at.column} is too large for float${nested ? 64 : 32}`,
        at,
      );
    }
    if (!(result instanceof Float32Array)) {
      return Array.from({ length: rows }, (_, i) => [...result.subarray(i * columns, (i + 1) * columns)]);
    }
    return { data: result, shape: [rows, columns] };
  }
}

function requireFiniteRow(who: string, data: Float32Array | Float64Array, row: number, columns: number): void {
  for (let j = 0; j < columns; j++) {
    const value = data[row * columns + j];
    if (Number.isFinite(value)) continue;
    const at = { row: row + 1, column: String(j + 1) };
    throw new DataError(`${who}: value must be finite, got ${value} at row ${at.row}, column ${at.column}`, at);
  }
}

/** Whether `list` is what JSON says of `columns` columns: as many finite numbers, all of which pass. */
export function isColumnList(
  list: unknown,
  columns: number,
  passes: (value: number, column: number) => boolean = () => true,
): list is number[] {
  return (
    Array.isArray(list) &&
    list.length === columns &&
    list.every((value, j) => Number.isFinite(value) && passes(value, j))
  );
}
