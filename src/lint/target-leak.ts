import { log } from '../tensor/scalar-math.ts';
import type { Finding } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import type { LintTask } from './lint-task.ts';
import { shareTold } from './tell-class.ts';
import { varianceTold } from './tell-number.ts';
import { numberText, percentText } from './wording.ts';

/**
 * How much of what the baseline gets wrong a column alone must get right: (accuracy − majority) / (1 − majority) for classes,
 * R² for numbers. Honest columns stay below: petal width alone is right about 96 % of iris (0.94), the smell of a mushroom about
 * 98.5 % of edible or not (0.97); the shape of a building explains 0.92 of its cooling load, income 0.49 of the price of a house.
 * A label of two equal classes with 1 % of it flipped tells 0.98, a number with noise of a tenth of its deviation 0.99.
 */
const leak = { classes: 0.975, numbers: 0.985 };
/** From here on it is worth a look: the heating load of a building explains 0.957 of its cooling load, being measured with it. */
const suspicious = { classes: 0.96, numbers: 0.95 };
/** Fewer rows, or fewer outside the largest class, and chance separates them too often. */
const leastRows = 20;
const leastOutsideMajority = 5;
/** Equal throughout by chance, or one to one, at most once in as many columns: six rows of two equal classes are enough to be equal. */
const chance = { same: 20, recoded: 100 };

/**
 * A feature that is the target, is it under other names, or tells it almost perfectly by itself. Of large
 * tables some rows are looked at, and all of them where those agree throughout.
 */
export function* targetLeak(feature: LintColumn, target: LintColumn, task: LintTask): Generator<Finding> {
  const { name, rows } = feature;
  const leave = `leave it out of the features, unless it is known before '${target.name}' is`;
  if (isSame(feature, target) && isNoChance(target, log(chance.same))) {
    const message = `column '${name}' has the values of the target '${target.name}' in every row: ${leave}`;
    yield { severity: 'error', rule: 'target-leak', message, column: name };
    return;
  }
  const recoded = recoding(feature.sample, target.sample) && recoding(feature, target);
  if (recoded !== undefined) {
    const message = `column '${name}' is the target '${target.name}' by other names (${recoded}), one to one in all ${rows} rows: ${leave}`;
    yield { severity: 'error', rule: 'target-leak', message, column: name };
    return;
  }
  yield* tells(feature.sample, target.sample, task, leave);
}

function* tells(feature: LintColumn, target: LintColumn, task: LintTask, leave: string): Generator<Finding> {
  const { name } = feature;
  if (feature.distinct < 2 || target.distinct < 2 || target.present < leastRows) return;
  if (task === 'regression') {
    if (!target.numbers) return;
    const told = varianceTold(feature, target);
    if (told < suspicious.numbers) return;
    const message = `column '${name}' alone explains ${percentText(told)} of the variance of the target '${target.name}': ${leave}`;
    yield { severity: told < leak.numbers ? 'warning' : 'error', rule: 'target-leak', message, column: name };
    return;
  }
  const largest = target.counts.reduce((a, b) => Math.max(a, b)) / target.rows;
  if (target.missing > 0 || target.rows * (1 - largest) < leastOutsideMajority) return;
  const right = shareTold(feature, target.codes, target.distinct);
  const told = (right - largest) / (1 - largest);
  if (told < suspicious.classes) return;
  const message = `column '${name}' alone tells the target '${target.name}' in ${percentText(right)} of the rows (its largest class is ${percentText(largest)}): ${leave}`;
  yield { severity: told < leak.classes ? 'warning' : 'error', rule: 'target-leak', message, column: name };
}

function isSame(feature: LintColumn, target: LintColumn): boolean {
  const a = feature.numbers ?? feature.texts!;
  const b = target.numbers ?? target.texts!;
  if (typeof a[0] !== typeof b[0]) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !(feature.isMissing(i) && target.isMissing(i))) return false;
  }
  return true;
}

/** How the first two values are called in both, if each value of one column goes with one value of the other, and not by chance. */
function recoding(feature: LintColumn, target: LintColumn): string | undefined {
  const k = target.distinct;
  if (feature.distinct !== k || k === target.present) return undefined; // distinct throughout, values go together anyhow
  const toTarget = new Int32Array(k).fill(-1);
  for (let i = 0; i < feature.rows; i++) {
    const [from, to] = [feature.codes[i], target.codes[i]];
    if (from < 0 !== to < 0) return undefined;
    if (from < 0) continue;
    if (toTarget[from] < 0) toTarget[from] = to;
    else if (toTarget[from] !== to) return undefined;
  }
  let needed = log(chance.recoded);
  for (let names = 2; names <= k; names++) needed += log(names); // k values have k! names
  if (new Set(toTarget).size < k || !isNoChance(target, needed)) return undefined;
  const pair = (from: number): string => `${text(feature.valueOf(from))} for ${text(target.valueOf(toTarget[from]))}`;
  return [0, 1].map(pair).join(', ');
}

/**
 * Whether the logarithm of the number of ways to put the rows in order is at least `needed`: n rows, of which n₁, n₂ … are alike,
 * have n! / (n₁! n₂! …), the product over rows of (rows so far) / (rows of this value so far).
 */
function isNoChance(target: LintColumn, needed: number): boolean {
  const seen = new Uint32Array(target.distinct);
  let count = 0;
  let ways = 0;
  for (const code of target.codes) {
    if (code < 0) continue;
    ways += log(++count / ++seen[code]);
    if (ways > needed - 1e-9) return true; // but for rounding
  }
  return false;
}

function text(value: number | string): string {
  return typeof value === 'number' ? numberText(value) : JSON.stringify(value);
}
