import { DataError, NotFittedError, ShapeError, valueText } from '../errors.ts';
import { flatMatrix, isNested, type Matrix, type MatrixLike } from './matrix.ts';

/** What `StandardScaler.toJSON` gives. */
export interface StandardScalerJson {
  readonly type: 'StandardScaler';
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly scale: readonly number[];
}

/** What `fit` learned, one number a column. */
interface Statistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Centres each column and scales it to unit deviation: z = (x − μ) / σ. As scikit-learn's.
 *
 *     μ = Σx / n        σ² = (Σ(x − μ)² − (Σ(x − μ))² / n) / n
 *
 * Population variance. The second term of it is what rounding left in μ (Chan, Golub & LeVeque, 1983, equation 1.7).
 * A column that is constant but for rounding has scale 1: σ² ≤ n·ε·σ² + (n·μ·ε)² with ε = 2⁻⁵², scikit-learn's bound.
 *
 * Statistics and arithmetic are float64. A matrix { data, shape } comes out as a float32 matrix, nested rows as nested
 * rows. Fit on training rows alone, `fit(x, train)`: statistics that saw the test rows leak them.
 *
 *     const scaler = new StandardScaler().fit(x, train);
 *     const scaled = scaler.transform(x);
 *
 * @throws NotFittedError before `fit`. DataError with row and column for a NaN or infinite value. ShapeError for another
 *   number of columns than it was fitted on.
 * @see Chan, Golub & LeVeque, "Algorithms for computing the sample variance", The American Statistician 37(3), 1983.
 */
export class StandardScaler {
  private statistics: Statistics | undefined;

  /** Learns from the rows at `indices` (from 0), or from all. Rows that are not listed are not looked at. */
  fit(x: MatrixLike, indices?: ArrayLike<number>): this {
    const who = 'StandardScaler.fit';
    const { data, rows, columns } = flatMatrix(who, x);
    const n = indices ? indices.length : rows;
    if (n === 0) throw new DataError(`${who}: no rows to learn from`);
    const rowAt = (i: number) => (indices ? indices[i] : i);
    for (let i = 0; i < n; i++) {
      const row = rowAt(i);
      if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
        throw new RangeError(`${who}: index ${valueText(row)} at position ${i} of a matrix of ${rows} rows`);
      }
      requireFiniteRow(who, data, row, columns);
    }

    const mean = new Float64Array(columns);
    for (let i = 0; i < n; i++) {
      const start = rowAt(i) * columns;
      for (let j = 0; j < columns; j++) mean[j] += data[start + j];
    }
    for (let j = 0; j < columns; j++) mean[j] /= n;

    const left = new Float64Array(columns);
    const variance = new Float64Array(columns);
    for (let i = 0; i < n; i++) {
      const start = rowAt(i) * columns;
      for (let j = 0; j < columns; j++) {
        const difference = data[start + j] - mean[j];
        left[j] += difference;
        variance[j] += difference * difference;
      }
    }
    const scale = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      variance[j] = Math.max(0, (variance[j] - (left[j] * left[j]) / n) / n);
      if (!Number.isFinite(variance[j])) {
        throw new DataError(`${who}: the values of column ${j + 1} are too large to square and add in float64`, {
          column: String(j + 1),
        });
      }
      const rounding = n * mean[j] * Number.EPSILON;
      const constant = variance[j] <= n * Number.EPSILON * variance[j] + rounding * rounding;
      scale[j] = constant ? 1 : Math.sqrt(variance[j]);
    }
    this.statistics = { mean, variance, scale };
    return this;
  }

  /** (x − μ) / σ. */
  transform(x: Matrix): Matrix;
  transform(x: readonly (readonly number[])[]): number[][];
  transform(x: MatrixLike): Matrix | number[][];
  transform(x: MatrixLike): Matrix | number[][] {
    const { mean, scale } = this.fitted('transform');
    return this.map('StandardScaler.transform', x, (value, j) => (value - mean[j]) / scale[j]);
  }

  fitTransform(x: Matrix): Matrix;
  fitTransform(x: readonly (readonly number[])[]): number[][];
  fitTransform(x: MatrixLike): Matrix | number[][] {
    return this.fit(x).transform(x);
  }

  /** z · σ + μ. */
  inverseTransform(z: Matrix): Matrix;
  inverseTransform(z: readonly (readonly number[])[]): number[][];
  inverseTransform(z: MatrixLike): Matrix | number[][];
  inverseTransform(z: MatrixLike): Matrix | number[][] {
    const { mean, scale } = this.fitted('inverseTransform');
    return this.map('StandardScaler.inverseTransform', z, (value, j) => value * scale[j] + mean[j]);
  }

  /** The mean μ of each column. */
  get mean(): Float64Array {
    return this.fitted('mean').mean.slice();
  }

  /** The population variance σ² of each column. */
  get variance(): Float64Array {
    return this.fitted('variance').variance.slice();
  }

  /** What each column is divided by: σ, or 1 where it is constant. */
  get scale(): Float64Array {
    return this.fitted('scale').scale.slice();
  }

  toJSON(): StandardScalerJson {
    const { mean, variance, scale } = this.fitted('toJSON');
    return { type: 'StandardScaler', mean: [...mean], variance: [...variance], scale: [...scale] };
  }

  static fromJSON(json: StandardScalerJson): StandardScaler {
    const who = 'StandardScaler.fromJSON';
    const columns = json?.mean?.length;
    const isList = (list: unknown, holds: (value: number) => boolean) =>
      Array.isArray(list) && list.length === columns && list.every((value) => Number.isFinite(value) && holds(value));
    if (
      json?.type !== 'StandardScaler' ||
      !isList(json.mean, () => true) ||
      !isList(json.variance, (value) => value >= 0) ||
      !isList(json.scale, (value) => value > 0)
    ) {
      throw new DataError(
        `${who}: expected { type: 'StandardScaler', mean, variance ≥ 0, scale > 0 }, lists of finite numbers of one length, got ${valueText(json)}`,
      );
    }
    const scaler = new StandardScaler();
    scaler.statistics = {
      mean: Float64Array.from(json.mean),
      variance: Float64Array.from(json.variance),
      scale: Float64Array.from(json.scale),
    };
    return scaler;
  }

  private fitted(method: string): Statistics {
    if (this.statistics) return this.statistics;
    throw new NotFittedError(`StandardScaler.${method}: not fitted; call fit(x) first`);
  }

  private map(who: string, x: MatrixLike, formula: (value: number, column: number) => number): Matrix | number[][] {
    const fitted = this.fitted('transform').mean.length;
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
