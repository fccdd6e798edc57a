import { Table } from '../data/table.ts';
import { DataError, requireKnownOptions, requireOneOf, valueText } from '../errors.ts';
import { constant } from './constant.ts';
import { duplicateRows } from './duplicate-rows.ts';
import { bySeverity, type Finding } from './finding.ts';
import { float32Range } from './float32-range.ts';
import { identifier } from './identifier.ts';
import { LintColumn } from './lint-column.ts';
import { type LintTask, lintTasks, taskOf } from './lint-task.ts';
import { missingTarget, missingValues } from './missing-values.ts';
import { numericNames } from './numeric-names.ts';
import { spelling } from './spelling.ts';
import { targetClasses } from './target-classes.ts';
import { targetLeak } from './target-leak.ts';
import { textNumber } from './text-number.ts';

export interface LintTableOptions {
  /** What is to be predicted: a column, or several. */
  readonly target: string | readonly string[];
  /** The columns that will be used to predict it; all others unless set. */
  readonly features?: readonly string[];
  /**
   * What the target is; unless set, what `inferTask` says of each target.
   */
  readonly task?: LintTask;
}

/**
 * Looks a table over before anything is trained on it.
 *
 * Errors: a feature that is the target, is it by other names, or tells it almost perfectly by itself (`target-leak`; a warning
 * where it is nearly so); targets that are missing, of a single class, or do not suit the task; numbers that are infinite or too
 * large for float32. Warnings: names that are a row of data, identifiers, constant or mostly missing columns, very many categories, classes of hardly any
 * row, numbers that are text because of a few cells, categories spelt in two ways, numbers that float32 makes equal. Notes: gaps, columns that are nearly
 * constant, rare classes, rows that repeat, whole numbers beyond 32-bit integers or 2²⁴.
 *
 *     lintTable(table, { target: 'IS_SUCCESSFUL', features: table.drop(['EIN', 'NAME']).columnNames });
 *     // [{ severity: 'error', rule: 'target-leak', column: 'IS_SUCCESSFUL', message: … }]
 *
 * What is found depends on the data alone; nothing is drawn. About 0.1 s a column of 300,000 rows.
 *
 * @returns errors first, then warnings, then notes; empty where there is nothing to say.
 * @throws TypeError, RangeError for options; DataError for a column that there is not.
 */
export function lintTable(table: Table, options: LintTableOptions): Finding[] {
  const who = 'lintTable';
  if (!(table instanceof Table)) throw new TypeError(`${who}: expected a Table, got ${valueText(table)}`);
  requireKnownOptions(who, options ?? null, ['target', 'features', 'task']);
  const { task } = options;
  if (task !== undefined) requireOneOf(who, 'task', task, lintTasks);
  const targetNames = requireTargets(who, options.target);
  const featureNames = requireFeatures(who, table, targetNames, options.features);
  const column = (name: string): LintColumn => new LintColumn(name, table.column(name));
  const targets = targetNames.map(column);
  if (table.rowCount === 0) {
    featureNames.forEach(column); // which checks their names
    return [{ severity: 'error', rule: 'no-rows', message: 'the table has no rows: there is nothing to learn from' }];
  }
  return bySeverity(tableFindings(table, targets, featureNames, column, task));
}

function* tableFindings(
  table: Table,
  targets: readonly LintColumn[],
  featureNames: readonly string[],
  column: (name: string) => LintColumn,
  task: LintTask | undefined,
): Generator<Finding> {
  yield* numericNames(table);
  const tasks = targets.map((target) => task ?? taskOf(target));
  for (const [i, target] of targets.entries()) {
    yield* missingTarget(target, tasks[i]);
    yield* targetClasses(target, tasks[i]);
    if (tasks[i] !== 'regression') yield* spelling(target);
    else {
      yield* textNumber(target);
      yield* float32Range(target);
    }
  }
  for (const name of featureNames) {
    const own = targets.find((target) => target.name === name);
    if (own) {
      const message = `column '${name}' is the target and among the features: it tells itself; leave it out of the features`;
      yield { severity: 'error', rule: 'target-leak', message, column: name };
      continue;
    }
    const feature = column(name); // made anew and dropped, so that large tables need not lie in memory twice
    for (const [i, target] of targets.entries()) yield* targetLeak(feature, target, tasks[i]);
    const spelled = [...textNumber(feature)];
    if (spelled.length === 0) yield* identifier(feature); // numbers differ from row to row, and name none
    yield* constant(feature);
    yield* missingValues(feature);
    yield* spelled;
    yield* spelling(feature);
    yield* float32Range(feature);
  }
  const used = new Set([...featureNames, ...targets.map(({ name }) => name)]);
  yield* duplicateRows(
    [...used].map((name) => table.column(name)),
    table.rowCount,
  );
}

/** The names of the targets, at least one. */
export function requireTargets(who: string, target: unknown): readonly string[] {
  const names: unknown[] = Array.isArray(target) ? target : [target];
  if (names.length > 0 && names.every((name) => typeof name === 'string')) return names as string[];
  throw new TypeError(`${who}: target must be the name of a column, or several, got ${valueText(target)}`);
}

/** The names of the features: those given, or all columns but the targets. */
export function requireFeatures(
  who: string,
  table: Table,
  targets: readonly string[],
  features: readonly string[] | undefined,
): readonly string[] {
  if (features === undefined) return table.columnNames.filter((name) => !targets.includes(name));
  if (!Array.isArray(features) || features.some((name) => typeof name !== 'string')) {
    throw new TypeError(`${who}: features must be names of columns, got ${valueText(features)}`);
  }
  const twice = features.find((name, i) => features.indexOf(name) < i);
  if (twice !== undefined) throw new DataError(`${who}: feature '${twice}' is named twice`, { column: twice });
  return features;
}
