import { counted } from '../data/counted.ts';
import { parseNumber } from '../data/parse-number.ts';
import { valueText } from '../errors.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';

/** Text of which this much spells numbers, in more ways than the rest is spelt, is a column of numbers with something in it. */
const mostly = 0.8;
/** `3,5` or `1.234,5`: a comma where others have a point. */
const decimalComma = /^\s*[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+\s*$/;

/** Numbers that are text because of a few cells, or of decimal commas: every one of them would be a category. */
export function* textNumber(column: LintColumn): Generator<Finding> {
  const { name, texts, distinct, present, counts } = column;
  if (!texts || present === 0) return;
  let [numbers, spellings, commas] = [0, 0, 0];
  for (let code = 0; code < distinct; code++) {
    const value = column.valueOf(code) as string;
    if (parseNumber(value) !== undefined) {
      numbers += counts[code];
      spellings++;
    } else if (decimalComma.test(value)) commas += counts[code];
  }
  if (commas >= mostly * present && numbers + commas === present) {
    const row = firstNonNumber(texts);
    const message = `column '${name}' is text because its numbers have decimal commas, ${valueText(texts[row - 1])} at row ${row} the first: write points`;
    yield { severity: 'warning', rule: 'text-number', message, column: name, row };
  } else if (numbers < present && numbers >= mostly * present && spellings > distinct - spellings) {
    const row = firstNonNumber(texts);
    const message = `column '${name}' is text because of ${present - numbers} of ${counted(present, 'cell')}, ${valueText(texts[row - 1])} at row ${row} the first: leave such cells empty, or correct them`;
    yield { severity: 'warning', rule: 'text-number', message, column: name, row };
  }
}

/** The first row, from 1, whose text is neither a number nor empty; 0 if there is none. */
export function firstNonNumber(texts: readonly string[]): number {
  return texts.findIndex((text) => parseNumber(text) === undefined) + 1;
}
