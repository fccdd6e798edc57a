import { DataError, requireKnownOptions, ShapeError, valueText } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { type ResamplingOptions, requireTail, rowDraws, type Score, scoreOfDrawn } from './resampled-rows.ts';
import { requireLabels } from './scored-classes.ts';

export interface BootstrapIntervalOptions extends ResamplingOptions {
  /** How often rows are drawn anew; 2,000 unless given. */
  readonly resamples?: number;
}

/** A score, and where it is expected on other rows from the same source. */
export interface ScoredInterval {
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Sample standard deviation of the scores of resamples. */
  readonly standardError: number;
}

/**
 * A score of predictions with an interval, by drawing the rows anew (percentile bootstrap).
 *
 *     score[b] = score(yTrue, yPred, { sampleWeights: how often each row was drawn })        b = 1 … resamples
 *     [low, high] = the r-th of the sorted scores from either end        r = ⌊(1 − confidence) / 2 · (resamples + 1)⌋
 *
 * As many rows are drawn, with replacement, as there are. `score` is any metric that takes `sampleWeights`, or a function of one's
 * own that does. Predictions stay as they are: the interval is about the rows that a finished model happens to be tested on, not
 * about training it again with another seed. Rows that belong together, duplicates among them, make it too narrow unless `groups`
 * says so: then whole groups are drawn, as many as there are. From some hundred rows or groups on it holds what it says; from a few
 * dozen it is too narrow as well.
 *
 *     bootstrapInterval(yTrue, yPred, accuracyScore, { seed: 1 }); // { score: 0.73, low: 0.721, high: 0.739, … }
 *     bootstrapInterval(yTrue, yPred, (t, p, weights) => precisionRecallFscore(t, p, weights).macro.fscore);
 *
 * The same seed gives the same bits. Cost: `resamples` scores.
 *
 * @param yTrue, yPred what `score` takes, one entry a row.
 * @throws what `score` throws; ShapeError unless there is one prediction for each row; DataError for fewer than 2 rows or groups, for a score
 *   that is not finite, and where drawn rows have no score, such as the area under a curve where all are of one class;
 *   RangeError, TypeError for options.
 * @see Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */
export function bootstrapInterval<Truth extends ArrayLike<unknown>, Predicted extends ArrayLike<unknown>>(
  yTrue: Truth,
  yPred: Predicted,
  score: Score<Truth, Predicted>,
  options: BootstrapIntervalOptions = {},
): ScoredInterval {
  const who = 'bootstrapInterval';
  requireKnownOptions(who, options, ['confidence', 'seed', 'groups', 'resamples']);
  const { confidence = 0.95, seed = 0, groups, resamples = 2000 } = options;
  const tail = requireTail(who, confidence, resamples);
  requireLabels(who, 'yTrue', yTrue);
  requireLabels(who, 'yPred', yPred);
  if (typeof score !== 'function') throw new TypeError(`${who}: score must be a function, got ${valueText(score)}`);
  const rows = yTrue.length;
  if (yPred.length !== rows) {
    throw new ShapeError(`${who}: yTrue and yPred must have as many rows, got ${rows} and ${yPred.length}`);
  }
  const draw = rowDraws(who, rows, groups);
  const sampleWeights = new Float64Array(rows);
  const whole = score(yTrue, yPred, {});
  if (!Number.isFinite(whole)) {
    throw new DataError(`${who}: the score must be a finite number, got ${valueText(whole)} of all rows`);
  }
  const scores = Float64Array.from({ length: resamples }, (_, b) => {
    draw(sampleWeights, new RandomStream(seed, 'bootstrap', b));
    return scoreOfDrawn(who, b, () => score(yTrue, yPred, { sampleWeights }));
  }).sort();
  const mean = scores.reduce((sum, one) => sum + one, 0) / resamples;
  const squares = scores.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  return {
    score: whole,
    low: scores[tail - 1],
    high: scores[resamples - tail],
    confidence,
    standardError: Math.sqrt(squares / (resamples - 1)),
  };
}
