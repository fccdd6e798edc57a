import { groupKFold, kFold, stratifiedKFold } from '../../data/folds.ts';
import { learnedRows, type TablePlan } from '../table/plan.ts';
import { learnTable, tableParts } from '../table/table-parts.ts';
import { groupsOf } from '../table/test-part.ts';
import type { LearnedParts } from './train-parameters.ts';

/** How the rows are used that are not tested on. */
export interface SearchSplit {
  /** Draws which of them are to choose by. */
  readonly seed: number;
  /** A share of all rows: with a single pair of parts. */
  readonly validationSize: number;
  /** Instead, so many folds, each of which is chosen by once; 1 for none. */
  readonly folds: number;
}

/**
 * Pairs of parts to train on and to choose by, of the rows that are not tested on. What is learned of columns is learned from the rows
 * trained on, anew for each fold.
 *
 * @throws as `trainTestSplit`, the folds and `ColumnTransformer`.
 */
export function searchParts(plan: TablePlan, { seed, validationSize, folds }: SearchSplit): LearnedParts[] {
  if (folds === 1) return [tableParts(plan, { validationSize, seed })];
  const others = learnedRows(plan);
  const { targets, split } = plan;
  const options = { folds, seed };
  const divided = split.groupDuplicates
    ? groupKFold(groupsOf(plan, others), options)
    : targets.task === 'regression'
      ? kFold(others.length, options)
      : stratifiedKFold(
          others.map((row) => targets.y[row]),
          options,
        );
  return divided.map(({ train, test }) => {
    const rows = train.map((place) => others[place]);
    const { part } = learnTable(plan, rows);
    return { train: part(rows), validation: part(test.map((place) => others[place])) };
  });
}
