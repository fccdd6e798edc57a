import { DataError, requireBoolean, requireKnownOptions, ShapeError, valueText } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { divideGroups, type GroupDivision } from './divide-groups.ts';
import { groupNumbers } from './group-numbers.ts';
import { type Label, sortedClasses } from './labels.ts';
import { rowCount } from './row-count.ts';
import { rowNumbers } from './row-numbers.ts';

export interface TrainTestSplitOptions {
  /** Rows to test on: a fraction in (0, 1), rounded up, or a count. All that `trainSize` leaves, or else 0.25. */
  readonly testSize?: number;
  /** Rows to train on: a fraction in (0, 1), rounded down, or a count. All that `testSize` leaves. */
  readonly trainSize?: number;
  /** One label for each row: each class is divided in the same proportion. */
  readonly stratify?: ArrayLike<Label>;
  /** One label for each row: rows of one label are never divided between parts. */
  readonly groups?: ArrayLike<Label>;
  /** false keeps the order of rows: the first are for training. */
  readonly shuffle?: boolean;
  readonly seed?: number;
}

export interface TrainValidationTestSplitOptions extends TrainTestSplitOptions {
  /** Rows to choose by: a fraction in (0, 1), rounded up, or a count. */
  readonly validationSize?: number;
}

/**
 * Divides rows into a part to train on and a part to test on, as scikit-learn's `train_test_split`. Gives the indices of
 * the rows (from 0), never copies of them.
 *
 * `rows` is how many there are, or anything with that length. Sizes are scikit-learn's, to the row: test ⌈testSize · n⌉,
 * train ⌊trainSize · n⌋ or what is left. With both given, rows may be left over.
 *
 * The order is part of the contract, the same on every machine: the indices 0 … n − 1 shuffled by
 * `new RandomStream(seed, 'split')`; the first are for training, the next for testing, in that order.
 *
 * With `stratify`, each class gives its share of each part: ⌊size · count / n⌋ rows, and one more for the largest
 * remainders until the part is full (equal remainders: the larger class first, then the first in order of labels;
 * scikit-learn draws lots there). Testing is apportioned so from what training leaves. Of each class, the first in the
 * shuffled order are for training, the next for testing. A class of c rows thus has at least ⌊size · c / n⌋ in training,
 * but a class of a few rows may have none in the smaller part.
 *
 * With `groups`, rows of one group are all in one part: repeated measurements of one person, or rows that are equal
 * (`duplicateGroups`), which would otherwise be trained on and tested on. Sizes and shares of classes are then met as nearly as
 * whole groups can, exactly if enough of them are single rows. Groups are placed by size, the largest first; of equal size
 * in the order of their first row, shuffled as above. Each goes by lot, drawn from `new RandomStream(seed, 'split groups')`, to a
 * part that still needs its rows (of its classes), with the chance of what the part still needs; where none has room for it,
 * to that where the fewest rows are too many. Without shuffling, it goes to the part that has most of its share to fill.
 *
 *     trainTestSplit(table.rowCount, { groups: duplicateGroups(table), stratify: labels, seed: 1 });
 *
 *     const { train, test } = trainTestSplit(150, { testSize: 0.2, stratify: species, seed: 1 });
 *     table.rows(train);
 *
 * @throws RangeError if sizes do not fit the rows, leave nothing to train on, or are below the number of classes.
 *   DataError naming a class of a single row, or for fewer groups than parts. ShapeError if there is not one label or group
 *   for each row.
 */
export function trainTestSplit(
  rows: number | ArrayLike<unknown>,
  options: TrainTestSplitOptions = {},
): { train: Uint32Array; test: Uint32Array } {
  const who = 'trainTestSplit';
  requireKnownOptions(who, options, ['testSize', 'trainSize', 'stratify', 'groups', 'shuffle', 'seed']);
  const { testSize, trainSize } = options;
  const n = rowCount(who, rows);
  const test = testSize ?? (trainSize === undefined ? 0.25 : undefined);
  const testRows = test === undefined ? undefined : sizeOf(who, n, 'testSize', test, Math.ceil);
  const trainRows = trainSize === undefined ? undefined : sizeOf(who, n, 'trainSize', trainSize, Math.floor);
  return divide(who, n, { train: trainRows ?? n - testRows!, test: testRows ?? n - trainRows! }, options);
}

/**
 * Divides rows into three parts: to train on (0.7), to choose by, such as when to stop (0.15), and to test on once
 * (0.15). As `trainTestSplit` in everything else: of each class, the first in the shuffled order are for training, the next for
 * validation, the next for testing, and what is left over comes last.
 *
 * Where no row is left over, as without `trainSize`, `test` thus holds the very rows that `trainTestSplit` with this `testSize`, seed
 * and labels gives, and the others are divided into training and validation by the same rule. Two cases are otherwise: where rows
 * are left over, `trainTestSplit` tests on rows that are for validation here; and where there are hardly more groups than parts, the
 * last go to parts that would be empty.
 *
 * Test ⌈testSize · n⌉, validation ⌈validationSize · n⌉, train ⌊trainSize · n⌋ or, if that is not given, all that is left.
 * With `stratify`, each class needs 3 rows; with `groups`, there must be 3 groups.
 */
export function trainValidationTestSplit(
  rows: number | ArrayLike<unknown>,
  options: TrainValidationTestSplitOptions = {},
): { train: Uint32Array; validation: Uint32Array; test: Uint32Array } {
  const who = 'trainValidationTestSplit';
  requireKnownOptions(who, options, [
    'testSize',
    'validationSize',
    'trainSize',
    'stratify',
    'groups',
    'shuffle',
    'seed',
  ]);
  const { testSize = 0.15, validationSize = 0.15, trainSize } = options;
  const n = rowCount(who, rows);
  const test = sizeOf(who, n, 'testSize', testSize, Math.ceil);
  const validation = sizeOf(who, n, 'validationSize', validationSize, Math.ceil);
  const train = trainSize === undefined ? n - validation - test : sizeOf(who, n, 'trainSize', trainSize, Math.floor);
  return divide(who, n, { train, validation, test }, options);
}

