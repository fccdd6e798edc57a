import type { Label } from '../data/labels.ts';
import { requireNames } from '../data/require-names.ts';
import { DataError, requireKnownOptions, requireOneOf, ShapeError } from '../errors.ts';
import { requireLabels } from '../metrics/scored-classes.ts';
import { flatValues, type Values } from '../metrics/scored-values.ts';
import { classOutcome } from './class-outcome.ts';
import { bySeverity, type Finding, type LintPartName } from './finding.ts';
import { type LintTask, lintTasks } from './lint-task.ts';
import { numberOutcome } from './number-outcome.ts';

interface OutcomeOptions {
  readonly task: LintTask;
  /** The part that was predicted; 'test' unless set. */
  readonly part?: LintPartName;
}

/** Labels as they are, and as they were predicted. */
export interface LintClassOutcome extends OutcomeOptions {
  readonly task: 'binary' | 'multi-class';
  readonly targets: ArrayLike<Label>;
  readonly predictions: ArrayLike<Label>;
  /** The labels that were trained on, whose largest class is the baseline; `targets` unless set. */
  readonly trainTargets?: ArrayLike<Label>;
}

/** Numbers as they are, and as they were predicted: [n], or rows of several outputs. */
export interface LintNumberOutcome extends OutcomeOptions {
  readonly task: 'regression';
  readonly targets: Values;
  readonly predictions: Values;
  /** The numbers that were trained on, whose mean is the baseline; `targets` unless set. */
  readonly trainTargets?: Values;
  /** The names of the outputs; their numbers, from 1, unless set. */
  readonly targetNames?: readonly string[];
}

export type LintOutcomeOptions = LintClassOutcome | LintNumberOutcome;

/**
 * Looks at predictions of rows that were not trained on.
 *
 * - `no-better-than-baseline`: accuracy at or below that of always naming the largest class, or an R² of 0 or less. An error,
 *   but a warning where classes are told apart all the same (the mean recall is clearly above 1 / classes, as with rare classes that
 *   are found at the price of others), or where accuracy is above the baseline by less than chance allows (95 %).
 * - `almost-perfect`: accuracy of 100 % or R² of at least 0.9999 on enough rows is a warning, from 99 % or 0.995 on a note: does a
 *   feature know the target?
 * - `label-mapping`: most predictions are no label of the targets, or not one label of the training part is. `non-finite`,
 *   `float32-overflow`: predictions or targets that are no numbers, or too large; the output is then not judged.
 *
 *     lintOutcome({ task: 'binary', targets: [0, 1, 1, 1], predictions: [1, 1, 1, 1] });
 *     // error no-better-than-baseline: accuracy 75 % on 4 rows of test …
 *
 * @returns errors first, then warnings, then notes.
 * @throws TypeError, RangeError for options; ShapeError, DataError where there is not one prediction for each target.
 */
export function lintOutcome(options: LintOutcomeOptions): Finding[] {
  const who = 'lintOutcome';
  const names = ['task', 'part', 'targets', 'predictions', 'trainTargets'];
  requireKnownOptions(who, options ?? null, options?.task === 'regression' ? [...names, 'targetNames'] : names);
  requireOneOf(who, 'task', options.task, lintTasks);
  const { part = 'test' } = options;
  requireOneOf(who, 'part', part, ['train', 'validation', 'test']);
  if (options.task === 'regression') {
    const targets = flatValues(who, 'targets', options.targets, undefined);
    const predictions = flatValues(who, 'predictions', options.predictions, undefined);
    const train = options.trainTargets && flatValues(who, 'trainTargets', options.trainTargets, undefined);
    for (const [name, { rows, columns }] of Object.entries({ predictions, ...(train && { trainTargets: train }) })) {
      if (columns === targets.columns && (name !== 'predictions' || rows === targets.rows)) continue;
      throw new ShapeError(
        `${who}: targets are [${targets.rows}, ${targets.columns}] and ${name} [${rows}, ${columns}]`,
      );
    }
    if (targets.rows === 0 || train?.rows === 0) throw new DataError(`${who}: no rows`);
    const { targetNames } = options;
    if (targetNames !== undefined) requireNames(who, 'targetNames', targetNames);
    if (targetNames && targetNames.length !== targets.columns) {
      throw new ShapeError(
        `${who}: targetNames must be ${targets.columns} names, one for each output, got ${targetNames.length}`,
      );
    }
    return bySeverity(numberOutcome(targets, predictions, train, targetNames, part));
  }
  const { targets, predictions, trainTargets = targets } = options;
  for (const [name, labels] of Object.entries({ targets, predictions, trainTargets })) requireLabels(who, name, labels);
  if (targets.length !== predictions.length) {
    throw new ShapeError(`${who}: ${targets.length} targets and ${predictions.length} predictions`);
  }
  if (targets.length === 0 || trainTargets.length === 0) throw new DataError(`${who}: no rows`);
  return bySeverity(classOutcome(targets, predictions, trainTargets, part));
}
