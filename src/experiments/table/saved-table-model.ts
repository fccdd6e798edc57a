import type { Label } from '../../data/labels.ts';
import { StandardScaler, type StandardScalerJson } from '../../data/standard-scaler.ts';
import { DataError, valueText } from '../../errors.ts';
import { lintTasks } from '../../lint/lint-task.ts';
import { checkedJson } from '../checked-json.ts';
import type { TablePlan } from './plan.ts';
import { type Scores, scoreNames } from './scores.ts';
import type { LearnedSplit } from './table-parts.ts';
import type { TableTask } from './targets.ts';
import type { Chosen } from './test-model.ts';
import type { TestSplit } from './test-part.ts';

/** What a model of `simdgrad train` brings along beside its transformer, so that its outputs can be read. */
export interface SavedTableModel {
  readonly kind: 'table';
  readonly task: TableTask;
  readonly targets: readonly string[];
  /** What the outputs stand for; of two classes the single output is the probability of the second. */
  readonly classes?: readonly Label[];
  /** From which probability on it is the second of two classes. */
  readonly threshold: number;
  /** Brings outputs back to the units of the table; undefined for classes. */
  readonly targetScaler?: StandardScalerJson;
  /** Which rows were for training, validation and test. */
  readonly split: LearnedSplit & TestSplit;
  /** Scores of the test part. */
  readonly test: Scores;
}

/** What goes with a model. */
export function savedTableModel(
  { task, targets }: TablePlan,
  { threshold, scores, parts }: Pick<Chosen, 'threshold' | 'scores' | 'parts'>,
  split: SavedTableModel['split'],
): SavedTableModel {
  return {
    kind: 'table',
    task,
    targets: targets.names,
    ...(targets.task !== 'regression' && { classes: targets.classes }),
    threshold,
    targetScaler: parts.targetScaler?.toJSON(),
    split,
    test: scores,
  };
}

/**
 * Reads what `JSON.stringify` made of it. The text is not trusted.
 *
 * @throws DataError for anything that is missing or cannot be.
 */
export function savedTableModelFromJSON(who: string, json: unknown): SavedTableModel {
  const refuse = (what: string, value: unknown): never => {
    throw new DataError(
      `${who}: the file holds no model of simdgrad train: ${what}, got ${valueText(value)}; only those know what they predict from a table`,
    );
  };
  const checked = checkedJson(refuse);
  const { object, text, count, share, labels, list, oneOf, optional, finite } = checked;
  const saved = object('preprocessing', json);
  oneOf('kind', saved.kind, ['table'] as const);
  const task = oneOf('task', saved.task, lintTasks);
  const targets = list('targets', saved.targets, (what, value) => text(what, value));
  if (targets.length === 0) refuse('targets must not be empty', saved.targets);
  const split = object('split', saved.split);
  const test = object('test', saved.test);
  const classes = optional('classes', saved.classes, labels);
  const scaler = saved.targetScaler as StandardScalerJson | undefined;
  if (
    task === 'regression' ? StandardScaler.fromJSON(scaler!).scale.length !== targets.length : classes === undefined
  ) {
    refuse(task === 'regression' ? 'targetScaler must have a number for each target' : 'classes must be there', saved);
  }
  if (task === 'binary' && classes?.length !== 2) refuse('classes must be two', saved.classes);
  return {
    kind: 'table',
    task,
    targets,
    ...(classes && { classes }),
    threshold: share('threshold', saved.threshold),
    ...(task === 'regression' && { targetScaler: scaler }),
    split: {
      validationSize: share('validationSize', split.validationSize),
      testSize: share('testSize', split.testSize),
      testSeed: count('testSeed', split.testSeed),
      seed: count('seed', split.seed),
      groupDuplicates: split.groupDuplicates === true,
    },
    test: Object.fromEntries(scoreNames[task].map((name) => [name, finite(`test.${name}`, test[name])])),
  };
}
