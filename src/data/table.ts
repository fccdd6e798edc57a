import { DataError, valueText } from '../errors.ts';
import { countCategories } from './category-counts.ts';
import { columnsHint } from './columns-hint.ts';
import { describeTable, type TableDescription } from './describe-table.ts';
import type { Label } from './labels.ts';
import type { Matrix } from './matrix.ts';
import { parseNumber } from './parse-number.ts';
import { requireNames } from './require-names.ts';
import { requireRowIndices } from './row-indices.ts';
import { MovingRow, type TableRow } from './table-row.ts';

/** What a column holds. */
export type ColumnType = 'number' | 'string';

/** The values of one column: numbers, NaN where a value is missing, or text. */
export type Column = Float64Array | readonly string[];

/** A value of a column, and how many rows have it. */
export interface ValueCount {
  readonly value: Label;
  readonly count: number;
}

/** Columns in order: `{ age: [31, 27], name: ['Ada', 'Bob'] }`, or pairs of name and values. */
export type ColumnsLike =
  | Readonly<Record<string, ArrayLike<number> | readonly string[]>>
  | Iterable<readonly [name: string, values: ArrayLike<number> | readonly string[]]>;

/**
 * Named columns of one length, each all numbers (float64, NaN where a value is missing) or all text.
 *
 * A table never changes: what goes in and what comes out as numbers is copied, text comes out frozen, and `select`,
 * `drop` and `rows` make new tables. `select` and `drop` share the columns, so they cost nothing.
 *
 * JavaScript puts keys such as '1' before all others in an object; with names like that, pass pairs instead.
 *
 *     const table = new Table({ width: [1.5, 2], kind: ['oak', 'elm'] });
 *     table.select(['width']).toMatrix(); // { data: Float32Array [1.5, 2], shape: [2, 1] }
 *
 * @throws DataError if columns differ in length, two share a name, or one holds neither numbers nor text throughout.
 */
export class Table {
  readonly columnNames: readonly string[];
  readonly rowCount: number;
  private readonly columns: ReadonlyMap<string, Column>;

  constructor(columns: ColumnsLike) {
    if (typeof columns !== 'object' || columns === null) {
      throw new TypeError(`Table: expected columns by name, got ${valueText(columns)}`);
    }
    const pairs = Symbol.iterator in columns ? columns : Object.entries(columns);
    const copies = new Map<string, Column>();
    for (const [name, values] of pairs) {
      if (copies.has(name)) throw new DataError(`Table: two columns are named '${name}'`, { column: name });
      copies.set(name, copyColumn(name, values));
    }
    const lengths = [...copies].map(([name, values]) => ({ name, length: values.length }));
    const other = lengths.find(({ length }) => length !== lengths[0].length);
    if (other) {
      throw new DataError(
        `Table: columns must have one length, got ${lengths[0].length} values in '${lengths[0].name}' and ${other.length} in '${other.name}'`,
        { column: other.name },
      );
    }
    this.columns = copies;
    this.columnNames = Object.freeze([...copies.keys()]);
    this.rowCount = lengths[0]?.length ?? 0;
  }

  /** Whether a column holds numbers or text. */
  type(name: string): ColumnType {
    return this.find(name) instanceof Float64Array ? 'number' : 'string';
  }

  /** How many cells of a column have no value: NaN among numbers, '' in text. */
  missing(name: string): number {
    const column = this.find(name);
    let count = 0;
    for (const cell of column) if (cell === '' || Number.isNaN(cell)) count++;
    return count;
  }

  /** A column as it is: a copy of its numbers, or its text. */
  column(name: string): Column {
    const column = this.find(name);
    return column instanceof Float64Array ? column.slice() : column;
  }

  /**
   * A column as numbers, a copy. Text that spells numbers throughout is converted, empty cells to NaN.
   *
   * @throws DataError naming the first row whose text is no number.
   */
  numbers(name: string): Float64Array {
    const column = this.find(name);
    if (column instanceof Float64Array) return column.slice();
    return Float64Array.from(column, (text, i) => {
      const value = parseNumber(text);
      if (value !== undefined) return value;
      throw new DataError(`Table: column '${name}' is not numeric: row ${i + 1} is ${valueText(text)}`, {
        row: i + 1,
        column: name,
      });
    });
  }

  /** A column as text: numbers in their shortest form, missing ones as ''. */
  strings(name: string): readonly string[] {
    const column = this.find(name);
    if (!(column instanceof Float64Array)) return column;
    return Array.from(column, (value) => (Number.isNaN(value) ? '' : String(value)));
  }

  /** The named columns, in the order of `names`. */
  select(names: readonly string[]): Table {
    requireNames('Table.select', 'names', names);
    const chosen = new Map<string, Column>();
    for (const name of names) {
      if (chosen.has(name)) throw new DataError(`Table.select: column '${name}' is named twice`, { column: name });
      chosen.set(name, this.find(name));
    }
    return adopt(chosen, this.rowCount);
  }

