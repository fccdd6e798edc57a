import { DataError, valueText } from '../errors.ts';
import { parseNumber } from './parse-number.ts';
import type { Column } from './table.ts';

/** A row of a table, for as long as `filter` looks at it: one object goes from row to row, so do not keep it. */
export interface TableRow {
  /** Its place, counted from 0. */
  readonly index: number;
  /** Its value in a column, as `Table.numbers` has it: NaN where it is missing. */
  number(name: string): number;
  /** Its text in a column, as `Table.strings` has it: '' where it is missing. */
  string(name: string): string;
}

/** The row that goes over a table. */
export class MovingRow implements TableRow {
  index = 0;
  private readonly find: (name: string) => Column;

  /** @param find the column of a name; throws if there is none. */
  constructor(find: (name: string) => Column) {
    this.find = find;
  }

  number(name: string): number {
    const cell = this.find(name)[this.index];
    const value = typeof cell === 'number' ? cell : parseNumber(cell);
    if (value !== undefined) return value;
    const row = this.index + 1;
    throw new DataError(`Table: column '${name}' is not numeric: row ${row} is ${valueText(cell)}`, {
      row,
      column: name,
    });
  }

  string(name: string): string {
    const cell = this.find(name)[this.index];
    if (typeof cell === 'string') return cell;
    return Number.isNaN(cell) ? '' : String(cell);
  }
}
