import type { LintColumn } from './lint-column.ts';

/** What is to be predicted: one of two classes, one of several, or a number. */
export type LintTask = 'binary' | 'multi-class' | 'regression';

export const lintTasks: readonly LintTask[] = ['binary', 'multi-class', 'regression'];

/** More distinct whole numbers than that are a measurement rather than names of classes. */
const mostClasses = 20;

/**
 * The task that a target suggests: text is classes, and so are two distinct numbers, or at most twenty distinct whole numbers
 * with at least two rows each on average; everything else is a number to predict.
 */
export function taskOf(target: LintColumn): LintTask {
  if (target.distinct <= 2) return 'binary';
  if (target.texts) return 'multi-class';
  const few = target.distinct <= mostClasses && target.present >= 2 * target.distinct;
  return few && target.sortedNumbers.every(Number.isInteger) ? 'multi-class' : 'regression';
}
