import { DataError, ShapeError, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';

/** The option of scores that count some samples more than others. */
export interface SampleWeightsOption {
  /** One factor for each sample, at least 0 and not all 0. A weight of 2 counts as the sample given twice. */
  readonly sampleWeights?: Tensor | ArrayLike<number> | undefined;
}

/**
 * The weights as numbers; undefined where none are given.
 *
 * @throws TypeError for what is no list. ShapeError unless there is one for each sample. DataError naming the row of one
 *   that is negative or not finite, and if all are 0 or their sum is infinite.
 */
export function requireSampleWeights(
  who: string,
  sampleWeights: Tensor | ArrayLike<number> | undefined,
  samples: number,
): ArrayLike<number> | undefined {
  if (sampleWeights === undefined) return undefined;
  const weights = sampleWeights instanceof Tensor ? sampleWeights.toFloat32Array() : sampleWeights;
  if (typeof weights !== 'object' || typeof weights?.length !== 'number') {
    throw new TypeError(`${who}: sampleWeights must be a list of numbers, got ${valueText(weights)}`);
  }
  if (weights.length !== samples) {
    throw new ShapeError(
      `${who}: sampleWeights needs one factor for each of ${samples} samples, got ${weights.length}`,
    );
  }
  let total = 0;
  for (let s = 0; s < samples; s++) {
    const weight = weights[s];
    if (!(Number.isFinite(weight) && weight >= 0)) {
      throw new DataError(
        `${who}: a sample weight must be a finite number of at least 0, got ${valueText(weight)} at row ${s + 1}`,
        { row: s + 1 },
      );
    }
    total += weight;
  }
  if (total === 0) throw new DataError(`${who}: all ${samples} sampleWeights are 0`);
  if (total === Number.POSITIVE_INFINITY)
    throw new DataError(`${who}: the sum of sampleWeights is too large for float64`);
  return weights;
}

/**
 * Σ w·value(row) / Σ w over the rows, in order, in float64; w = 1 where there are no weights.
 *
 * @throws DataError if float64 cannot hold the sum.
 */
export function meanOverSamples(
  who: string,
  rows: number,
  weights: ArrayLike<number> | undefined,
  value: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights ? weights[row] : 1;
    total += weight;
    sum += weight * value(row);
  }
  if (Number.isFinite(sum)) return sum / total;
  throw new DataError(`${who}: the weighted values are too large to add up in float64`);
}
