import { chooseColumns } from '../../data/choose-columns.ts';
import { ColumnTransformer } from '../../data/column-transformer.ts';
import { columnsHint } from '../../data/columns-hint.ts';
import { rowNumbers } from '../../data/row-numbers.ts';
import type { Table } from '../../data/table.ts';
import { requireTransformerOptions, type TransformerSettings } from '../../data/transformer-options.ts';
import { DataError, valueText } from '../../errors.ts';
import { bySeverity, type Finding } from '../../lint/finding.ts';
import { lintTable } from '../../lint/lint-table.ts';
import { rowsWithTargets, type TableTask, type Targets, targetsOf, taskOfTargets } from './targets.ts';
import { type Divisible, drawTestRows, otherRows, type TestSplit } from './test-part.ts';
import { trainFindings } from './train-findings.ts';

export interface PlanOptions {
  /** The columns to predict: one, or several of numbers. */
  readonly target: readonly string[];
  /** Columns not to look at. */
  readonly drop?: readonly string[];
  /** Columns to use though they are identifiers or constant. */
  readonly keep?: readonly string[];
  /** As the target suggests unless set. */
  readonly task?: TableTask;
  /** Rows below which a category joins Other; a hundredth of the rows, at most 10, unless set. */
  readonly minFrequency?: number;
  /** Share of the rows to test on; 0.15 unless set. */
  readonly testSize?: number;
  /** Draws them; 0 unless set. */
  readonly testSeed?: number;
  /** Whether rows of equal features are kept in one part: then they need no warning. */
  readonly groupDuplicates?: boolean;
}

/** A column that is not used, and why. */
export interface LeftOut {
  readonly column: string;
  readonly why: 'dropped' | 'identifier' | 'constant' | 'empty';
}

/** What will be done with a table, before anything is trained. */
export interface TablePlan extends Divisible {
  readonly task: TableTask;
  readonly targets: Targets;
  /** The table without the rows that lack a target; rows count from here on. */
  readonly table: Table;
  /** Which rows of the whole table those are, from 0. */
  readonly rows: Uint32Array;
  readonly split: TestSplit;
  /** Rows of the table to test on; undefined where the rows cannot be divided, and `requireDivisible` says why. */
  readonly testRows: Uint32Array | undefined;
  /** Columns that become features, by what they are. */
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
  /** Of the numeric ones those whose logarithm is taken first. */
  readonly log: readonly string[];
  readonly leftOut: readonly LeftOut[];
  readonly transformer: TransformerSettings;
  /** But for those about columns that are left out for them. */
  readonly findings: readonly Finding[];
}

const mostCategories = 50;
/** A largest value so many times the median, and none below 0: amounts of money, say, which a mean and a deviation say little about. */
const heavyTail = 1000;

/**
 * Finds out what a table asks for: the task, which columns are numbers and which categories, which to leave out because they
 * name rows or never change, which to take the logarithm of; lints it; and draws the rows to test on.
 *
 * The lint looks at all rows, and so does what it leads to: the task, and which columns are left out. Whether a column goes through
 * the logarithm is decided by the rows that are not tested on, and what is learned from values is learned from training rows.
 *
 * @throws DataError for a column that there is not, a table without any row or feature, and targets that do not suit the task.
 */
