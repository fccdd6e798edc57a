import { valueText } from '../errors.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';

/** More distinct texts are no categories. */
const mostCategories = 100;

/** Categories that are the same but for spaces at their ends and capitals: most likely one that was spelt in two ways. */
export function* spelling(column: LintColumn): Generator<Finding> {
  const { name, texts, distinct } = column;
  if (!texts || distinct > mostCategories) return;
  const first = new Map<string, string>();
  for (let code = 0; code < distinct; code++) {
    const value = column.valueOf(code) as string;
    const plain = value.trim().toLowerCase();
    const other = first.get(plain);
    first.set(plain, other ?? value);
    if (other === undefined) continue;
    const row = column.rowOf(code);
    const message = `column '${name}' has ${valueText(other)} and ${valueText(value)} (row ${row} the first), which differ in spaces or capitals alone and count as two: spell them alike`;
    yield { severity: 'warning', rule: 'spelling', message, column: name, row };
    return;
  }
}
