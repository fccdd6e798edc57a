import { LabelEncoder } from '../../data/label-encoder.ts';
import type { Label } from '../../data/labels.ts';
import type { Table } from '../../data/table.ts';
import { DataError, valueText } from '../../errors.ts';
import { inferTask, type LintTask } from '../../lint/lint-task.ts';

/** One of two classes, one of several, or numbers. */
export type TableTask = LintTask;

/** What is to be predicted, row by row. */
export type Targets = ClassTargets | NumberTargets;

export interface ClassTargets {
  readonly task: 'binary' | 'multi-class';
  /** The one column. */
  readonly names: readonly [string];
  /** In order; of two the second is the one whose probability is predicted. */
  readonly classes: readonly Label[];
  /** Class indices. */
  readonly y: Float32Array;
}

export interface NumberTargets {
  readonly task: 'regression';
  readonly names: readonly string[];
  /** Row-major: a number for each row and column. */
  readonly values: Float64Array;
}

/** The task that columns suggest: several of them are a regression. */
export function taskOfTargets(table: Table, names: readonly string[]): TableTask {
  return names.length > 1 ? 'regression' : inferTask(table, names[0]);
}

/**
 * The targets of a table whose cells are all there.
 *
 * @throws DataError for several columns of classes, a class where two are expected, or text where numbers are, with row and
 *   column.
 */
export function targetsOf(who: string, table: Table, names: readonly string[], task: TableTask): Targets {
  if (task === 'regression') return { task, names, values: numbersOf(who, table, names) };
  const [name, second] = names;
  if (second !== undefined) {
    throw new DataError(`${who}: several targets are numbers to predict; for classes name one of ${names.join(', ')}`);
  }
  const labels = table.column(name);
  const encoder = new LabelEncoder<Label>().fit(labels as ArrayLike<Label>);
  const { classes } = encoder;
  if (classes.length < 2) {
    throw new DataError(`${who}: '${name}' is ${valueText(classes[0])} in every row: there is nothing to tell apart`, {
      column: name,
    });
  }
  if (task === 'binary' && classes.length !== 2) {
    throw new DataError(
      `${who}: '${name}' has ${classes.length} different values, and a binary target has 2; it may be multi-class or a regression`,
      { column: name },
    );
  }
  return { task, names: [name], classes, y: Float32Array.from(encoder.transform(labels as ArrayLike<Label>)) };
}

function numbersOf(who: string, table: Table, names: readonly string[]): Float64Array {
  const values = new Float64Array(table.rowCount * names.length);
  names.forEach((name, j) => {
    const column = numbersOfTarget(who, table, name);
    for (let i = 0; i < column.length; i++) values[i * names.length + j] = column[i];
  });
  return values;
}

function numbersOfTarget(who: string, table: Table, name: string): Float64Array {
  try {
    return table.numbers(name);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { row = 1 } = error;
    throw new DataError(
      `${who}: '${name}' is to be a number, and row ${row} is ${valueText(table.strings(name)[row - 1])}; classes are predicted one column at a time`,
      { row, column: name },
    );
  }
}

/** Rows whose targets are all there. */
export function rowsWithTargets(table: Table, names: readonly string[]): Uint32Array {
  const columns = names.map((name) => table.column(name));
  const rows: number[] = [];
  for (let i = 0; i < table.rowCount; i++) {
    if (columns.every((column) => column[i] !== '' && !Number.isNaN(column[i]))) rows.push(i);
  }
  return Uint32Array.from(rows);
}
