import { counted } from '../data/counted.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import { numberText } from './wording.ts';

/** Rows with another value than the rest, of a thousand: hardly any batch has one. */
const rare = 0.001;

/** A feature with one value in all rows, which tells nothing, or in nearly all of them. */
export function* constant(feature: LintColumn): Generator<Finding> {
  const { name, counts, present, missing } = feature;
  if (present === 0) return;
  const most = counts.reduce((a, b) => Math.max(a, b));
  const commonest = counts.indexOf(most);
  const common = feature.valueOf(commonest);
  const value = typeof common === 'number' ? numberText(common) : JSON.stringify(common);
  if (counts.length === 1 && missing === 0) {
    const message = `column '${name}' is ${value} in all ${counted(present, 'row')}: it tells nothing; drop it`;
    yield { severity: 'warning', rule: 'constant', message, column: name };
  } else if (counts.length === 1) {
    const message = `column '${name}' is ${value} wherever it is not empty (${counted(missing, 'row')}): all it can tell is whether it is there; drop it if that means nothing`;
    yield { severity: 'note', rule: 'constant', message, column: name };
  } else if (present - most <= rare * present) {
    const row = feature.codes.findIndex((code) => code >= 0 && code !== commonest) + 1;
    const message = `column '${name}' is ${value} in all but ${present - most} of ${counted(present, 'row')}, row ${row} the first: what little it tells may be chance`;
    yield { severity: 'note', rule: 'nearly-constant', message, column: name, row };
  }
}
