import { counted } from '../data/counted.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import { percentText } from './wording.ts';

/** More of a column than is there would be made up. */
const most = 0.5;

/** Rows without a target cannot be learned from, nor scored. */
export function* missingTarget({ name, missing, firstMissing: row, rows }: LintColumn): Generator<Finding> {
  if (missing === 0) return;
  const message = `the target '${name}' is missing in ${missing} of ${counted(rows, 'row')}, row ${row} the first: drop these rows`;
  yield { severity: 'error', rule: 'missing-target', message, column: name, row };
}

/** Features with gaps: to be filled, and doubtful where there are more gaps than values. */
export function* missingValues({ name, missing, firstMissing: row, rows }: LintColumn): Generator<Finding> {
  if (missing === 0) return;
  const share = `missing in ${missing} of ${counted(rows, 'row')} (${percentText(missing / rows)}), row ${row} the first`;
  if (missing > most * rows) {
    const message = `column '${name}' is ${share}: filling it would make most of it up; drop it`;
    yield { severity: 'warning', rule: 'mostly-missing', message, column: name, row };
  } else {
    const message = `column '${name}' is ${share}: fill the gaps (impute) by what the training rows say`;
    yield { severity: 'note', rule: 'missing-values', message, column: name, row };
  }
}
