import { ColumnTransformer } from '../../data/column-transformer.ts';
import { duplicateGroups } from '../../data/duplicate-groups.ts';
import type { ScaledArray } from '../../data/rows.ts';
import { rowsAt } from '../../data/rows-at.ts';
import { trainValidationTestSplit } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import { DataError } from '../../errors.ts';
import type { SplitKind } from '../split-kind.ts';

export const soupTarget = 'IS_SUCCESSFUL';
/** They name an organisation, and say nothing of another one. */
export const soupIdentifiers: readonly string[] = ['EIN', 'NAME'];
/** Shares of all rows; the rest is to train on. */
export const soupSplit = { validationSize: 0.1, testSize: 0.25 };
/** Categories of fewer rows than that, of all rows, become Other. */
const leastRows = { APPLICATION_TYPE: 500, CLASSIFICATION: 1000 };
/** Of how many times fewer rows are the same category to groups: in a training part a category can be rarer than it is in all rows. */
const groupMargin = 2;

/** Some of the rows: features, and 1 for a success. */
export interface SoupPart {
  /** Which rows of the table they are, from 0. */
  readonly rows: Uint32Array;
  readonly x: ScaledArray;
  readonly y: Float32Array;
}

export interface SoupParts {
  readonly train: SoupPart;
  readonly validation: SoupPart;
  readonly test: SoupPart;
  readonly featureNames: readonly string[];
  /** Share of the rows of the test part whose features are those of a row of the training part, bit for bit. */
  readonly seenBefore: number;
}

export interface SoupPartsOptions {
  readonly split: SplitKind;
  readonly seed: number;
  /** Whether the target is left among the features, as the published notebook has it. */
  readonly leak?: boolean;
}

/**
 * Divides the rows, class by class, and makes features of them: identifiers dropped, rare categories together, the rest one-hot, numbers
 * standardised.
 *
 * The transformer learns from the training rows alone, so a category is rare where it has fewer than their share of 500 or 1,000
 * rows. Groups are rows that are equal in all columns but the identifiers and the target, where all categories of fewer than 1,000 or
 * 2,000 rows count as one, because rows that differ in such a one may have the same features.
 *
 * @throws DataError for a table without these columns, or another target than 0 and 1; as `trainValidationTestSplit`.
 */
export function soupParts(table: Table, { split, seed, leak = false }: SoupPartsOptions): SoupParts {
  const labels = soupLabels(table);
  const { train, validation, test } = trainValidationTestSplit(table.rowCount, {
    ...soupSplit,
    seed,
    stratify: labels,
    ...(split === 'grouped' && { groups: soupGroups(table) }),
  });
  const transformer = soupTransformer(train.length / table.rowCount, leak).fit(table, train);
  const features = transformer.transform(table);
  const [, width] = features.shape;
  const all = { data: features.toFloat32Array(), shape: [table.rowCount, width] as const };
  const part = (rows: Uint32Array): SoupPart => ({
    rows,
    x: rowsAt(all, rows),
    y: Float32Array.from(rows, (row) => labels[row]),
  });
  const equal = duplicateGroups(all);
  const trained = new Set(Array.from(train, (row) => equal[row]));
  const seen = test.reduce((count, row) => count + (trained.has(equal[row]) ? 1 : 0), 0);
  return {
    train: part(train),
    validation: part(validation),
    test: part(test),
    featureNames: transformer.featureNames,
    seenBefore: seen / test.length,
  };
}

/** The group of each row, for splits that keep those together which may have the same features. */
export function soupGroups(table: Table): Uint32Array {
  const minFrequency = Object.fromEntries(
    Object.entries(leastRows).map(([column, rows]) => [column, groupMargin * rows]),
  );
  const columns = new ColumnTransformer({
    drop: [...soupIdentifiers, soupTarget],
    numeric: { scale: 'none' },
    categorical: { minFrequency },
  }).fitTransform(table);
  const [, width] = columns.shape;
  return duplicateGroups({ data: columns.toFloat32Array(), shape: [table.rowCount, width] });
}

/**
 * What makes the features.
 *
 * @param share of all rows that it is to be fitted on.
 * @param leak whether the target stays among the features.
 */
export function soupTransformer(share = 1, leak = false): ColumnTransformer {
  const minFrequency = Object.fromEntries(
    Object.entries(leastRows).map(([column, rows]) => [column, Math.max(1, Math.round(rows * share))]),
  );
  return new ColumnTransformer({
    drop: leak ? soupIdentifiers : [...soupIdentifiers, soupTarget],
    categorical: { minFrequency },
  });
}

/** 1 for a success, 0 for none. */
export function soupLabels(table: Table): Float64Array {
  const labels = table.numbers(soupTarget);
  const odd = labels.findIndex((label) => label !== 0 && label !== 1);
  if (odd < 0) return labels;
  throw new DataError(`alphabet-soup: ${soupTarget} must be 0 or 1, got ${labels[odd]} at row ${odd + 1}`, {
    row: odd + 1,
    column: soupTarget,
  });
}
