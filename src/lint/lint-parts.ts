import { Table } from '../data/table.ts';
import { requireKnownOptions, requireOneOf, ShapeError, valueText } from '../errors.ts';
import { duplicatesAcross } from './duplicate-rows.ts';
import { bySeverity, type Finding, type LintPartName } from './finding.ts';
import { LintColumn } from './lint-column.ts';
import { requireTargets } from './lint-table.ts';
import { type LintTask, lintTasks, taskOf } from './lint-task.ts';
import { columnsOfMatrix, columnsOfTable, type LintPart, type PartColumns } from './part.ts';
import { otherScale, unseenCategory } from './part-features.ts';
import { partLabels } from './part-labels.ts';
import { otherType, partStructure } from './part-structure.ts';

export interface LintPartsOptions {
  /** The target of tables: a column, or several. Matrices bring theirs as `y`. */
  readonly target?: string | readonly string[];
  /** The columns of tables that will be used; all but the targets unless set. */
  readonly features?: readonly string[];
  /** The names of the columns of matrices; their numbers, from 1, unless set. */
  readonly featureNames?: readonly string[];
  /** The row of the whole data, from 1, that each row of a part is; rows are counted within their part unless set. */
  readonly rows?: Readonly<{ [name in LintPartName]?: ArrayLike<number> }>;
  /** What the target is; found as in `lintTable` unless set. */
  readonly task?: LintTask;
}

/** The parts of a split, all tables or all matrices. */
export type LintPartsInput = Readonly<{ train: LintPart } & { [name in 'validation' | 'test']?: LintPart }>;

/**
 * Looks at the parts of a split side by side.
 *
 * Errors: labels that are mapped otherwise than in the training part (`label-mapping`), columns that are missing or of another
 * type, parts without rows. Warnings: rows that stand in two parts, with their share (`duplicate-rows`; equal in all columns, the
 * target among them); classes that a part lacks; columns in another order, or of another scale. Notes: categories that the
 * training part lacks.
 *
 *     lintParts({ train, test }, { target: 'quality' });
 *     lintParts({ train: { x, y }, test: { x: xTest, y: yTest } });
 *
 * @returns errors first, then warnings, then notes.
 * @throws TypeError, RangeError for options; DataError, ShapeError for parts that are none.
 */
export function lintParts(parts: LintPartsInput, options: LintPartsOptions = {}): Finding[] {
  const who = 'lintParts';
  const names: readonly LintPartName[] = ['train', 'validation', 'test'];
  requireKnownOptions(`${who}: parts`, parts ?? null, names);
  requireKnownOptions(who, options, ['target', 'features', 'featureNames', 'rows', 'task']);
  const { task, features, rows } = options;
  if (task !== undefined) requireOneOf(who, 'task', task, lintTasks);
  const given = names.filter((name) => parts[name] !== undefined);
  if (!given.includes('train') || given.length < 2) {
    throw new TypeError(`${who}: expected train and validation or test, got ${given.join(', ') || 'none of them'}`);
  }
  const tables = given.filter((name) => parts[name] instanceof Table);
  if (tables.length > 0 && tables.length < given.length) {
    throw new TypeError(`${who}: parts must be all tables or all { x, y }, got tables for ${tables.join(', ')} only`);
  }
  if (features !== undefined && !Array.isArray(features)) {
    throw new TypeError(`${who}: features must be names of columns, got ${valueText(features)}`);
  }
  if (tables.length === 0 && options.target !== undefined) {
    throw new TypeError(`${who}: matrices bring their target as y; leave the option target out`);
  }
  if (tables.length === 0 && features !== undefined) {
    throw new TypeError(`${who}: all columns of matrices are features; leave the option features out`);
  }
  if (tables.length > 0 && options.featureNames !== undefined) {
    throw new TypeError(`${who}: tables bring the names of their columns; leave the option featureNames out`);
  }
  if (rows !== undefined) requireKnownOptions(`${who}: rows`, rows, names);
  const targets = tables.length > 0 ? requireTargets(who, options.target) : [];
  if (features) (parts.train as Table).select(features); // which checks their names
  const columns = given.map((name) => {
    const part = parts[name]!;
    const columns =
      part instanceof Table
        ? columnsOfTable(name, part, targets, features)
        : columnsOfMatrix(who, name, part, options.featureNames);
    return rows === undefined ? columns : numbered(who, columns, rows[name]);
  });
  return bySeverity(partFindings(columns, task));
}

/** A part that knows its rows by the numbers they have in the whole data. */
function numbered(who: string, part: PartColumns, numbers: ArrayLike<number> | undefined): PartColumns {
  if (numbers !== undefined && (typeof numbers !== 'object' || typeof numbers?.length !== 'number')) {
    throw new TypeError(`${who}: rows.${part.name} must be a list of numbers, got ${valueText(numbers)}`);
  }
  if (numbers?.length !== part.rows) {
    throw new ShapeError(
      `${who}: rows.${part.name} must have a number for each of ${part.rows} rows, got ${numbers?.length ?? 'none'}`,
    );
  }
  return { ...part, rowNumber: (row) => numbers[row] };
}

function* partFindings(parts: readonly PartColumns[], task: LintTask | undefined): Generator<Finding> {
  const empty = parts.filter(({ rows }) => rows === 0);
  for (const { name } of empty) {
    yield { severity: 'error', rule: 'no-rows', message: `${name} has no rows: divide the data otherwise`, part: name };
  }
  if (empty.length > 0) return;
  const [train, ...others] = parts;
  const structure = others.flatMap((part) => [...partStructure(train, part)]);
  yield* structure;
  if (!structure.some(({ severity, rule }) => severity === 'error' || rule === 'missing-column')) {
    // Order is no matter here: columns go by name.
    yield* duplicatesAcross(
      parts.map((part) => ({
        ...part,
        columns: [
          ...[...train.features.keys()].map((name) => part.features.get(name)!),
          ...[...train.targets.keys()].map((name) => part.targets.get(name)!),
        ],
      })),
    );
  }
  for (const [name, values] of train.targets) {
    const target = new LintColumn(name, values);
    const kind = task ?? taskOf(target);
    for (const part of others) {
      const other = new LintColumn(name, part.targets.get(name)!);
      if (target.present === 0 || other.present === 0) continue;
      if (kind === 'regression') {
        yield* otherType(name, 'targets', train, part);
        yield* otherScale(target, other, part.name);
      } else yield* partLabels(target, other, part);
    }
  }
  for (const [name, values] of train.features) {
    const feature = new LintColumn(name, values);
    for (const part of others) {
      const column = part.features.get(name);
      if (!column) continue;
      const other = new LintColumn(name, column);
      yield* otherScale(feature, other, part.name);
      yield* unseenCategory(feature, other, part);
    }
  }
}
