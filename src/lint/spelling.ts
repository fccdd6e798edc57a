import { valueText } from '../errors.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';

/** More distinct texts are no categories. */
const mostCategories = 100;

/**
 * Cells of white space alone, which look empty and count as a category; categories that are the same but for spaces at their ends and
 * capitals, most likely one that was spelt in two ways.
 */
export function* spelling(column: LintColumn): Generator<Finding> {
  const { name, texts, distinct } = column;
  if (!texts) return;
  let blank = 0;
  while (blank < distinct && (column.valueOf(blank) as string).trim() !== '') blank++;
  if (blank < distinct) {
    const row = column.rowOf(blank);
    const message = `column '${name}' has cells of white space alone, ${valueText(column.valueOf(blank))} at row ${row} the first, which count as a category and not as missing: leave them empty, or correct them`;
    yield { severity: 'warning', rule: 'spelling', message, column: name, row };
  }
  if (distinct > mostCategories) return;
  const first = new Map<string, string>();
  for (let code = 0; code < distinct; code++) {
    const value = column.valueOf(code) as string;
    const plain = value.trim().toLowerCase();
    if (plain === '') continue;
    const other = first.get(plain);
    first.set(plain, other ?? value);
    if (other === undefined) continue;
    const row = column.rowOf(code);
    const message = `column '${name}' has ${valueText(other)} and ${valueText(value)} (row ${row} the first), which differ in spaces or capitals alone and count as two: spell them alike`;
    yield { severity: 'warning', rule: 'spelling', message, column: name, row };
    return;
  }
}
