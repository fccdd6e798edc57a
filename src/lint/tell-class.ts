import { type LintColumn, rowsByCode } from './lint-column.ts';

/** A value that fewer rows have says nothing by itself: an identifier would then tell every class. */
export const leastRowsPerValue = 5;
/** Multiplications and additions for the intervals of one column: about 0.1 s. Beyond that, every s-th row is looked at. */
const mostWork = 2e7;
/** With more classes than that no interval is looked for: each needs rows enough to be told from chance. */
const mostClasses = 50;

/**
 * The share of rows whose class one column by itself can tell, the better of two rules:
 *
 *     by value      the class that most rows of the same value have, for each value with at least five rows; all others,
 *                   and the missing ones, are a group of their own each. A row counts as right if the other rows of its
 *                   group say so: few rows a value are not rewarded
 *     by interval   numbers only: the best division of the axis into at most k + 1 intervals with a class each, k classes
 *
 * The best division is found exactly, by dynamic programming over the rows in order of value:
 *
 *     right[p][c] = max(right[p][c], max over c' of right[p − 1][c']) + rows of class c at this value
 *
 * @param classes the class of each row, from 0; all are known.
 * @param k how many there are.
 */
export function shareTold(column: LintColumn, classes: Int32Array, k: number): number {
  const { order, starts } = rowsByCode(column);
  const right = Math.max(
    rightByValue(column, classes, k, order, starts),
    column.numbers && k <= mostClasses ? rightByInterval(column, classes, k, order, starts) : 0,
  );
  return right / column.rows;
}

function rightByValue(
  { counts }: LintColumn,
  classes: Int32Array,
  k: number,
  order: Uint32Array,
  starts: Uint32Array,
): number {
  let right = 0;
  const group = new Uint32Array(k);
  const rest = new Uint32Array(k);
  for (let run = 0; run < starts.length - 1; run++) {
    const [from, to] = [starts[run], starts[run + 1]];
    const own = run === 0 || counts[run - 1] >= leastRowsPerValue;
    const tally = own ? group.fill(0) : rest;
    for (let i = from; i < to; i++) tally[classes[order[i]]]++;
    if (own) right += rightInGroup(group);
  }
  return right + rightInGroup(rest);
}

/** Rows that the majority of the others of their group tells: all of the largest class, if it stays that without one row. */
function rightInGroup(tally: Uint32Array): number {
  let [first, second] = [0, 0];
  for (const count of tally) {
    if (count > first) [first, second] = [count, first];
    else if (count > second) second = count;
  }
  return first - 1 > second ? first : 0;
}

function rightByInterval(
  { rows, codes }: LintColumn,
  classes: Int32Array,
  k: number,
  order: Uint32Array,
  starts: Uint32Array,
): number {
  const missing = starts[1];
  const group = new Uint32Array(k);
  for (let i = 0; i < missing; i++) group[classes[order[i]]]++;
  const pieces = k + 1;
  const stride = Math.max(1, Math.ceil(((rows - missing) * pieces * k) / mostWork));

  const right = new Float64Array(pieces * k); // [piece][class]
  const best = new Float64Array(pieces); // the largest of right[p], before the value at hand
  const tally = new Uint32Array(k);
  let seen = 0;
  const close = (): void => {
    for (let p = pieces - 1; p >= 0; p--) {
      const before = p > 0 ? best[p - 1] : 0;
      let most = 0;
      for (let c = 0, at = p * k; c < k; c++, at++) {
        const now = (right[at] > before ? right[at] : before) + tally[c];
        right[at] = now;
        if (now > most) most = now;
      }
      best[p] = most;
    }
    tally.fill(0);
  };
  for (let i = missing; i < rows; i += stride) {
    if (i > missing && codes[order[i]] !== codes[order[i - stride]]) close();
    tally[classes[order[i]]]++;
    seen++;
  }
  close();
  const share = seen === 0 ? 0 : best[pieces - 1] / seen;
  return rightInGroup(group) + share * (rows - missing);
}
