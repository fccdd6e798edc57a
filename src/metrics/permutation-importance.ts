import { flatMatrix, type Matrix, type MatrixLike } from '../data/matrix.ts';
import { Table } from '../data/table.ts';
import { DataError, requireInteger, requireKnownOptions, requireOneOf, ShapeError, valueText } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import {
  drawCounts,
  type ResamplingOptions,
  requireTail,
  rowDraws,
  type Score,
  scoreOfDrawn,
} from './resampled-rows.ts';
import { requireLabels } from './scored-classes.ts';

export interface PermutationImportanceOptions extends ResamplingOptions {
  /** How often each column is shuffled; 5 unless given. */
  readonly repeats?: number;
  /** Which way of the score is better; 'higher' unless given. */
  readonly better?: 'higher' | 'lower';
  /** The columns to ask about, by name; all unless given. */
  readonly columns?: readonly string[];
  /** Names for the columns of a matrix; 'column1', 'column2' … unless given. */
  readonly names?: readonly string[];
  /** How often rows and repeats are drawn anew, for the intervals; 400 unless given. */
  readonly resamples?: number;
}

/** What a column is worth to a model. */
export interface ColumnImportance {
  readonly column: string;
  /** By how much the score gets worse, on average over the repeats: 0 where the model does without it. */
  readonly mean: number;
  /** Standard deviation over the repeats, the population's (divided by their number), as scikit-learn's `importances_std`. */
  readonly deviation: number;
  /** Of each repeat. */
  readonly drops: readonly number[];
  /** Where the mean is expected for other rows and other shuffles. */
  readonly interval: readonly [low: number, high: number];
}

export interface PermutationImportance {
  /** The score with all columns as they are. */
  readonly baseline: number;
  /** In the order of the columns. */
  readonly columns: readonly ColumnImportance[];
}

/**
 * How much worse a model predicts when one column is shuffled, so that it says nothing of its row any more. As scikit-learn's
 * `permutation_importance`.
 *
 *     drop[r] = score(y, predict(x)) − score(y, predict(x with the column shuffled))        r = 1 … repeats
 *     mean = Σ drop[r] / repeats
 *
 * or the other way round where a lower score is better. Of a table the raw column is shuffled, before anything is encoded: a
 * category counts as one thing, however many columns it becomes. Text columns and missing cells are shuffled like others.
 *
 * The interval is a percentile interval over rows and repeats, both drawn anew together: how far the mean would be elsewhere on other
 * test rows (or groups of them) and with other shuffles. Two columns that say the same share what they are worth, and each looks dispensable; and
 * shuffling makes rows that do not occur. Use rows that the model was not trained on.
 *
 *     permutationImportance((table) => model.predictLabels(transformer.transform(table)), table, y, accuracyScore);
 *     // { baseline: 0.73, columns: [{ column: 'AFFILIATION', mean: 0.11, interval: [0.10, 0.12], … }, …] }
 *
 * The same seed gives the same shuffles for a column of the same name, whatever other columns there are. Cost: 1 + columns · repeats
 * predictions, and up to columns · (repeats + 1) · resamples scores, so that a score of one's own that only counts pays where rows
 * are many.
 *
 * @param predict predictions for rows in the form of x: a table, or a matrix { data, shape } also where x is nested arrays.
 * @param y one entry for each row.
 * @param score any metric that takes `sampleWeights`, of y and what `predict` returns.
 * @throws what `predict` and `score` throw; ShapeError unless there are as many y and predictions as rows; DataError for fewer than
 *   2 rows, an unknown column, or a score that is not finite; RangeError, TypeError for options.
 * @see Breiman, Random Forests, 2001, section 10. https://doi.org/10.1023/A:1010933404324
 */
export function permutationImportance<
  X extends Table | MatrixLike,
  Truth extends ArrayLike<unknown>,
  // biome-ignore lint/suspicious/noExplicitAny: with unknown, TypeScript takes the predictions for unknown[] before it has looked at predict, and no metric fits
  Predicted extends ArrayLike<any>,
