import type { Matrix } from '../data/matrix.ts';
import type { ScaledArray } from '../data/rows.ts';
import { rowsAt } from '../data/rows-at.ts';
import { trainValidationTestSplit } from '../data/split.ts';
import { StandardScaler } from '../data/standard-scaler.ts';
import { DataError } from '../errors.ts';
import type { ClassificationData } from './classification-data.ts';

/** Shares of rows, or how many, and the seed that draws them. */
export interface SplitOptions {
  /** All that the others leave unless set. */
  readonly trainSize?: number;
  readonly validationSize: number;
  readonly testSize: number;
  readonly seed: number;
}

/** Some of the rows, ready for a model. */
export interface Part {
  /** Which rows of the data they are, from 0. */
  readonly rows: Uint32Array;
  readonly x: ScaledArray;
  readonly y: readonly number[];
}

export interface PreparedParts {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Fitted on the training part; undefined where x is bytes, which their scale brings to [0, 1]. */
  readonly scaler: StandardScaler | undefined;
  /** What the columns of x are, where they have names. */
  readonly featureNames?: readonly string[];
}

/**
 * Divides rows class by class into parts to train on, to choose by and to test on, and scales them. The scaler learns from
 * the training part alone.
 *
 * @throws as `trainValidationTestSplit` and `StandardScaler`.
 */
export function prepareParts(data: ClassificationData, split: SplitOptions): PreparedParts {
  const { train, validation, test } = trainValidationTestSplit(data.y.length, { ...split, stratify: data.y });
  const measured = matrixOf(data.x);
  const scaler = measured && new StandardScaler().fit(measured, train);
  const x = scaleRows(data.x, scaler);
  const part = (rows: Uint32Array): Part => ({ rows, x: rowsAt(x, rows), y: Array.from(rows, (row) => data.y[row]) });
  const { featureNames } = data;
  return {
    train: part(train),
    validation: part(validation),
    test: part(test),
    scaler,
    ...(featureNames && { featureNames }),
  };
}

/** The rows as a model wants them: through the scaler if there is one. @throws DataError for a scaler and bytes. */
export function scaleRows(x: ScaledArray, scaler: StandardScaler | undefined): ScaledArray {
  if (!scaler) return x;
  const measured = matrixOf(x);
  if (!measured)
    throw new DataError('scaleRows: a scaler is for float32 values, got bytes, which have a scale already');
  return scaler.transform(measured);
}

/** What `prepareParts` does to the columns: measurements are standardised, bytes have a scale of their own. */
export function scalingOf({ data }: ScaledArray): 'standardised' | 'greyLevels' {
  return data instanceof Float32Array ? 'standardised' : 'greyLevels';
}

function matrixOf({ data, shape }: ScaledArray): Matrix | undefined {
  return data instanceof Float32Array ? { data, shape: [shape[0], shape[1]] } : undefined;
}
