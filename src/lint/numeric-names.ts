import { parseNumber } from '../data/parse-number.ts';
import type { Table } from '../data/table.ts';
import type { Finding } from './finding.ts';
import { namesText } from './wording.ts';

/** As many names that are numbers are a row of data, not one column that is called by a threshold. */
const leastShare = 0.5;

/**
 * Names of columns that are a row of data: at least half of them spell numbers, one at least no whole number, and each is one that its column
 * could hold. Whole numbers alone count pixels or years; wavelengths lie outside what is measured at them.
 */
export function* numericNames(table: Table): Generator<Finding> {
  const { columnNames } = table;
  const numeric = columnNames.filter((name) => Number.isFinite(parseNumber(name) ?? Number.NaN));
  if (numeric.length < 2 || numeric.length < leastShare * columnNames.length) return;
  if (numeric.every((name) => Number.isInteger(Number(name)))) return;
  if (!numeric.every((name) => holds(table.column(name), Number(name)))) return;
  const message = `${numeric.length} of ${columnNames.length} columns are called by a number that could stand in them, ${namesText(numeric, 3)}: the file seems to begin with a row of data (header: false)`;
  yield { severity: 'warning', rule: 'numeric-names', message, column: numeric[0] };
}

/** Whether the value lies among the numbers of a column. */
function holds(column: ReturnType<Table['column']>, value: number): boolean {
  if (!(column instanceof Float64Array)) return false;
  return column.some((one) => one <= value) && column.some((one) => one >= value);
}
