/** What the scores of regressions share: true and predicted numbers side by side, checked. */
import { flatMatrix, type MatrixLike } from '../data/matrix.ts';
import { DataError, requireInteger, requireKnownOptions, ShapeError, shapeText, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';

/**
 * Numbers to score, one or several outputs a row: a flat list or a tensor of shape [n], where a row is one value or
 * `columns` of them; or rows of equal length: nested arrays, a matrix { data, shape }, a tensor of shape [n, columns].
 */
export type Values = Tensor | ArrayLike<number> | MatrixLike;

export interface RegressionScoreOptions extends SampleWeightsOption {
  /** Outputs in a row, for flat values. 1 unless given; rows say it themselves. */
  readonly columns?: number;
}

/** Row-major, all finite. `weights` has one factor a row. */
export interface ScoredValues {
  readonly targets: ArrayLike<number>;
  readonly predictions: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly weights: ArrayLike<number> | undefined;
}

/**
 * @throws TypeError for what is no numbers. ShapeError unless there is one prediction for each target. DataError if there
 *   are no samples, a value is NaN or infinite (row, and column where a row has several), or a weight negative.
 */
export function scoredValues(who: string, yTrue: Values, yPred: Values, options: RegressionScoreOptions): ScoredValues {
  requireKnownOptions(who, options, ['columns', 'sampleWeights']);
  if (options.columns !== undefined) requireInteger(who, { columns: options.columns }, 1);
  const expected = flatValues(who, 'yTrue', yTrue, options.columns);
  const predicted = flatValues(who, 'yPred', yPred, options.columns);
  const { data: targets, rows, columns } = expected;
  const predictions = predicted.data;
  if (predicted.rows !== rows || predicted.columns !== columns) {
    const hint = targets.length === predictions.length ? '; for flat values of several outputs, give columns' : '';
    throw new ShapeError(
      `${who}: yTrue and yPred must have one shape, got ${shapeText([rows, columns])} and ${shapeText([predicted.rows, predicted.columns])}${hint}`,
    );
  }
  if (targets.length === 0) throw new DataError(`${who}: no samples`);
  requireFiniteValues(`${who}: yTrue`, targets, columns);
  requireFiniteValues(`${who}: yPred`, predictions, columns);
  const weights = requireSampleWeights(who, options.sampleWeights, rows);
  return { targets, predictions, rows, columns, weights };
}

/** Row-major, not checked. */
export interface FlatValues {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Numbers in any of their forms, row-major; `columns` is what a flat list has in a row, 1 unless given.
 *
 * @throws TypeError for what is no numbers. ShapeError for rows that differ in length, or from `columns`.
 */
export function flatValues(who: string, name: string, values: Values, columns: number | undefined): FlatValues {
  if (values instanceof Tensor) {
    if (values.rank === 1) return inRows(who, name, values.toFloat32Array(), columns);
    if (values.rank === 2) {
      const [rows, outputs] = values.shape;
      return requireColumns(who, name, { data: values.toFloat32Array(), rows, columns: outputs }, columns);
    }
    throw new ShapeError(`${who}: ${name} must be a tensor [n] or [n, columns], got ${shapeText(values.shape)}`);
  }
  if (typeof values === 'object' && values !== null) {
    const nested = Array.isArray(values) && Array.isArray(values[0]);
    if (nested || 'shape' in values) {
      return requireColumns(who, name, flatMatrix(`${who}: ${name}`, values as MatrixLike), columns);
    }
    if (typeof (values as ArrayLike<number>).length === 'number') {
      return inRows(who, name, values as ArrayLike<number>, columns);
    }
  }
  throw new TypeError(`${who}: ${name} must be a list of numbers, rows of them or a tensor, got ${valueText(values)}`);
}

function inRows(who: string, name: string, data: ArrayLike<number>, columns = 1): FlatValues {
  if (data.length % columns === 0) return { data, rows: data.length / columns, columns };
  throw new ShapeError(`${who}: ${name} has ${data.length} values, no whole number of rows of ${columns} columns`);
}

function requireColumns(who: string, name: string, values: FlatValues, columns: number | undefined): FlatValues {
  if (columns === undefined || columns === values.columns) return values;
  throw new ShapeError(`${who}: ${name} has rows of ${values.columns} values, but columns is ${columns}`);
}

/** @throws DataError naming row, and column where a row has several, of the first that is NaN or infinite. */
export function requireFiniteValues(who: string, values: ArrayLike<number>, columns: number): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    const column = i % columns;
    const at = { row: (i - column) / columns + 1, ...(columns > 1 ? { column: String(column + 1) } : {}) };
    const where = `at row ${at.row}${columns > 1 ? `, column ${column + 1}` : ''}`;
    throw new DataError(`${who}: a value must be a finite number, got ${valueText(values[i])} ${where}`, at);
  }
}

/**
 * One number for each output: Σ w·f(target, prediction) / Σ w over the rows, with w = 1 where there are no weights.
 */
export function meanOfRows(
  { targets, predictions, rows, columns, weights }: ScoredValues,
  error: (target: number, prediction: number) => number,
): Float64Array {
  const sums = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    for (let j = 0, at = i * columns; j < columns; j++, at++) sums[j] += weight * error(targets[at], predictions[at]);
  }
  for (let j = 0; j < columns; j++) sums[j] /= total;
  return sums;
}

/** The plain mean of one score for each output. @throws DataError if float64 could not hold what it was made of. */
export function meanOfOutputs(who: string, scores: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < scores.length; j++) sum += scores[j];
  const mean = sum / scores.length;
  if (Number.isFinite(mean)) return mean;
  throw new DataError(`${who}: the values are too large to add up in float64`);
}
