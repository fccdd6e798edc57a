/** What intervals of scores share: rows drawn with replacement as weights, and the ends of sorted scores. */
import { groupNumbers } from '../data/group-numbers.ts';
import type { Label } from '../data/labels.ts';
import { DataError, requireInteger } from '../errors.ts';
import type { RandomStream } from '../tensor/random.ts';

/** A score of predictions against the truth, as all metrics are: `(yTrue, yPred, { sampleWeights })`. */
export type Score<Truth, Predicted> = (
  yTrue: Truth,
  yPred: Predicted,
  options: { readonly sampleWeights?: Float64Array },
) => number;

export interface ResamplingOptions {
  /** How often intervals made like this hold what they are for, in (0, 1); 0.95 unless given. */
  readonly confidence?: number;
  /** Chooses what is drawn; 0 unless given. */
  readonly seed?: number;
  /**
   * One label a row: rows that belong together are drawn together, such as those of one customer, or equal ones
   * (`duplicateGroups`). Every row by itself unless given.
   */
  readonly groups?: ArrayLike<Label>;
}

/** How many scores lie beyond each end of an interval, itself counted: ⌊(1 − confidence) / 2 · (resamples + 1)⌋. */
export function requireTail(who: string, confidence: number, resamples: number): number {
  requireInteger(who, { resamples }, 1);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${who}: confidence must be in (0, 1), got ${confidence}`);
  }
  const rank = Math.floor(((1 - confidence) / 2) * (resamples + 1) + 1e-9);
  if (rank >= 1) return rank;
  const needed = Math.ceil(2 / (1 - confidence) - 1e-9) - 1;
  throw new RangeError(`${who}: a confidence of ${confidence} needs at least ${needed} resamples, got ${resamples}`);
}

/** Draws as many of `counts.length` as there are, with replacement: how often each came. */
export function drawCounts(counts: Float64Array, stream: RandomStream): void {
  counts.fill(0);
  for (const one of stream.fillBelow(new Uint32Array(counts.length), counts.length)) counts[one]++;
}

/**
 * What draws rows anew, or groups of rows: how often each row came.
 *
 * @throws DataError for fewer than two rows or groups; as `groupNumbers`.
 */
export function rowDraws(
  who: string,
  rows: number,
  groups: ArrayLike<Label> | undefined,
): (weights: Float64Array, stream: RandomStream) => void {
  if (rows < 2) throw new DataError(`${who}: drawing anew needs at least 2 rows, got ${rows}`);
  if (groups === undefined) return drawCounts;
  const { groupOf, sizes } = groupNumbers(who, rows, groups);
  if (sizes.length < 2) throw new DataError(`${who}: drawing anew needs at least 2 groups, got ${sizes.length}`);
  const counts = new Float64Array(sizes.length);
  return (weights, stream) => {
    drawCounts(counts, stream);
    for (let row = 0; row < rows; row++) weights[row] = counts[groupOf[row]];
  };
}

/** A score of drawn rows. @throws DataError saying which resample has none. */
export function scoreOfDrawn(who: string, resample: number, score: () => number): number {
  let result: number;
  try {
    result = score();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(
      `${who}: resample ${resample + 1} has no score: ${error.message}; there are too few rows for an interval`,
      { cause: error },
    );
  }
  if (Number.isFinite(result)) return result;
  throw new DataError(`${who}: the score must be a finite number, got ${result} in resample ${resample + 1}`);
}
