import { DataError, requireBoolean, requireInteger, requireKnownOptions } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { groupNumbers, largestFirst } from './group-numbers.ts';
import { type Label, requireLabel } from './labels.ts';
import { rowCount } from './row-count.ts';
import { rowNumbers } from './row-numbers.ts';

/** Row numbers that all folds together may list, which is each row once a fold: 8 GB of them. */
const mostListed = 2 ** 31;

/** Rows to train on and rows to test on, counted from 0, each in ascending order. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

export interface FoldsOptions {
  /** How many, from 2 on; 5 unless given. */
  readonly folds?: number;
  /** Whether rows are dealt out by lot; true unless given. */
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/**
 * Divides rows into parts of one size, each of which is tested on once, while all others are trained on. As scikit-learn's
 * `KFold`: of n rows in k folds, the first n mod k test parts have ⌈n / k⌉ rows, the others ⌊n / k⌋.
 *
 * `rows` is how many there are, or anything with that length. The order is part of the contract: the rows 0 … n − 1
 * shuffled by `new RandomStream(seed, 'folds')` (as they are with `shuffle: false`; scikit-learn does not shuffle unless
 * told to), cut into test parts one after the other.
 *
 *     for (const { train, test } of kFold(150, { folds: 5, seed: 1 })) …
 *
 * @throws RangeError for fewer than 2 folds, more than rows, or folds and rows of which memory cannot hold the lists (2³¹ numbers).
 */
export function kFold(rows: number | ArrayLike<unknown>, options: FoldsOptions = {}): Fold[] {
  const who = 'kFold';
  const { folds, stream } = foldsOptions(who, options);
  const n = rowCount(who, rows);
  requireFolds(who, folds, n);
  const order = rowNumbers(n);
  stream?.shuffle(order);
  const foldOf = new Uint32Array(n);
  for (let fold = 0, i = 0; fold < folds; fold++) {
    const size = Math.floor(n / folds) + (fold < n % folds ? 1 : 0);
    for (const end = i + size; i < end; i++) foldOf[order[i]] = fold;
  }
  return foldsOf(foldOf, folds);
}

/**
 * `kFold` with about the same share of each class in each test part, as scikit-learn's `StratifiedKFold`.
 *
 * Sizes are those of `kFold`, and of each class too, but for 1: rows are put in order of their class (classes in the order
 * in which they first come) and dealt out to the folds in turn, which says how many of a class each has. Which ones is
 * by lot, class by class, from `new RandomStream(seed, 'folds')`; with `shuffle: false` the first rows are tested first,
 * and the folds are scikit-learn's to the row. A class of fewer rows than folds is missing from some test parts.
 *
 * @throws RangeError as `kFold`. DataError if no class has as many rows as there are folds, or for a label that is neither
 *   text nor a finite number.
 */
export function stratifiedKFold(labels: ArrayLike<Label>, options: FoldsOptions = {}): Fold[] {
  const who = 'stratifiedKFold';
  const { folds, stream } = foldsOptions(who, options);
  const n = rowCount(who, labels);
  requireFolds(who, folds, n);
  const rowsOf = new Map<Label, number[]>();
  for (let row = 0; row < n; row++) {
    const label = requireLabel(`${who}: labels`, labels, row);
    const rows = rowsOf.get(label);
    if (rows) rows.push(row);
    else rowsOf.set(label, [row]);
  }
  let largest = 0;
  for (const rows of rowsOf.values()) largest = Math.max(largest, rows.length);
  if (largest < folds) {
    throw new DataError(`${who}: no class has ${folds} rows, one for each fold; the largest has ${largest}`);
  }
  const foldOf = new Uint32Array(n);
  let dealt = 0;
  for (const rows of rowsOf.values()) {
    const turns = Array.from(rows, (_, i) => (dealt + i) % folds).sort((a, b) => a - b);
    stream?.shuffle(turns);
    rows.forEach((row, i) => {
      foldOf[row] = turns[i];
    });
    dealt += rows.length;
  }
  return foldsOf(foldOf, folds);
}

/**
 * `kFold` that keeps rows of one group together: none is trained on while another is tested on. As scikit-learn's
 * `GroupKFold`, with its sizes.
 *
 * The largest groups are placed first, each into the test part with the fewest rows so far, the first of equals. Groups of
 * one size come in the order of their first row, after rows are shuffled by `new RandomStream(seed, 'folds')`.
 *
 *     const folds = groupKFold(duplicateGroups(table), { folds: 5, seed: 1 });
 *
 * @param groups one label for each row, such as the person it was measured on.
 * @throws RangeError as `kFold`. DataError for fewer groups than folds, or a label that is neither text nor a finite number.
 */
export function groupKFold(groups: ArrayLike<Label>, options: FoldsOptions = {}): Fold[] {
  const who = 'groupKFold';
  const { folds, stream } = foldsOptions(who, options);
  const n = rowCount(who, groups);
  requireFolds(who, folds, n);
  const numbers = groupNumbers(who, n, groups);
  const { groupOf, sizes } = numbers;
  if (sizes.length < folds) {
    throw new DataError(
      `${who}: rows of one group stay together, so ${folds} folds need as many groups, got ${sizes.length}`,
    );
  }
  const order = rowNumbers(n);
  stream?.shuffle(order);
  const rows = new Array<number>(folds).fill(0);
  const foldOfGroup = new Uint32Array(sizes.length);
  for (const group of largestFirst(numbers, order)) {
    let lightest = 0;
    for (let fold = 1; fold < folds; fold++) if (rows[fold] < rows[lightest]) lightest = fold;
    foldOfGroup[group] = lightest;
    rows[lightest] += sizes[group];
  }
  return foldsOf(
    groupOf.map((group) => foldOfGroup[group]),
    folds,
  );
}

function foldsOptions(who: string, options: FoldsOptions): { folds: number; stream: RandomStream | undefined } {
  requireKnownOptions(who, options, ['folds', 'shuffle', 'seed']);
  const { folds = 5, shuffle = true, seed = 0 } = options;
  requireInteger(who, { folds }, 2);
  requireBoolean(who, { shuffle });
  const stream = new RandomStream(seed, 'folds');
  return { folds, stream: shuffle ? stream : undefined };
}

function requireFolds(who: string, folds: number, n: number): void {
  if (folds > n) throw new RangeError(`${who}: ${folds} folds need at least as many rows, got ${n}`);
  if (folds * n <= mostListed) return;
  throw new RangeError(
    `${who}: ${folds} folds of ${n} rows would list ${(folds * n).toPrecision(2)} row numbers, more than memory holds (${mostListed}); take fewer folds`,
  );
}

/** The folds by the number of the one that each row is tested in. */
function foldsOf(foldOf: Uint32Array, folds: number): Fold[] {
  const rows = rowNumbers(foldOf.length);
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}
