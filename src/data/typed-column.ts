import { DataError, valueText } from '../errors.ts';
import { columnsHint } from './columns-hint.ts';
import { parseNumber } from './parse-number.ts';
import type { Column, ColumnType, Table } from './table.ts';

/** A column of a known type. */
export type TypedColumn<T extends ColumnType> = T extends 'number' ? Float64Array : readonly string[];

/**
 * A column that must be of a type, such as that which it had when it was learned from. A column without a single value
 * has none, and readers take it for numbers: it passes as a column of missing values of either.
 *
 * @throws DataError for a column that is not there, or of the other type, with the first row that has a value.
 */
export function typedColumn<T extends ColumnType>(who: string, table: Table, name: string, type: T): TypedColumn<T> {
  if (!table.columnNames.includes(name)) {
    const hint = columnsHint(name, table.columnNames);
    throw new DataError(`${who}: the table lacks column '${name}'${hint}`, { column: name });
  }
  const column = table.column(name);
  if (table.type(name) === type) return column as TypedColumn<T>;
  const row = firstValue(column);
  if (row >= 0) {
    const value = column[row];
    const [expected, got] = type === 'number' ? ['numbers', 'text'] : ['text', 'numbers'];
    const isSpelt = typeof value === 'number' || parseNumber(value) !== undefined;
    const hint = isSpelt ? `; read it with columns: { ${JSON.stringify(name)}: '${type}' }` : '';
    throw new DataError(
      `${who}: column '${name}' must be ${expected}, got ${got}: ${valueText(value)} at row ${row + 1}${hint}`,
      { row: row + 1, column: name },
    );
  }
  return missingValues(type, table.rowCount) as TypedColumn<T>;
}

/** The first row that is not missing, or −1. */
function firstValue(column: Column): number {
  return column instanceof Float64Array
    ? column.findIndex((value) => !Number.isNaN(value))
    : column.findIndex((text) => text !== '');
}

function missingValues(type: ColumnType, count: number): Column {
  return type === 'number' ? new Float64Array(count).fill(Number.NaN) : new Array<string>(count).fill('');
}