>(
  predict: (x: X extends Table ? Table : Matrix) => Predicted,
  x: X,
  y: Truth,
  score: Score<Truth, Predicted>,
  options: PermutationImportanceOptions = {},
): PermutationImportance {
  const who = 'permutationImportance';
  const known = ['repeats', 'better', 'columns', 'names', 'resamples', 'confidence', 'seed', 'groups'];
  requireKnownOptions(who, options, known);
  const { repeats = 5, better = 'higher', resamples = 400, confidence = 0.95, seed = 0 } = options;
  requireInteger(who, { repeats }, 1);
  requireOneOf(who, 'better', better, ['higher', 'lower']);
  const tail = requireTail(who, confidence, resamples);
  for (const [name, value] of Object.entries({ predict, score })) {
    if (typeof value !== 'function') throw new TypeError(`${who}: ${name} must be a function, got ${valueText(value)}`);
  }
  const { rows, names, whole, shuffled } = shufflerOf(who, x, options.names);
  requireLabels(who, 'y', y);
  if (y.length !== rows) throw new ShapeError(`${who}: expected one y for each of ${rows} rows, got ${y.length}`);
  const draw = rowDraws(who, rows, options.groups);
  const asked = options.columns ?? names;
  for (const column of asked) {
    if (names.includes(column)) continue;
    throw new DataError(`${who}: no column is named ${valueText(column)}; there are ${names.join(', ')}`, { column });
  }

  const sign = better === 'higher' ? 1 : -1;
  const predictionsOf = (given: Table | Matrix): Predicted => {
    const predictions = (predict as (rows: Table | Matrix) => Predicted)(given);
    requireLabels(who, 'what predict returns', predictions);
    if (predictions.length === rows) return predictions;
    throw new ShapeError(
      `${who}: predict must return one prediction for each of ${rows} rows, got ${predictions.length}`,
    );
  };
  const before = predictionsOf(whole);
  const baseline = score(y, before, {});

  const importanceOf = (column: string): ColumnImportance => {
    const place = names.indexOf(column);
    const after = Array.from({ length: repeats }, (_, r) => {
      const order = Uint32Array.from({ length: rows }, (_, i) => i);
      return predictionsOf(shuffled(place, new RandomStream(seed, `permutation/${column}`, r).shuffle(order)));
    });
    const drops = after.map((predictions) => sign * (baseline - score(y, predictions, {})) + 0); // never −0
    const mean = drops.reduce((sum, drop) => sum + drop, 0) / repeats;
    const squares = drops.reduce((sum, drop) => sum + (drop - mean) * (drop - mean), 0);
    const rowsDrawn = new Float64Array(rows);
    const repeatsDrawn = new Float64Array(repeats);
    const means = Float64Array.from({ length: resamples }, (_, b) => {
      draw(rowsDrawn, new RandomStream(seed, 'permutation bootstrap', b));
      drawCounts(repeatsDrawn, new RandomStream(seed, `permutation bootstrap/${column}`, b));
      const drawn = (predictions: Predicted): number =>
        scoreOfDrawn(who, b, () => score(y, predictions, { sampleWeights: rowsDrawn }));
      const intact = drawn(before);
      let sum = 0;
      for (let r = 0; r < repeats; r++) if (repeatsDrawn[r] > 0) sum += repeatsDrawn[r] * (intact - drawn(after[r]));
      return (sign * sum) / repeats + 0; // never −0
    }).sort();
    const interval = [means[tail - 1], means[resamples - tail]] as const;
    return { column, mean, deviation: Math.sqrt(squares / repeats), drops, interval };
  };
  return { baseline, columns: asked.map(importanceOf) };
}

/** Rows whose columns can be shuffled one at a time. */
interface Shuffler {
  readonly rows: number;
  readonly names: readonly string[];
  readonly whole: Table | Matrix;
  /** All rows with row i of one column taken from row `order[i]`. */
  shuffled(place: number, order: Uint32Array): Table | Matrix;
}

function shufflerOf(who: string, x: Table | MatrixLike, given: readonly string[] | undefined): Shuffler {
  if (x instanceof Table) {
    if (given !== undefined) throw new TypeError(`${who}: the columns of a table have names; names is for a matrix`);
    const names = x.columnNames;
    const shuffled = (place: number, order: Uint32Array): Table => {
      const other = x.select([names[place]]).rows(order).column(names[place]);
      return new Table(names.map((name, j) => [name, j === place ? other : x.column(name)] as const));
    };
    return { rows: x.rowCount, names, whole: x, shuffled };
  }
  const { data, rows, columns } = flatMatrix(`${who}: x`, x);
  const names = given ?? Array.from({ length: columns }, (_, j) => `column${j + 1}`);
  if (names.length !== columns) {
    throw new ShapeError(`${who}: x has ${columns} columns, but names has ${names.length}`);
  }
  const values = Float32Array.from(data);
  const shape = [rows, columns] as const;
  const shuffled = (place: number, order: Uint32Array): Matrix => {
    const copy = values.slice();
    for (let i = 0; i < rows; i++) copy[i * columns + place] = values[order[i] * columns + place];
    return { data: copy, shape };
  };
  return { rows, names, whole: { data: values, shape }, shuffled };
}