/** The parts' rows, in shuffled order. */
function divide<Part extends string>(
  who: string,
  n: number,
  sizes: Readonly<Record<Part, number>>,
  { stratify, groups, shuffle = true, seed = 0 }: TrainTestSplitOptions,
): Record<Part, Uint32Array> {
  const parts = Object.keys(sizes) as Part[];
  const text = parts.map((part) => `${sizes[part]} ${part}`).join(' + ');
  if (parts.reduce((sum, part) => sum + sizes[part], 0) > n || parts.some((part) => sizes[part] < 1)) {
    throw new RangeError(`${who}: sizes ${text} do not fit ${n} rows: each part needs at least one`);
  }
  requireBoolean(who, { shuffle });
  const stream = new RandomStream(seed, 'split');
  const order = rowNumbers(n);
  if (shuffle) stream.shuffle(order);

  const { classOf, counts } = stratify ? classesOf(who, n, stratify, sizes) : { classOf: undefined, counts: [n] };
  const quotas = apportionParts(
    counts,
    parts.map((part) => sizes[part]),
  ); // [part][class]
  const partOf = groups
    ? partOfGroupedRows(who, { order, groups, classOf, counts, quotas, seed: shuffle ? seed : undefined })
    : partOfRows(order, classOf, quotas);
  return Object.fromEntries(parts.map((part, p) => [part, order.filter((row) => partOf[row] === p)])) as Record<
    Part,
    Uint32Array
  >;
}

/** The part of each row: in order, each class fills its share of the first part, then of the next. What is left over has none. */
function partOfRows(
  order: Uint32Array,
  classOf: Uint32Array | undefined,
  quotas: readonly (readonly number[])[],
): Uint32Array {
  const needs = quotas.map((quota) => [...quota]);
  const partOf = new Uint32Array(order.length).fill(quotas.length);
  for (const row of order) {
    const c = classOf ? classOf[row] : 0;
    const p = needs.findIndex((need) => need[c] > 0);
    if (p < 0) continue;
    needs[p][c]--;
    partOf[row] = p;
  }
  return partOf;
}

function partOfGroupedRows(
  who: string,
  { groups, ...division }: Omit<GroupDivision, 'groups'> & { groups: ArrayLike<Label> },
): Uint32Array {
  const numbers = groupNumbers(who, division.order.length, groups);
  const partOf = divideGroups(who, { groups: numbers, ...division });
  return numbers.groupOf.map((group) => partOf[group]);
}

/** How many rows of each class each part gets: the last part against all others first, then the last of the others, … */
function apportionParts(counts: readonly number[], sizes: readonly number[]): number[][] {
  if (sizes.length === 1) return [apportion(counts, sizes[0])];
  const others = sizes.slice(0, -1);
  const toOthers = apportion(
    counts,
    others.reduce((sum, size) => sum + size, 0),
  );
  const left = counts.map((count, c) => count - toOthers[c]);
  return [...apportionParts(toOthers, others), apportion(left, sizes[sizes.length - 1])];
}

/** `seats` shared out in proportion to `counts` by largest remainder; no class gets more than it has. */
function apportion(counts: readonly number[], seats: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => Math.floor((count * seats) / total));
  const remainder = (c: number) => counts[c] * seats - shares[c] * total;
  const byRemainder = counts
    .map((_, c) => c)
    .sort((a, b) => remainder(b) - remainder(a) || counts[b] - counts[a] || a - b);
  const missing = seats - shares.reduce((sum, share) => sum + share, 0);
  for (const c of byRemainder.slice(0, missing)) shares[c]++;
  return shares;
}

/** The index of each row's class, and how many rows each class has. */
function classesOf(who: string, n: number, labels: ArrayLike<Label>, sizes: Readonly<Record<string, number>>) {
  if (labels.length !== n) {
    throw new ShapeError(`${who}: stratify needs one label for each of ${n} rows, got ${labels.length}`);
  }
  const classes = sortedClasses(`${who}: stratify`, labels);
  const indices = new Map(classes.map((label, c) => [label, c]));
  const classOf = Uint32Array.from(labels, (label) => indices.get(label)!);
  const counts = classes.map(() => 0);
  for (const c of classOf) counts[c]++;
  const needed = Object.keys(sizes).length;
  const small = counts.findIndex((count) => count < needed);
  if (small >= 0) {
    const row = classOf.indexOf(small) + 1;
    const has = counts[small] === 1 ? `a single row (row ${row})` : `only ${counts[small]} rows`;
    throw new DataError(
      `${who}: class ${valueText(classes[small])} has ${has}; to stratify, each class needs at least ${needed}`,
      { row },
    );
  }
  for (const [part, size] of Object.entries(sizes)) {
    if (size >= classes.length) continue;
    throw new RangeError(`${who}: ${size} rows to ${part} are fewer than the ${classes.length} classes to stratify by`);
  }
  return { classOf, counts };
}

/** A fraction of n rows as a count, or a count as it is. */
function sizeOf(who: string, n: number, name: string, size: number, round: (count: number) => number): number {
  if (typeof size === 'number' && size > 0 && size < 1) return round(size * n);
  if (Number.isSafeInteger(size) && size >= 1 && size < n) return size;
  throw new RangeError(
    `${who}: ${name} must be a fraction in (0, 1) or a count from 1 to ${n - 1}, below the ${n} rows, got ${valueText(size)}`,
  );
}