  /** All columns but the named ones. */
  drop(names: readonly string[]): Table {
    requireNames('Table.drop', 'names', names);
    for (const name of names) this.find(name);
    const dropped = new Set(names);
    return this.select(this.columnNames.filter((name) => !dropped.has(name)));
  }

  /** The rows at `indices` (from 0), in that order; an index may come twice. */
  rows(indices: ArrayLike<number>): Table {
    const chosen = requireRowIndices('Table.rows', 'a table', this.rowCount, indices);
    const gathered = new Map<string, Column>();
    for (const [name, values] of this.columns) {
      const result =
        values instanceof Float64Array ? new Float64Array(chosen.length) : new Array<string>(chosen.length);
      for (let i = 0; i < chosen.length; i++) result[i] = values[chosen[i]];
      gathered.set(name, result instanceof Float64Array ? result : Object.freeze(result));
    }
    return adopt(gathered, chosen.length);
  }

  /**
   * The rows for which `keep` is true, in their order.
   *
   *     table.filter((row) => row.number('age') >= 18 && row.string('kind') !== 'elm');
   *
   * A cell takes some 20 ns to look up. `keep` gets one object that goes from row to row.
   *
   * @throws DataError for a column that there is not, or for text where `row.number` is asked for; TypeError if `keep` gives
   *   anything but true and false.
   */
  filter(keep: (row: TableRow) => boolean): Table {
    if (typeof keep !== 'function')
      throw new TypeError(`Table.filter: keep must be a function, got ${valueText(keep)}`);
    const row = new MovingRow((name) => this.find(name));
    const kept: number[] = [];
    for (; row.index < this.rowCount; row.index++) {
      const answer = keep(row);
      if (answer === true) kept.push(row.index);
      else if (answer !== false) {
        throw new TypeError(
          `Table.filter: keep must give true or false, got ${valueText(answer)} for row ${row.index + 1}`,
        );
      }
    }
    return this.rows(kept);
  }

  /**
   * The values of a column and how often each occurs, the most frequent first; of equals numbers by value, text by code
   * unit. Cells without a value are not among them: `missing(name)` counts those.
   */
  valueCounts(name: string): ValueCount[] {
    const { values, counts } = countCategories(this.find(name));
    return values.map((value, i) => ({ value, count: counts[i] })).sort((a, b) => b.count - a.count);
  }

  /**
   * What each column holds, as pandas' `describe`: of numbers count, missing, mean, sample standard deviation, least, quartiles and
   * largest; of text count, missing, distinct values, and the most frequent one. Data, and text by `toText()`.
   *
   *     console.log(table.describe().toText());
   *
   * Quartiles are linear between the two nearest values.
   *
   * @throws DataError for an infinite value, or numbers too large to be added up.
   */
  describe(): TableDescription {
    return describeTable(this);
  }

  /**
   * Numeric columns side by side as float32, row by row: [rows, columns]. All columns unless `names` are given.
   *
   * @throws DataError naming row and column where a value is missing, is no number, or is too large for float32.
   */
  toMatrix(names: readonly string[] = this.columnNames): Matrix {
    requireNames('Table.toMatrix', 'names', names);
    const data = new Float32Array(this.rowCount * names.length);
    names.forEach((name, j) => {
      const values = this.numbers(name);
      for (let i = 0; i < this.rowCount; i++) {
        const value = Math.fround(values[i]);
        if (!Number.isFinite(value)) {
          const problem = Number.isNaN(value) ? 'a value is missing' : `${values[i]} is too large for float32`;
          throw new DataError(`Table.toMatrix: ${problem} at row ${i + 1}, column '${name}'`, {
            row: i + 1,
            column: name,
          });
        }
        data[i * names.length + j] = value;
      }
    });
    return { data, shape: [this.rowCount, names.length] };
  }

  private find(name: string): Column {
    const column = this.columns.get(name);
    if (column) return column;
    const hint = columnsHint(String(name), this.columnNames);
    throw new DataError(`Table: no column ${valueText(name)}${hint}`, { column: String(name) });
  }
}

/** A table that takes its columns over without copying them; text is frozen already. */
function adopt(columns: ReadonlyMap<string, Column>, rowCount: number): Table {
  const table = Object.create(Table.prototype);
  return Object.assign(table, { columns, columnNames: Object.freeze([...columns.keys()]), rowCount });
}

function copyColumn(name: string, values: ArrayLike<number> | readonly string[]): Column {
  if (typeof values !== 'object' || typeof values?.length !== 'number') {
    throw new TypeError(`Table: column '${name}' must be an array of numbers or text, got ${valueText(values)}`);
  }
  if (values instanceof Float64Array) return values.slice();
  const kind = typeof values[0] === 'string' ? 'string' : 'number';
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === kind) continue;
    throw new DataError(
      `Table: column '${name}' must hold numbers (NaN where missing) or text throughout: row 1 is ${valueText(values[0])}, row ${i + 1} is ${valueText(values[i])}`,
      { row: i + 1, column: name },
    );
  }
  return kind === 'string'
    ? Object.freeze(Array.from(values as readonly string[]))
    : Float64Array.from(values as ArrayLike<number>);
}
