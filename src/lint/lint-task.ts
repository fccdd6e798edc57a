import { Table } from '../data/table.ts';
import { valueText } from '../errors.ts';
import { LintColumn } from './lint-column.ts';

/** What is to be predicted: one of two classes, one of several, or a number. */
export type LintTask = 'binary' | 'multi-class' | 'regression';

export const lintTasks: readonly LintTask[] = ['binary', 'multi-class', 'regression'];

/** More distinct whole numbers than that are a measurement rather than names of classes. */
const mostClasses = 20;

/**
 * The task that a target suggests: text is classes, and so are two distinct numbers, or at most twenty distinct whole numbers
 * with at least two rows each on average; everything else is a number to predict. Missing values do not count.
 *
 *     inferTask(wine, 'quality'); // 'multi-class': grades from 3 to 8, which may also be taken as numbers
 *
 * @throws TypeError for no table; DataError for a column that there is not.
 */
export function inferTask(table: Table, target: string): LintTask {
  if (!(table instanceof Table)) throw new TypeError(`inferTask: expected a Table, got ${valueText(table)}`);
  return taskOf(new LintColumn(target, table.column(target)));
}

/** The same of a column at hand. */
export function taskOf(target: LintColumn): LintTask {
  if (target.distinct <= 2) return 'binary';
  if (target.texts) return 'multi-class';
  const few = target.distinct <= mostClasses && target.present >= 2 * target.distinct;
  return few && target.sortedNumbers.every(Number.isInteger) ? 'multi-class' : 'regression';
}
