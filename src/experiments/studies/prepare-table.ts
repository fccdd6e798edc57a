import type { ColumnTransformer } from '../../data/column-transformer.ts';
import type { Label } from '../../data/labels.ts';
import { rowsAt } from '../../data/rows-at.ts';
import { trainValidationTestSplit } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import type { Part, PreparedParts, SplitOptions } from '../prepared-parts.ts';

/** Rows with known classes that have to become numbers first. */
export interface ClassifiedTable {
  readonly name: string;
  readonly title: string;
  /** The target may be among the columns; the recipe drops it. */
  readonly table: Table;
  /** The class of each row, an index into `classes`. */
  readonly y: readonly number[];
  readonly classes: readonly Label[];
  /**
   * Makes what is to make numbers of them.
   *
   * @param share of the rows that are for training: thresholds that count rows are told for all of them.
   */
  recipe(share: number): ColumnTransformer;
}

/**
 * Divides the rows of a table class by class, and makes numbers of them; whatever the recipe learns it learns from the training part.
 *
 * @throws as `trainValidationTestSplit` and `ColumnTransformer`.
 */
export function prepareTable({ table, y, recipe }: ClassifiedTable, split: SplitOptions): PreparedParts {
  const { train, validation, test } = trainValidationTestSplit(y.length, { ...split, stratify: y });
  const transformer = recipe(train.length / y.length).fit(table, train);
  const features = transformer.transform(table);
  const x = { data: features.toFloat32Array(), shape: features.shape };
  const part = (rows: Uint32Array): Part => ({ rows, x: rowsAt(x, rows), y: Array.from(rows, (row) => y[row]) });
  const { featureNames } = transformer;
  return { train: part(train), validation: part(validation), test: part(test), scaler: undefined, featureNames };
}
