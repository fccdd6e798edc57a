import { counted } from '../data/counted.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import { namesText } from './wording.ts';

/** Of so few rows all may differ by chance. */
const leastRows = 10;
/** Nearly all: a key with some rows twice is a key still. */
const nearlyAll = 0.95;
/** Whole numbers that fill this much of their range without repeating count the rows; ten drawn at random would 4 times in 1,000. */
const fullness = 0.8;
/** Names that people give to keys; whole numbers under such a name that do not repeat are one, whatever their range. */
const keyName = /(?:^|[\s_.-])(?:id|ids|uuid|guid|ssn|ein|key|index)$|[a-z](?:Id|ID|Key|Index)$/i;
/** One column for each category; with fewer rows than that for each, what is learned about most of them is chance. */
const [mostCategories, leastRowsPerCategory] = [100, 10];

/**
 * A feature that names the row instead of describing it: text that is different in nearly every row; whole numbers that do not
 * repeat and fill their range, rise or fall from row to row, or are called a key. What is learned from it is of no use for any
 * other row. Text of very many categories is nearly as bad.
 */
export function* identifier(feature: LintColumn): Generator<Finding> {
  const { name, present, distinct, texts } = feature;
  if (present < leastRows) return;
  const counts = `${distinct} distinct values in ${counted(present, 'row')}`;
  const what = distinct >= nearlyAll * present ? kindOf(feature) : undefined;
  if (what !== undefined) {
    const message = `column '${name}' seems to name the rows (${what}, ${counts}): drop it`;
    yield { severity: 'warning', rule: 'identifier', message, column: name };
  } else if (texts && distinct > mostCategories && present < leastRowsPerCategory * distinct) {
    const message = `column '${name}' has ${counts}, ${namesText([feature.valueOf(0) as string])} being the first: put rare ones together (minFrequency), or drop it`;
    yield { severity: 'warning', rule: 'many-categories', message, column: name };
  }
}

function kindOf(feature: LintColumn): string | undefined {
  if (feature.texts) return 'text';
  const sorted = feature.sortedNumbers;
  if (!sorted.every(Number.isSafeInteger)) return undefined;
  const range = sorted[sorted.length - 1] - sorted[0] + 1;
  if (feature.present >= fullness * range) return 'whole numbers that follow each other';
  if (feature.missing === 0 && isMonotone(feature.numbers!)) return 'whole numbers in order';
  return keyName.test(feature.name) && sorted.length === feature.present ? 'whole numbers called a key' : undefined;
}

function isMonotone(numbers: Float64Array): boolean {
  const sign = Math.sign(numbers[1] - numbers[0]);
  for (let i = 1; i < numbers.length; i++) if (!((numbers[i] - numbers[i - 1]) * sign > 0)) return false;
  return true;
}
