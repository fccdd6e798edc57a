import { DataError } from '../errors.ts';
import { countCategories } from './category-counts.ts';
import { describeText } from './describe-text.ts';
import { infiniteError } from './infinite-error.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';
import { quantileOfSorted } from './quantile.ts';
import type { Table } from './table.ts';

/** A column of numbers. What needs values is undefined where there are too few. */
export interface NumberSummary {
  readonly name: string;
  readonly type: 'number';
  /** Cells that have a value, which is what everything else is of. */
  readonly count: number;
  readonly missing: number;
  readonly mean?: number;
  /** The sample standard deviation, √(Σ(x − mean)² / (count − 1)); needs two values. */
  readonly standardDeviation?: number;
  readonly min?: number;
  readonly lowerQuartile?: number;
  readonly median?: number;
  readonly upperQuartile?: number;
  readonly max?: number;
}

/** A column of text. */
export interface TextSummary {
  readonly name: string;
  readonly type: 'string';
  /** Cells that are not empty. */
  readonly count: number;
  readonly missing: number;
  /** Different values. */
  readonly distinct: number;
  /** Of equals the first by code unit; undefined where all cells are empty. */
  readonly mostFrequent?: string;
  readonly mostFrequentCount: number;
}

/** What `Table.describe` gives, as plain data, which survive JSON. */
export interface TableDescriptionData {
  readonly rows: number;
  readonly columns: readonly (NumberSummary | TextSummary)[];
}

export interface TableDescription extends TableDescriptionData {
  /** The same as a text of aligned columns, with a line end after its last line. */
  toText(): string;
}

/** See `Table.describe`. */
export function describeTable(table: Table): TableDescription {
  const columns = table.columnNames.map((name) => {
    const column = table.column(name);
    return column instanceof Float64Array ? summaryOfNumbers(name, column) : summaryOfText(name, column);
  });
  const data: TableDescriptionData = { rows: table.rowCount, columns };
  return { ...data, toText: () => describeText(data) };
}

function summaryOfNumbers(name: string, column: Float64Array): NumberSummary {
  const infinite = column.findIndex(
    (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  );
  if (infinite >= 0) throw infiniteError('Table.describe', name, column[infinite], infinite);
  const values = column.filter((value) => !Number.isNaN(value));
  const counted = { name, type: 'number', count: values.length, missing: column.length - values.length } as const;
  if (values.length === 0) return counted;
  const { mean, deviation } = meanAndDeviation(values);
  values.sort();
  const summary: NumberSummary = {
    ...counted,
    mean,
    ...(deviation !== undefined && { standardDeviation: deviation }),
    min: values[0],
    lowerQuartile: quantileOfSorted(values, 0.25),
    median: quantileOfSorted(values, 0.5),
    upperQuartile: quantileOfSorted(values, 0.75),
    max: values[values.length - 1],
  };
  if (Object.values(summary).every((value) => typeof value !== 'number' || Number.isFinite(value))) return summary;
  throw new DataError(`Table.describe: the values of column '${name}' are too large to add up in float64`, {
    column: name,
  });
}

function summaryOfText(name: string, column: readonly string[]): TextSummary {
  const { values, counts, missing } = countCategories(column);
  const mostFrequentCount = counts.reduce((most, count) => Math.max(most, count), 0);
  return {
    name,
    type: 'string',
    count: column.length - missing,
    missing,
    distinct: values.length,
    ...(values.length > 0 && { mostFrequent: values[counts.indexOf(mostFrequentCount)] as string }),
    mostFrequentCount,
  };
}
