import { counted } from '../data/counted.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import type { LintTask } from './lint-task.ts';
import { percentText } from './wording.ts';

/** More of a column than is there would be made up. */
const most = 0.5;

/** Rows without a target cannot be learned from, nor scored. Of text that is to be a number, white space alone is none either. */
export function* missingTarget(target: LintColumn, task: LintTask): Generator<Finding> {
  const { name, texts, rows } = target;
  const blank = task === 'regression' && texts ? texts.map((text) => text.trim() === '') : undefined;
  const missing = blank ? blank.filter((is) => is).length : target.missing;
  if (missing === 0) return;
  const row = blank ? blank.indexOf(true) + 1 : target.firstMissing;
  const message = `the target '${name}' is missing in ${missing} of ${counted(rows, 'row')}, row ${row} the first: drop these rows`;
  yield { severity: 'error', rule: 'missing-target', message, column: name, row };
}

/** Features with gaps: numbers are to be filled, text has a category for them; doubtful where there are more gaps than values. */
export function* missingValues({ name, texts, missing, firstMissing: row, rows }: LintColumn): Generator<Finding> {
  if (missing === 0) return;
  const share = `missing in ${missing} of ${counted(rows, 'row')} (${percentText(missing / rows)}), row ${row} the first`;
  if (missing > most * rows) {
    const advice = texts
      ? 'what it mostly tells is whether it is there; drop it if that means nothing'
      : 'filling it would make most of it up; drop it';
    const message = `column '${name}' is ${share}: ${advice}`;
    yield { severity: 'warning', rule: 'mostly-missing', message, column: name, row };
  } else {
    const advice = texts
      ? 'empty cells become a category of their own; correct them if they mean another'
      : 'fill the gaps (impute) by what the training rows say';
    const message = `column '${name}' is ${share}: ${advice}`;
    yield { severity: 'note', rule: 'missing-values', message, column: name, row };
  }
}
