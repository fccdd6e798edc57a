import type { ColumnTransformer } from '../../data/column-transformer.ts';
import { duplicateGroups } from '../../data/duplicate-groups.ts';
import type { ScaledArray } from '../../data/rows.ts';
import { rowsAt } from '../../data/rows-at.ts';
import { trainValidationTestSplit } from '../../data/split.ts';
import { StandardScaler } from '../../data/standard-scaler.ts';
import type { SplitOptions } from '../prepared-parts.ts';
import { fitTransformer, type TablePlan } from './plan.ts';

/** Some rows of a table, ready for a model. */
export interface TablePart {
  /** Of the plan's table, from 0. */
  readonly rows: Uint32Array;
  readonly x: ScaledArray;
  /** Class indices, or numbers as the network learns them: scaled. [rows, outputs]. */
  readonly y: ScaledArray;
}

export interface TableParts {
  readonly train: TablePart;
  readonly validation: TablePart;
  readonly test: TablePart;
  /** Fitted on the training part. */
  readonly transformer: ColumnTransformer;
  /** Of numbers to predict, fitted on the training part; undefined for classes. */
  readonly targetScaler: StandardScaler | undefined;
}

export interface TableSplit extends SplitOptions {
  /** Whether rows whose features are equal are kept in one part. */
  readonly groupDuplicates: boolean;
}

/**
 * Divides the rows of a plan into parts to train on, to choose by and to test on, classes in equal shares, and makes features
 * of them. What is learned for that, it learns from the training part alone.
 *
 * @throws as `trainValidationTestSplit` and `ColumnTransformer`.
 */
export function tableParts(plan: TablePlan, { groupDuplicates, ...split }: TableSplit): TableParts {
  const { table, targets } = plan;
  const { train, validation, test } = trainValidationTestSplit(table.rowCount, {
    ...split,
    ...(targets.task !== 'regression' && { stratify: targets.y }),
    ...(groupDuplicates && { groups: duplicateGroups(table.select([...plan.numeric, ...plan.categorical])) }),
  });
  const transformer = fitTransformer(plan, train);
  const features = transformer.transform(table);
  const x: ScaledArray = { data: features.values!, shape: features.shape };
  const { y, targetScaler } = learnedTargets(plan, train);
  const part = (rows: Uint32Array): TablePart => ({ rows, x: rowsAt(x, rows), y: rowsAt(y, rows) });
  return { train: part(train), validation: part(validation), test: part(test), transformer, targetScaler };
}

/** Targets as a network learns them: numbers are standardised by the training rows, so that no option depends on their unit. */
function learnedTargets({ targets, table }: TablePlan, train: Uint32Array) {
  if (targets.task !== 'regression') {
    return { y: { data: targets.y, shape: [table.rowCount, 1] }, targetScaler: undefined };
  }
  const { values, names } = targets;
  const matrix = { data: values, shape: [table.rowCount, names.length] as const };
  const targetScaler = new StandardScaler().fit(matrix, train);
  return { y: targetScaler.transform(matrix), targetScaler };
}
