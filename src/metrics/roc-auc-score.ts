import type { Label } from '../data/labels.ts';
import { DataError, requireKnownOptions, requireOneOf, valueText } from '../errors.ts';
import { totalOf } from './class-counts.ts';
import { scoreCounts } from './score-counts.ts';
import { type ColumnScoreOptions, requireProbabilities, type ScoredColumns, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

export interface RocAucOptions<L extends Label = Label> extends ColumnScoreOptions<L> {
  /**
   * Of three or more classes: the plain mean over the classes, the mean weighted by their samples, or 'none' for a list with
   * the area of each class, in the order of `labels`. 'macro' unless given; two classes have one area.
   */
  readonly average?: 'macro' | 'weighted' | 'none';
}

/**
 * The area under the ROC curve: the chance that a positive sample has a higher score than a negative one, where equal scores
 * count half. 1 is best, 0.5 what random scores get. As scikit-learn's `roc_auc_score`, with `multi_class='ovr'` for more
 * than two classes.
 *
 *     AUC = (pairs with positive above negative + ½ · pairs with equal scores) / (positives · negatives)
 *
 * A pair weighs the product of its `sampleWeights`.
 *
 * yTrue: [n] labels, all numbers or all text. yScore: [n] scores of the second of two classes, any finite numbers; or rows of
 * k probabilities, one for each class in the order of `labels`. Of rows of two the second is taken. With three or more, each
 * class is scored by its column against all the others, and the areas are averaged.
 *
 * Equal scores are one threshold, so the order of samples changes nothing. Without weights the pairs are counted: the area
 * is exact to its last bit as long as there are fewer than 2⁵² pairs. With weights, sums are float64 from the highest score
 * down. A million scores take about a quarter of a second.
 *
 *     rocAucScore([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 *
 * @throws ShapeError if lengths or the number of classes differ. DataError naming the class of which yTrue has no sample; and,
 *   mostly with the row, for a score that is NaN or infinite, rows that are no probabilities, a label that is none of the
 *   classes, classes that are not known, or a weight that is negative or not finite. RangeError for another average.
 * @see Hanley & McNeil, 1982. https://doi.org/10.1148/radiology.143.1.7063747
 */
export function rocAucScore<L extends Label>(
  yTrue: ArrayLike<L>,
  yScore: Values,
  options: RocAucOptions<L> & { readonly average: 'none' },
): number[];
export function rocAucScore<L extends Label>(
  yTrue: ArrayLike<L>,
  yScore: Values,
  options?: RocAucOptions<L> & { readonly average?: 'macro' | 'weighted' },
): number;
export function rocAucScore<L extends Label>(
  yTrue: ArrayLike<L>,
  yScore: Values,
  options: RocAucOptions<L> = {},
): number | number[] {
  const who = 'rocAucScore';
  requireKnownOptions(who, options, ['labels', 'average', 'sampleWeights']);
  const { average = 'macro' } = options;
  requireOneOf(who, 'average', average, ['macro', 'weighted', 'none']);
  const scored = scoredColumns(who, yTrue, { yScore }, options);
  const { classes } = scored;
  if (scored.columns > 1) requireProbabilities(`${who}: yScore`, scored);
  const support = supportOf(scored, classes.length);
  const missing = classes.findIndex((_, c) => support[c] === 0);
  if (missing >= 0) {
    const weighing = scored.weights ? ' that weighs anything' : '';
    throw new DataError(
      `${who}: yTrue has no sample of class ${valueText(classes[missing])}${weighing}, so there is nothing to rank it against`,
    );
  }
  if (classes.length === 2) {
    const area = areaOf(scored, 1);
    return average === 'none' ? [area, area] : area;
  }
  const areas = classes.map((_, c) => areaOf(scored, c));
  if (average === 'none') return areas;
  const factors = average === 'weighted' ? support : support.fill(1);
  let sum = 0;
  let total = 0;
  for (let c = 0; c < areas.length; c++) {
    sum += factors[c] * areas[c];
    total += factors[c];
  }
  return sum / total;
}

/** How many samples each class has, or the sum of their weights. */
export function supportOf({ targets, rows, weights }: ScoredColumns, classes: number): Float64Array {
  const support = new Float64Array(classes);
  for (let row = 0; row < rows; row++) support[targets[row]] += weights ? weights[row] : 1;
  return support;
}

/** The area of one class against all the others, of which both have samples; of two classes, that of class 1. */
export function areaOf({ targets, scores, rows, columns, weights }: ScoredColumns, label: number): number {
  const own = new Float64Array(rows);
  const positive = new Uint8Array(rows);
  const column = columns === 1 ? 0 : label;
  for (let row = 0; row < rows; row++) {
    own[row] = scores[row * columns + column];
    positive[row] = targets[row] === label ? 1 : 0;
  }
  const { positives, negatives } = scoreCounts(own, positive, weights);
  const all = totalOf(positives);
  const others = totalOf(negatives);
  // Counts are multiplied as they are, which is exact; weights as shares, since their products might overflow or vanish.
  const [share, otherShare] = weights ? [all, others] : [1, 1];
  let area = 0;
  let above = 0;
  for (let i = 0; i < positives.length; i++) {
    area += (negatives[i] / otherShare) * ((above + positives[i] / 2) / share);
    above += positives[i];
  }
  return weights ? area : area / (all * others);
}
