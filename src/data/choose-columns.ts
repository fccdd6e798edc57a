import { DataError } from '../errors.ts';
import { columnsHint } from './columns-hint.ts';
import type { Table } from './table.ts';
import type { TransformerSettings } from './transformer-options.ts';

/** Which columns of a table become features, and how. */
export interface ChosenColumns {
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
}

/**
 * The columns that are named, in that order, or else all that are left of the right type, in the order of the table.
 *
 * @throws DataError for a name that the table does not have or that is given two parts to play, `log` or `minFrequency`
 *   of a column that is none of theirs, text among the numbers, or no column at all.
 */
export function chooseColumns(who: string, table: Table, settings: TransformerSettings): ChosenColumns {
  const { drop, numeric, categorical } = settings;
  const named = { drop, 'numeric.columns': numeric.columns ?? [], 'categorical.columns': categorical.columns ?? [] };
  const taken = new Map<string, string>();
  for (const [option, names] of Object.entries(named)) {
    for (const name of names) {
      requireColumn(`${who}: ${option}`, name, table.columnNames, 'the table');
      const other = taken.get(name);
      if (other !== undefined) {
        throw new DataError(`${who}: column '${name}' is in both ${other} and ${option}`, { column: name });
      }
      taken.set(name, option);
    }
  }
  const left = table.columnNames.filter((name) => !taken.has(name));
  const chosen = {
    numeric: numeric.columns ?? left.filter((name) => table.type(name) === 'number'),
    categorical: categorical.columns ?? left.filter((name) => table.type(name) === 'string'),
  };
  for (const name of numeric.log) requireColumn(`${who}: log`, name, chosen.numeric, 'numeric');
  if (typeof categorical.minFrequency === 'object') {
    for (const name of Object.keys(categorical.minFrequency)) {
      requireColumn(`${who}: minFrequency`, name, chosen.categorical, 'categorical');
    }
  }
  if (chosen.numeric.length + chosen.categorical.length === 0) {
    throw new DataError(`${who}: no columns are left to make features of`);
  }
  return chosen;
}

function requireColumn(who: string, name: string, known: readonly string[], where: string): void {
  if (known.includes(name)) return;
  const place = where === 'the table' ? 'which the table does not have' : `which is no ${where} column`;
  throw new DataError(`${who} names '${name}', ${place}${columnsHint(name, known)}`, { column: name });
}
