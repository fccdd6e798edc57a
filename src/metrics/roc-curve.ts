import { classesText, type Label, sortedClasses } from '../data/labels.ts';
import { DataError, requireBoolean, requireKnownOptions, ShapeError, shapeText, valueText } from '../errors.ts';
import { totalOf } from './class-counts.ts';
import { requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';
import { type ScoreCounts, scoreCounts } from './score-counts.ts';
import { requireLabels } from './scored-classes.ts';
import { flatValues, requireFiniteValues, type Values } from './scored-values.ts';

export interface RocCurveOptions<L extends Label = Label> extends SampleWeightsOption {
  /** The class that the scores are of; all others are negative. 1 unless given, if labels are 0 and 1, or −1 and 1. */
  readonly posLabel?: L;
  /** Leaves out points on a straight line between their neighbours, which no drawing of the curve shows. True unless set. */
  readonly dropIntermediate?: boolean;
}

/** Points of a ROC curve, from (0, 0) to (1, 1): three lists of equal length. */
export interface RocCurve {
  /** False positive rate: the share of negative samples with a score of at least the threshold. Rising. */
  readonly fpr: readonly number[];
  /** True positive rate: the share of positive samples with a score of at least the threshold. Rising. */
  readonly tpr: readonly number[];
  /** Falling, the first Infinity. */
  readonly thresholds: readonly number[];
}

/**
 * How many negative samples are taken for positive, and how many positive ones are found, as the threshold falls. As
 * scikit-learn's `roc_curve`.
 *
 *     fpr[t] = Σ w·(score ≥ t, negative) / Σ w·(negative)      tpr[t] = Σ w·(score ≥ t, positive) / Σ w·(positive)
 *
 * w = 1 without `sampleWeights`; samples of weight 0 are left out. yTrue: [n] labels, all numbers or all text, also of more
 * than two classes if `posLabel` says which one is meant. yScore: [n] scores, or one column of them.
 *
 * The curve begins at (0, 0) with the threshold Infinity, which no score reaches: scikit-learn from 1.3 on. Version 1.2.1 has
 * the highest score + 1 there, which is the highest score itself where that is large. `dropIntermediate` compares what
 * neighbouring thresholds add, not their sums, so that with weights no rounding keeps a point.
 *
 * Sums are float64 from the highest threshold down.
 *
 *     rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);
 *     // { fpr: [0, 0, 0.5, 0.5, 1], tpr: [0, 0.5, 0.5, 1, 1], thresholds: [Infinity, 0.8, 0.4, 0.35, 0.1] }
 *
 * @throws ShapeError if lengths differ, or a sample has several scores. DataError if no sample is positive or none negative,
 *   if `posLabel` is needed or does not occur, for a score that is NaN or infinite (with its row), or a weight that is negative
 *   or not finite.
 */
export function rocCurve<L extends Label>(
  yTrue: ArrayLike<L>,
  yScore: Values,
  options: RocCurveOptions<L> = {},
): RocCurve {
  const who = 'rocCurve';
  requireKnownOptions(who, options, ['posLabel', 'dropIntermediate', 'sampleWeights']);
  const { dropIntermediate = true } = options;
  requireBoolean(who, { dropIntermediate });
  requireLabels(who, 'yTrue', yTrue);
  const { data, rows, columns } = flatValues(who, 'yScore', yScore, undefined);
  if (columns !== 1) {
    throw new ShapeError(
      `${who}: yScore must have one score a sample, got ${shapeText([rows, columns])}; take the column of one class, and name it by posLabel`,
    );
  }
  if (rows !== yTrue.length) {
    throw new ShapeError(`${who}: yTrue and yScore must have one length, got ${yTrue.length} and ${rows}`);
  }
  if (rows === 0) throw new DataError(`${who}: no samples`);
  const posLabel = positiveLabel(who, yTrue, options.posLabel);
  requireFiniteValues(`${who}: yScore`, data, 1);
  const weights = requireSampleWeights(who, options.sampleWeights, rows);
  const positive = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) positive[row] = yTrue[row] === posLabel ? 1 : 0;
  const counts = scoreCounts(Float64Array.from(data), positive, weights);

  const positives = totalOf(counts.positives);
  const negatives = totalOf(counts.negatives);
  const weighing = weights ? ' that weighs anything' : '';
  if (positives === 0) throw new DataError(`${who}: yTrue has no sample of class ${valueText(posLabel)}${weighing}`);
  if (negatives === 0) {
    throw new DataError(`${who}: yTrue has no sample of another class than ${valueText(posLabel)}${weighing}`);
  }
  return points(counts, positives, negatives, dropIntermediate);
}

function points(
  { thresholds, positives, negatives }: ScoreCounts,
  allPositives: number,
  allNegatives: number,
  dropIntermediate: boolean,
): RocCurve {
  const curve = { fpr: [0], tpr: [0], thresholds: [Number.POSITIVE_INFINITY] };
  let truePositives = 0;
  let falsePositives = 0;
  const last = thresholds.length - 1;
  for (let i = 0; i <= last; i++) {
    truePositives += positives[i];
    falsePositives += negatives[i];
    // A point lies on the line between its neighbours if the next threshold adds as much as this one. scikit-learn keeps
    // the first of all thresholds, whether or not it does.
    const straight = i > 0 && i < last && positives[i + 1] === positives[i] && negatives[i + 1] === negatives[i];
    if (dropIntermediate && straight) continue;
    curve.fpr.push(falsePositives / allNegatives);
    curve.tpr.push(truePositives / allPositives);
    curve.thresholds.push(thresholds[i]);
  }
  return curve;
}

function positiveLabel<L extends Label>(who: string, yTrue: ArrayLike<L>, posLabel: L | undefined): L {
  const classes = sortedClasses(`${who}: yTrue`, yTrue) as L[];
  if (posLabel !== undefined) {
    if (classes.includes(posLabel)) return posLabel;
    throw new DataError(
      `${who}: posLabel ${valueText(posLabel)} is none of the classes of yTrue, ${classesText(classes)}`,
    );
  }
  const isBinary = (low: number) => classes.every((label) => label === low || label === 1);
  if (isBinary(0) || isBinary(-1)) return 1 as L;
  throw new DataError(`${who}: the classes of yTrue are ${classesText(classes)}; say which is positive: posLabel`);
}
