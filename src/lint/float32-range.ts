import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import { numberText } from './wording.ts';

const largestInt32 = 2147483647;
/** Whole numbers up to 2²⁴ are float32 numbers; above, only some are. */
const largestExact = 16777216;
/** More distinct values than that may not become equal: a time in seconds has 128 s to a float32. */
const mostMerged = 0.1;

/**
 * Numbers that float32, in which everything is computed, cannot hold: infinite ones, those beyond 3.4·10³⁸, and those that lie
 * so close together, so far from 0, that rounding makes them equal; and whole numbers that 32-bit integers cannot hold.
 */
export function* float32Range(column: LintColumn): Generator<Finding> {
  const { name, numbers, distinct } = column;
  if (!numbers || distinct === 0) return;
  const infinite = numbers.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY) + 1;
  if (infinite > 0) {
    const message = `column '${name}' is ${numbers[infinite - 1]} at row ${infinite}: nothing finite can be computed from it; leave the cell empty or drop the row`;
    yield { severity: 'error', rule: 'non-finite', message, column: name, row: infinite };
    return;
  }
  const beyond = numbers.findIndex((value) => !Number.isNaN(value) && !Number.isFinite(Math.fround(value))) + 1;
  if (beyond > 0) {
    const message = `column '${name}' is ${numberText(numbers[beyond - 1])} at row ${beyond}, too large for float32 (3.4e38): take logarithms, or another unit`;
    yield { severity: 'error', rule: 'float32-overflow', message, column: name, row: beyond };
    return;
  }
  const sorted = column.sortedNumbers;
  let merged = 0;
  for (let i = 1; i < distinct; i++) if (Math.fround(sorted[i]) === Math.fround(sorted[i - 1])) merged++;
  if (merged > mostMerged * distinct) {
    const message = `column '${name}': of ${distinct} distinct values, between ${numberText(sorted[0])} and ${numberText(sorted[distinct - 1])}, only ${distinct - merged} are left in float32: subtract an offset, or scale them in float64 first`;
    yield { severity: 'warning', rule: 'float32-precision', message, column: name };
  }
  const [low, high] = [sorted[0], sorted[distinct - 1]];
  const extreme = high >= -low ? high : low;
  if (Math.abs(extreme) <= largestExact || !sorted.every(Number.isInteger)) return;
  const row = numbers.indexOf(extreme) + 1;
  const rounded = `float32 has ${Math.fround(extreme)} for it`;
  if (Math.abs(extreme) > largestInt32) {
    const message = `column '${name}' is ${extreme} at row ${row}: beyond 32-bit integers (${largestInt32}), where programs that use them wrap around, and ${rounded}`;
    yield { severity: 'note', rule: 'int32-overflow', message, column: name, row };
  } else if (merged <= mostMerged * distinct && Math.fround(extreme) !== extreme) {
    const message = `column '${name}' is ${extreme} at row ${row}: above ${largestExact} not every whole number is a float32, and ${rounded}`;
    yield { severity: 'note', rule: 'float32-precision', message, column: name, row };
  }
}
