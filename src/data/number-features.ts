import { DataError } from '../errors.ts';
import { isColumnList } from './column-scaler.ts';
import { infiniteError } from './infinite-error.ts';
import type { Float64Matrix } from './matrix.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';
import { MinMaxScaler, type MinMaxScalerJson } from './min-max-scaler.ts';
import { quantileOfSorted } from './quantile.ts';
import { RobustScaler, type RobustScalerJson } from './robust-scaler.ts';
import { signedLog1p } from './signed-log.ts';
import { StandardScaler, type StandardScalerJson } from './standard-scaler.ts';
import type { Table } from './table.ts';
import type { TransformerSettings } from './transformer-options.ts';
import { typedColumn } from './typed-column.ts';

/** What `fit` learned from the columns of numbers, in the order of their features. */
export interface NumberFeaturesJson {
  readonly columns: readonly string[];
  /** Missing values that `fit` saw. */
  readonly missing: readonly number[];
  /** What stands for a missing value. */
  readonly fill: readonly number[];
  readonly scaler: StandardScalerJson | MinMaxScalerJson | RobustScalerJson | null;
}

type Scaler = StandardScaler | MinMaxScaler | RobustScaler;

const scalers = { standard: StandardScaler, minMax: MinMaxScaler, robust: RobustScaler } as const;

/** Columns of numbers as features: gaps filled, then logarithms where they are asked for, then scaled. */
export class NumberFeatures {
  readonly columns: readonly string[];
  readonly missing: readonly number[];
  readonly fill: readonly number[];
  private readonly logged: readonly boolean[];
  private readonly scaler: Scaler | undefined;

  private constructor(
    { columns, missing, fill }: Omit<NumberFeaturesJson, 'scaler'>,
    log: readonly string[],
    scaler: Scaler | undefined,
  ) {
    this.columns = columns;
    this.missing = missing;
    this.fill = fill;
    this.logged = columns.map((name) => log.includes(name));
    this.scaler = scaler;
  }

  /** @param rows the rows to learn from, counted from 0. */
  static fit(
    who: string,
    table: Table,
    columns: readonly string[],
    { impute, scale, log }: TransformerSettings['numeric'],
    rows: Uint32Array,
  ): NumberFeatures {
    const gaps = columns.map((name) => fillOf(who, name, typedColumn(who, table, name, 'number'), impute, rows));
    const learned = { columns, missing: gaps.map(({ missing }) => missing), fill: gaps.map(({ fill }) => fill) };
    const raw = new NumberFeatures(learned, log, undefined);
    if (scale === 'none' || columns.length === 0) return raw;
    const scaler = new scalers[scale]();
    const block = raw.prepared(who, table, rows);
    raw.naming(who, () => scaler.fit(block));
    return new NumberFeatures(learned, log, scaler);
  }

  /** Writes the features of all rows side by side, from the first place of each row on; `width` is the length of a row. */
  write(who: string, table: Table, features: Float32Array, width: number): void {
    const { columns, scaler } = this;
    if (columns.length === 0) return;
    const block = this.prepared(who, table);
    const { data } = scaler ? this.naming(who, () => scaler.transform(block)) : block;
    const count = columns.length;
    for (let i = 0, from = 0; i < table.rowCount; i++) {
      for (let j = 0; j < count; j++, from++) {
        features[i * width + j] = data[from];
        if (Number.isFinite(features[i * width + j])) continue;
        const at = { row: i + 1, column: columns[j] };
        throw new DataError(
          `${who}: ${data[from]} is too large for float32, at row ${at.row}, column '${at.column}'`,
          at,
        );
      }
    }
  }

  /** The values with gaps filled and logarithms taken: all rows, or those at `rows`. */
  private prepared(who: string, table: Table, rows?: Uint32Array): Float64Matrix {
    const { columns, fill, logged } = this;
    const count = rows ? rows.length : table.rowCount;
    const width = columns.length;
    const data = new Float64Array(count * width);
    columns.forEach((name, j) => {
      const values = typedColumn(who, table, name, 'number');
      const log = logged[j];
      for (let i = 0; i < count; i++) {
        let value = values[rows ? rows[i] : i];
        if (Number.isNaN(value)) value = fill[j];
        else if (!Number.isFinite(value)) throw infiniteError(who, name, value, rows ? rows[i] : i);
        data[i * width + j] = log ? signedLog1p(value) : value;
      }
    });
    return { data, shape: [count, width] };
  }

  /** Runs a scaler, which knows columns by number, and says their names in its errors. */
  private naming<T>(who: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof DataError) || error.column === undefined) throw error;
      const column = this.columns[Number(error.column) - 1];
      const { row } = error;
      throw new DataError(`${who}: column '${column}': ${error.message}`, {
        column,
        cause: error,
        ...(row !== undefined && { row }),
      });
    }
  }

  toJSON(): NumberFeaturesJson {
    const { columns, missing, fill, scaler } = this;
    return { columns: [...columns], missing: [...missing], fill: [...fill], scaler: scaler?.toJSON() ?? null };
  }

  /** @throws TypeError, DataError for anything that `toJSON` does not give. */
  static fromJSON(json: NumberFeaturesJson, { scale, log }: TransformerSettings['numeric']): NumberFeatures {
    const { columns, missing, fill } = json;
    const width = columns.length;
    if (!columns.every((name) => typeof name === 'string')) throw new DataError('expected names of columns of numbers');
    if (!isColumnList(missing, width, (count) => Number.isInteger(count) && count >= 0) || !isColumnList(fill, width)) {
      throw new DataError(
        `expected a count of missing values and a finite fill for each of ${width} columns of numbers`,
      );
    }
    const scaler = scale === 'none' || width === 0 ? undefined : scalers[scale].fromJSON(json.scaler as never);
    if (scaler && scaler.scale.length !== width) {
      throw new DataError(`expected a scaler of ${width} columns, got one of ${scaler.scale.length}`);
    }
    const copy = { columns: [...columns], missing: [...missing], fill: [...fill] };
    return new NumberFeatures(copy, log, scaler);
  }
}

/** What stands for the missing values of a column, and how many there are. */
function fillOf(
  who: string,
  name: string,
  column: Float64Array,
  impute: 'median' | 'mean' | number,
  rows: Uint32Array,
): { fill: number; missing: number } {
  const values = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const value = column[row];
    if (Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) throw infiniteError(who, name, value, row);
    values[count++] = value;
  }
  const present = values.subarray(0, count);
  const missing = rows.length - count;
  if (typeof impute === 'number') return { fill: impute, missing };
  if (count === 0) {
    throw new DataError(
      `${who}: column '${name}' has no value in ${rows.length} rows to take the ${impute} of; drop it, or impute a number`,
      { column: name },
    );
  }
  const fill = impute === 'mean' ? meanAndDeviation(present).mean : quantileOfSorted(present.sort(), 0.5);
  if (Number.isFinite(fill)) return { fill, missing };
  throw new DataError(`${who}: the values of column '${name}' are too large to take the ${impute} of in float64`, {
    column: name,
  });
}
