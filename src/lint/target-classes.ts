import { counted } from '../data/counted.ts';
import { classesText } from '../data/labels.ts';
import { valueText } from '../errors.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import type { LintTask } from './lint-task.ts';
import { firstNonNumber } from './text-number.ts';
import { percentText } from './wording.ts';

/** Fewer rows, and not each of five folds can have one. */
const leastRows = 5;
/** Fewer, and a score of this class is mostly chance; such a share is easily never predicted. */
const [fewRows, fewShare] = [20, 0.01];

/** A target that does not suit the task, has a single class, or classes of very few rows. */
export function* targetClasses(target: LintColumn, task: LintTask): Generator<Finding> {
  const { name, distinct, present, counts } = target;
  if (present === 0) return;
  if (task === 'regression') {
    if (target.texts) {
      const row = firstNonNumber(target.texts);
      if (row === 0) return;
      const message = `the target '${name}' of a regression is text: row ${row} is ${valueText(target.texts[row - 1])}; correct or drop such rows, or make it a classification`;
      yield { severity: 'error', rule: 'target-task', message, column: name, row };
    } else if (distinct === 1) {
      const message = `the target '${name}' is ${target.valueOf(0)} in all ${counted(present, 'row')}: there is nothing to learn`;
      yield { severity: 'error', rule: 'one-class', message, column: name };
    }
    return;
  }
  if (distinct === 1) {
    const message = `the target '${name}' is ${valueText(target.valueOf(0))} in all ${counted(present, 'row')}: a classifier needs at least two classes`;
    yield { severity: 'error', rule: 'one-class', message, column: name };
    return;
  }
  if (task === 'binary' && distinct > 2) {
    const values = classesText(Array.from({ length: Math.min(distinct, 5) }, (_, code) => target.valueOf(code)));
    const third = firstRowOfThird(target.codes);
    const message = `the target '${name}' of a binary task has ${distinct} values (${values}${distinct > 5 ? ' …' : ''}), row ${third} the first with a third: name one of two classes in each row, or choose another task`;
    yield { severity: 'error', rule: 'target-task', message, column: name, row: third };
    return;
  }
  if (distinct > present / 2 && present > 4) {
    const message = `the target '${name}' has ${distinct} classes in ${counted(present, 'row')}, so that most have a single one: ${target.texts ? 'is it the right column?' : 'make it a regression'}`;
    yield { severity: 'error', rule: 'target-task', message, column: name };
    return;
  }
  for (const severity of ['warning', 'note'] as const) {
    const rare = rareClasses(counts, present, severity);
    if (rare.length === 0) continue;
    const row = target.rowOf(rare[0]);
    const list = rare
      .slice(0, 5)
      .map((code) => `${valueText(target.valueOf(code))}: ${counted(counts[code], 'row')}`)
      .join(', ');
    const share = percentText(rare.reduce((sum, code) => sum + counts[code], 0) / present);
    const message = `the target '${name}' has rare classes, ${share} of the rows (${list}${rare.length > 5 ? ` and ${rare.length - 5} more` : ''}; row ${row} the first): ${severity === 'warning' ? 'too few for every part of a split; put them together, leave them out, or find more' : 'their scores are mostly chance; look at classes one by one, and consider class weights'}`;
    yield { severity, rule: 'rare-class', message, column: name, row };
  }
}

/** The first row, from 1, whose code is neither of the first two that come. */
function firstRowOfThird(codes: Int32Array): number {
  const first = codes.find((code) => code >= 0)!;
  const second = codes.find((code) => code >= 0 && code !== first)!;
  return codes.findIndex((code) => code >= 0 && code !== first && code !== second) + 1;
}

/** Codes of the classes that are rare in that degree, the rarest first. */
function rareClasses(counts: Uint32Array, present: number, severity: 'warning' | 'note'): number[] {
  const few = (count: number): boolean => count < fewRows && (count < fewShare * present || present >= 10 * fewRows);
  const isRare = (count: number): boolean =>
    severity === 'warning' ? count < leastRows : count >= leastRows && few(count);
  const codes = Array.from(counts, (_, code) => code).filter((code) => isRare(counts[code]));
  return codes.sort((a, b) => counts[a] - counts[b] || a - b);
}