export function planTable(who: string, table: Table, options: PlanOptions): TablePlan {
  const { target, drop = [], keep = [], minFrequency } = options;
  const { testSize = 0.15, testSeed = 0, groupDuplicates = false } = options;
  requireColumns(who, table, options);
  const task = options.task ?? taskOfTargets(table, target);
  const given = table.columnNames.filter((name) => !target.includes(name) && !drop.includes(name));
  const findings = bySeverity(lintTable(table, { target, task, features: given }).map(tolerant));
  // A word that is there or not tells something; a number whose gaps are filled by itself does not.
  const tellsNothing = ({ rule, severity, column }: Finding): boolean =>
    rule === 'identifier' ||
    (rule === 'constant' && (severity === 'warning' || table.column(column!) instanceof Float64Array));
  const useless = new Map<string, LeftOut['why']>(
    findings.flatMap((finding) => {
      const { rule, column } = finding;
      return column !== undefined && !keep.includes(column) && tellsNothing(finding)
        ? [[column, rule as 'identifier' | 'constant'] as const]
        : [];
    }),
  );
  const empty = given.filter((name) => !keep.includes(name) && isEmpty(table, name));
  for (const name of empty) useless.set(name, 'empty');
  const leftOut: LeftOut[] = [
    ...drop.map((column) => ({ column, why: 'dropped' as const })),
    ...[...useless].map(([column, why]) => ({ column, why })),
  ];
  const used = given.filter((name) => !useless.has(name));
  if (used.length === 0) {
    const why = leftOut.map(({ column, why }) => `'${column}' (${why})`).join(', ');
    throw new DataError(
      `${who}: there is no column left to predict ${target.join(', ')} from: ${why ? `${why}; --keep uses one` : 'the table has no other column'}`,
    );
  }

  const rows = rowsWithTargets(table, target);
  if (rows.length === 0) throw new DataError(`${who}: no row has a value of ${target.join(', ')}`);
  const complete = rows.length === table.rowCount ? table : table.rows(rows);
  const targets = targetsOf(who, complete, target, task);
  const split = { testSize, testSeed, groupDuplicates };
  const testRows = testRowsOf({ table: complete, targets, features: used }, split);
  const seen = testRows && otherRows(complete, testRows);
  const log = used.filter((name) => isHeavyTailed(complete, name, seen));
  const transformer = requireTransformerOptions(who, {
    drop: [...target, ...leftOut.map(({ column }) => column)],
    numeric: { log },
    categorical: {
      minFrequency: minFrequency ?? Math.max(1, Math.min(10, Math.ceil(rows.length / 100))),
      maxCategories: mostCategories,
    },
  });
  const { numeric, categorical } = chooseColumns(who, complete, transformer);
  return {
    task,
    targets,
    table: complete,
    rows,
    features: used,
    split,
    testRows,
    numeric,
    categorical,
    log,
    leftOut,
    transformer,
    findings: trainFindings(findings, { groupDuplicates }).filter(
      ({ column }) => column === undefined || !leftOut.some((one) => one.column === column),
    ),
  };
}

/** The rows to test on. @throws as `trainTestSplit`, where they cannot be drawn. */
export function testedRows(plan: TablePlan): Uint32Array {
  return plan.testRows ?? drawTestRows(plan, plan.split);
}

/** The rows that are not tested on. @throws as `testedRows`. */
export function learnedRows(plan: TablePlan): Uint32Array {
  return otherRows(plan.table, testedRows(plan));
}

/** The plan's transformer, fitted on some rows. */
export function fitTransformer(
  { transformer, table }: TablePlan,
  rows: Uint32Array = rowNumbers(table.rowCount),
): ColumnTransformer {
  return new ColumnTransformer(transformer).fit(table, rows);
}

/** @throws DataError for a column that there is not, with the option that names it, and for one that is to be both used and not. */
function requireColumns(who: string, { columnNames }: Table, { target, drop = [], keep = [] }: PlanOptions): void {
  for (const [option, names] of Object.entries({ target, drop, keep })) {
    for (const name of names) {
      if (!columnNames.includes(name)) {
        throw new DataError(
          `${who}: --${option} names ${valueText(name)}, and there is no such column${columnsHint(name, columnNames)}`,
          { column: name },
        );
      }
      const other =
        option === 'drop' ? (target.includes(name) && 'target') || (keep.includes(name) && 'keep') : undefined;
      if (!other) continue;
      throw new DataError(`${who}: both --drop and --${other} name ${valueText(name)}; name it in one of them`, {
        column: name,
      });
    }
  }
}

/** Undefined for rows that cannot be divided: that is for `requireDivisible` to say, after what the lint found. */
function testRowsOf(divisible: Divisible, split: TestSplit): Uint32Array | undefined {
  try {
    return drawTestRows(divisible, split);
  } catch (error) {
    if (error instanceof DataError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A column without a value, as a delimiter at the end of each line makes. */
function isEmpty(table: Table, name: string): boolean {
  return table.strings(name).every((text) => text.trim() === '');
}

/** Rows without a target are left out here, so that they stop nothing. */
function tolerant(finding: Finding): Finding {
  if (finding.rule !== 'missing-target') return finding;
  const message = finding.message.replace(/: [^:]*$/, ': they are left out');
  return { ...finding, severity: 'warning', message };
}

/** @param rows to look at; all if undefined. */
function isHeavyTailed(table: Table, name: string, rows: Uint32Array | undefined): boolean {
  const column = table.column(name);
  if (!(column instanceof Float64Array)) return false;
  const seen = rows ? Float64Array.from(rows, (row) => column[row]) : column;
  const sorted = seen.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0 || sorted[0] < 0) return false;
  const median = sorted[sorted.length >> 1];
  return median > 0 && sorted[sorted.length - 1] > heavyTail * median;
}
