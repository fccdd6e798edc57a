import type { ColumnTransformer } from '../../data/column-transformer.ts';
import type { ScaledArray } from '../../data/rows.ts';
import { rowsAt } from '../../data/rows-at.ts';
import { trainTestSplit } from '../../data/split.ts';
import { StandardScaler } from '../../data/standard-scaler.ts';
import { DataError, valueText } from '../../errors.ts';
import { fitTransformer, learnedRows, type TablePlan, testedRows } from './plan.ts';
import { groupsOf } from './test-part.ts';

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

/** How the rows are divided that are not tested on. */
export interface LearnedSplit {
  /** A share of all rows. */
  readonly validationSize: number;
  readonly seed: number;
}

/**
 * Divides the rows of a plan into parts to train on, to choose by and to test on, classes in equal shares, and makes features
 * of them. The test part is the plan's, whatever the seed. What is learned, is learned from the training part alone.
 *
 * @throws as `trainTestSplit` and `ColumnTransformer`.
 */
export function tableParts(plan: TablePlan, split: LearnedSplit): TableParts {
  const { train, validation, test } = divided(plan, split);
  const { part, ...learned } = learnTable(plan, train);
  return { train: part(train), validation: part(validation), test: part(test), ...learned };
}

/** What is learned of a table before a network is trained on it. */
export interface LearnedTable extends Pick<TableParts, 'transformer' | 'targetScaler'> {
  /** Some rows, ready for a model. */
  part(rows: Uint32Array): TablePart;
}

/**
 * Learns from the rows to train on how the rows of a plan become numbers.
 *
 * @throws as `ColumnTransformer`.
 */
export function learnTable(plan: TablePlan, train: Uint32Array): LearnedTable {
  const transformer = fitTransformer(plan, train);
  const features = transformer.transform(plan.table);
  const x: ScaledArray = { data: features.values!, shape: features.shape };
  const { y, targetScaler } = learnedTargets(plan, train);
  const part = (rows: Uint32Array): TablePart => ({ rows, x: rowsAt(x, rows), y: rowsAt(y, rows) });
  return { part, transformer, targetScaler };
}

function divided(plan: TablePlan, { validationSize, seed }: LearnedSplit) {
  const { table, targets, split } = plan;
  const test = testedRows(plan);
  const others = learnedRows(plan);
  const places = trainTestSplit(others.length, {
    testSize: Math.ceil(validationSize * table.rowCount),
    seed,
    ...(targets.task !== 'regression' && { stratify: strataOf(targets.y, others) }),
    ...(split.groupDuplicates && { groups: groupsOf(plan, others) }),
  });
  const rowsAtPlaces = (of: Uint32Array): Uint32Array => of.map((place) => others[place]);
  return { train: rowsAtPlaces(places.train), validation: rowsAtPlaces(places.test), test };
}

/**
 * The class of each row. One that has a single row left, because rows that equal each other went to the test part together, counts
 * as the largest class: a single row cannot be in two parts, and must not end a training that could go on.
 */
function strataOf(y: ArrayLike<number>, rows: Uint32Array): number[] {
  const labels = Array.from(rows, (row) => y[row]);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const largest = labels.reduce((most, label) => (counts.get(label)! > counts.get(most)! ? label : most), labels[0]);
  return labels.map((label) => (counts.get(label)! > 1 ? label : largest));
}

/** Of one row R² is not defined, and nothing can be drawn. */
const leastScored = 2;
/** Parts that each class needs a row in. */
const partCount = 3;

/**
 * Checks that the rows of a plan can be divided, before anything is promised.
 *
 * @throws DataError for too few rows, in all or of a class.
 */
export function requireDivisible(who: string, plan: TablePlan, split: LearnedSplit): void {
  const { table, targets, rows } = plan;
  const each = 'training, validation and test need one each';
  if (table.rowCount < partCount) {
    const having = targets.names.length === 1 ? ` with a value of '${targets.names[0]}'` : '';
    throw new DataError(`${who}: ${table.rowCount} ${table.rowCount === 1 ? 'row' : 'rows'}${having}, and ${each}`);
  }
  if (targets.task !== 'regression') {
    const { classes, y, names } = targets;
    const counts = new Array<number>(classes.length).fill(0);
    for (const label of y) counts[label]++;
    const rare = counts.findIndex((count) => count < partCount);
    if (rare >= 0) {
      const row = rows[y.indexOf(rare)] + 1;
      const others = counts.filter((count) => count < partCount).length - 1;
      const more = others > 0 ? ` (and ${others} more such ${others === 1 ? 'class' : 'classes'})` : '';
      const has = counts[rare] === 1 ? `a single row (row ${row})` : `only ${counts[rare]} rows (row ${row} the first)`;
      throw new DataError(
        `${who}: the class ${valueText(classes[rare])} of '${names[0]}' has ${has}${more}, and ${each}; leave such rows out of the file, or give them the class of others`,
        { column: names[0], row },
      );
    }
  }
  const { train, validation, test } = divided(plan, split);
  const sizes = [train, validation, test].map(({ length }) => length);
  if (Math.min(...sizes) < leastScored) {
    throw new DataError(
      `${who}: ${table.rowCount} rows give ${sizes.join('/')} to training, validation and test, and a score needs at least ${leastScored} rows; find more`,
    );
  }
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
