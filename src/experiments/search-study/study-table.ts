import type { Label } from '../../data/labels.ts';
import { trainTestSplit } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import { fingerprint } from '../../tensor/fingerprint.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { CheckedJson } from '../checked-json.ts';
import { searchParts } from '../search/search-parts.ts';
import type { LearnedParts } from '../search/train-parameters.ts';
import { planTable, type TablePlan, testedRows } from '../table/plan.ts';
import { requireDivisible } from '../table/table-parts.ts';
import type { TableTask } from '../table/targets.ts';

/** A table that networks are searched for. */
export interface SearchData {
  readonly name: string;
  readonly title: string;
  readonly table: Table;
  /** The column to predict. */
  readonly target: string;
  readonly task: TableTask;
}

/** What is said of it, as plain data. */
export interface AboutSearchData {
  readonly name: string;
  readonly title: string;
  /** That there are. */
  readonly rows: number;
  readonly target: string;
  readonly task: TableTask;
  /** Of a task with classes. */
  readonly classes?: readonly Label[];
  /** Of the first seed: numbers that a network takes of a row, and rows of each part. */
  readonly columns: number;
  readonly parts: { readonly train: number; readonly validation: number; readonly test: number };
  /** SHA-256 of the training part of the first seed. */
  readonly fingerprint: string;
}

/** The rows of a seed. */
export interface SeedTable {
  readonly plan: TablePlan;
  readonly parts: LearnedParts;
}

/** Shares of the rows. */
const [validationSize, testSize] = [0.15, 0.15];

/**
 * Draws the rows of a seed and divides them anew: 70 % to train on, 15 % to choose by, 15 % to test on, classes in equal shares.
 *
 * @param rows how many of them are used.
 * @throws DataError for a table that cannot be divided so; as `planTable` and `tableParts`.
 */
export function prepareSeedTable({ table, target, task }: SearchData, rows: number, seed: number): SeedTable {
  const who = 'study search';
  const some = rows < table.rowCount ? table.rows(drawnRows(table, target, task, rows, seed)) : table;
  const plan = planTable(who, some, { target: [target], task, testSize, testSeed: seed });
  requireDivisible(who, plan, { validationSize, seed });
  const [parts] = searchParts(plan, { seed, validationSize, folds: 1 });
  return { plan, parts };
}

function drawnRows(table: Table, target: string, task: TableTask, rows: number, seed: number): Uint32Array {
  const stratify = task === 'regression' ? undefined : [...table.strings(target)];
  return trainTestSplit(table.rowCount, { testSize: rows, seed, ...(stratify && { stratify }) }).test;
}

/** @throws as `prepareSeedTable`: what cannot be divided is refused before anything is trained. */
export async function aboutSearchData(data: SearchData, rows: number, seed: number): Promise<AboutSearchData> {
  const { plan, parts } = prepareSeedTable(data, rows, seed);
  const { train, validation } = parts;
  const { name, title, table, target, task } = data;
  const tensorOf = ({ data: values, shape }: typeof train.x): Tensor => new Tensor(shape, Float32Array.from(values));
  return {
    name,
    title,
    rows: table.rowCount,
    target,
    task,
    ...(plan.targets.task !== 'regression' && { classes: plan.targets.classes }),
    columns: train.x.shape[1],
    parts: { train: train.rows.length, validation: validation.rows.length, test: testedRows(plan).length },
    fingerprint: await fingerprint({ x: tensorOf(train.x), y: tensorOf(train.y) }),
  };
}

const tasks = ['binary', 'multi-class', 'regression'] as const satisfies readonly TableTask[];

export function aboutFrom(checked: CheckedJson, what: string, json: unknown): AboutSearchData {
  const { object, text, count, labels, oneOf } = checked;
  const fields = object(what, json);
  const parts = object(`${what}.parts`, fields.parts);
  const part = (name: keyof AboutSearchData['parts']): number => {
    const rows = count(`${what}.parts.${name}`, parts[name]);
    return rows > 0 ? rows : checked.refuse(`${what}.parts.${name} must be at least 1`, rows);
  };
  const task = oneOf(`${what}.task`, fields.task, tasks);
  return {
    name: text(`${what}.name`, fields.name),
    title: text(`${what}.title`, fields.title),
    rows: count(`${what}.rows`, fields.rows),
    target: text(`${what}.target`, fields.target),
    task,
    ...(task !== 'regression' && { classes: labels(`${what}.classes`, fields.classes) }),
    columns: count(`${what}.columns`, fields.columns),
    parts: { train: part('train'), validation: part('validation'), test: part('test') },
    fingerprint: text(`${what}.fingerprint`, fields.fingerprint),
  };
}
