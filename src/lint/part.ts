import type { Label } from '../data/labels.ts';
import { type RowsLike, toRows } from '../data/rows.ts';
import { type Column, Table } from '../data/table.ts';
import { requireKnownOptions, ShapeError, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { LintPartName } from './finding.ts';

/** A part of a split: a table, or a matrix of features with a label or number for each row. */
export type LintPart = Table | { readonly x: RowsLike; readonly y: ArrayLike<Label> | Tensor };

/** A part as columns, whatever it came as. */
export interface PartColumns {
  readonly name: LintPartName;
  readonly rows: number;
  /** By name, in order; those of a matrix are called by their number, from 1. */
  readonly features: ReadonlyMap<string, Column>;
  readonly targets: ReadonlyMap<string, Column>;
  /** What a row, from 0, is called in messages: its place, from 1, or its number in the whole data. */
  rowNumber(row: number): number;
}

/** Rows counted within their part. */
const ownNumber = (row: number): number => row + 1;

/** The target of a matrix, which has no name. */
export const namelessTarget = 'y';

/** @throws DataError for a target that the table does not have. */
export function columnsOfTable(
  name: LintPartName,
  table: Table,
  targets: readonly string[],
  features: readonly string[] | undefined,
): PartColumns {
  const wanted = table.columnNames.filter((column) =>
    features ? features.includes(column) : !targets.includes(column),
  );
  const pairs = (names: readonly string[]) => new Map(names.map((column) => [column, table.column(column)]));
  return { name, rows: table.rowCount, features: pairs(wanted), targets: pairs(targets), rowNumber: ownNumber };
}

/** @throws TypeError, ShapeError, DataError for what is no matrix with a target for each row. */
export function columnsOfMatrix(
  who: string,
  name: LintPartName,
  part: Exclude<LintPart, Table>,
  featureNames: readonly string[] | undefined,
): PartColumns {
  requireKnownOptions(`${who}: ${name}`, part ?? null, ['x', 'y']);
  const x = toRows(`${who}: ${name}.x`, part.x);
  const y = labelColumn(`${who}: ${name}.y`, part.y);
  if (y.length !== x.count) throw new ShapeError(`${who}: ${name}.x has ${x.count} rows and ${name}.y has ${y.length}`);
  const names = requireFeatureNames(who, featureNames, x.size);
  const features = new Map(
    names.map((column, j) => [column, Float64Array.from({ length: x.count }, (_, row) => x.at(row, j))]),
  );
  return { name, rows: x.count, features, targets: new Map([[namelessTarget, y]]), rowNumber: ownNumber };
}

/** The names of the columns of a matrix: those given, or numbers from 1. */
export function requireFeatureNames(
  who: string,
  names: readonly string[] | undefined,
  columns: number,
): readonly string[] {
  if (names === undefined) return Array.from({ length: columns }, (_, j) => String(j + 1));
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string')) {
    throw new TypeError(`${who}: featureNames must be names, got ${valueText(names)}`);
  }
  if (names.length === columns && new Set(names).size === columns) return names;
  throw new ShapeError(
    `${who}: featureNames must be ${columns} different names, one for each column, got ${names.length}`,
  );
}

/** Labels or numbers as a column of a table. */
export function labelColumn(who: string, labels: ArrayLike<Label> | Tensor): Column {
  const list = labels instanceof Tensor ? labels.toFloat32Array() : labels;
  if (typeof list !== 'object' || typeof list?.length !== 'number') {
    throw new TypeError(`${who}: expected a label or number for each row, got ${valueText(labels)}`);
  }
  return new Table([['y', list as ArrayLike<number>]]).column('y'); // which checks them
}
