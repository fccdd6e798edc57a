import type { Label } from '../data/labels.ts';
import { DataError, requireKnownOptions, valueText } from '../errors.ts';
import { type ClassScores, classScores, noCounts, totalOf } from './class-counts.ts';
import { requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';
import { classPositions, noneOccurs, scoredClasses } from './scored-classes.ts';

export interface PrecisionRecallFscoreOptions<L extends Label = Label> extends SampleWeightsOption {
  /** The classes to score and to average over, in order. Without it: all that occur, sorted. */
  readonly labels?: ArrayLike<L>;
  /** β of the F-score: how many times as much recall matters as precision. At least 0, 1 unless given. */
  readonly beta?: number;
  /** What a score is that would be 0 / 0. 0 unless given. */
  readonly zeroDivision?: 0 | 1;
}

/** Scores of each class, lists in the order of `labels`, and three averages of them. All from 0 to 1. */
export interface PrecisionRecallFscore<L extends Label = Label> {
  readonly labels: readonly L[];
  /** Of the samples predicted as the class, the share that are of it. */
  readonly precision: readonly number[];
  /** Of the samples of the class, the share that are predicted as it. */
  readonly recall: readonly number[];
  /** Their harmonic mean, recall weighted β². */
  readonly fscore: readonly number[];
  /** Samples of the class in yTrue, or the sum of their weights. */
  readonly support: readonly number[];
  /** The scores of all samples counted together. */
  readonly micro: ClassScores;
  /** The plain mean over classes: a rare class counts as much as a common one. */
  readonly macro: ClassScores;
  /** The mean over classes weighted by support. Where no class has any, the micro scores. */
  readonly weighted: ClassScores;
  readonly beta: number;
  readonly zeroDivision: 0 | 1;
  /** Classes that no sample was predicted as: their precision is `zeroDivision`. */
  readonly neverPredicted: readonly L[];
  /** Classes without a sample: their recall is `zeroDivision`; if they are in `neverPredicted` too, so is their F-score. */
  readonly withoutSupport: readonly L[];
}

/**
 * Precision, recall, F-score and support of each class, and their micro, macro and weighted averages. As scikit-learn's
 * `precision_recall_fscore_support`, all of its averages at once.
 *
 *     precision = TP / (TP + FP)      recall = TP / (TP + FN)
 *     fscore = (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP)
 *
 * yTrue, yPred: [n] labels, all numbers or all text. A sample whose label is not among `labels` still counts against
 * the class it was taken for, and one predicted as a class not among them still is missed by its own. Micro precision,
 * recall and F-score over all classes are all the accuracy.
 *
 * A score that would be 0 / 0 is `zeroDivision`, and takes part in the macro and weighted averages as such; the result
 * names the classes. At β = 0 the F-score is the precision, also where that is `zeroDivision` (scikit-learn from 1.3).
 *
 *     const scores = precisionRecallFscore(['a', 'a', 'b', 'b'], ['a', 'b', 'b', 'b']);
 *     scores.precision;    // [1, 0.6666666666666666]
 *     scores.recall;       // [0.5, 1]
 *     scores.macro.fscore; // 0.7333333333333334
 *
 * @throws ShapeError if lengths differ. DataError if there are no samples, labels mix numbers and text, a weight is
 *   negative or not finite, or `labels` is empty, names a class twice, or none that occurs. RangeError for another β or
 *   zeroDivision.
 */
export function precisionRecallFscore<L extends Label>(
  yTrue: ArrayLike<L>,
  yPred: ArrayLike<L>,
  options: PrecisionRecallFscoreOptions<L> = {},
): PrecisionRecallFscore<L> {
  const who = 'precisionRecallFscore';
  requireKnownOptions(who, options, ['labels', 'beta', 'zeroDivision', 'sampleWeights']);
  return scoresByClass(who, yTrue, yPred, options);
}

/** The same for whoever asks; options are known ones. */
export function scoresByClass<L extends Label>(
  who: string,
  yTrue: ArrayLike<L>,
  yPred: ArrayLike<L>,
  options: PrecisionRecallFscoreOptions<L>,
): PrecisionRecallFscore<L> {
  const { beta = 1, zeroDivision = 0 } = options;
  if (typeof beta !== 'number') throw new TypeError(`${who}: beta must be a number, got ${valueText(beta)}`);
  if (!(beta >= 0)) throw new RangeError(`${who}: beta must be at least 0, got ${beta}`);
  if (zeroDivision !== 0 && zeroDivision !== 1) {
    throw new RangeError(`${who}: zeroDivision must be 0 or 1, got ${valueText(zeroDivision)}`);
  }
  const occurring = scoredClasses(who, yTrue, yPred);
  if (occurring.length === 0) throw new DataError(`${who}: no samples`);
  const indices = classPositions(who, options.labels, occurring);
  const labels = [...indices.keys()];
  if (!occurring.some((label) => indices.has(label))) throw noneOccurs(who, labels, 'yTrue or yPred');
  const weights = requireSampleWeights(who, options.sampleWeights, yTrue.length);

  const { truePositives, predicted, support } = noCounts(labels.length);
  for (let s = 0; s < yTrue.length; s++) {
    const i = indices.get(yTrue[s]);
    const j = indices.get(yPred[s]);
    const weight = weights ? weights[s] : 1;
    if (i !== undefined) support[i] += weight;
    if (j !== undefined) predicted[j] += weight;
    if (i !== undefined && i === j) truePositives[i] += weight;
  }

  const scores = labels.map((_, c) => classScores(truePositives[c], predicted[c], support[c], beta, zeroDivision));
  const allSupport = totalOf(support);
  const micro = classScores(totalOf(truePositives), totalOf(predicted), allSupport, beta, zeroDivision);
  return {
    labels,
    precision: scores.map(({ precision }) => precision),
    recall: scores.map(({ recall }) => recall),
    fscore: scores.map(({ fscore }) => fscore),
    support: [...support],
    micro,
    macro: average(scores, () => 1, labels.length),
    weighted: allSupport > 0 ? average(scores, (c) => support[c], allSupport) : micro,
    beta,
    zeroDivision,
    neverPredicted: labels.filter((_, c) => predicted[c] === 0),
    withoutSupport: labels.filter((_, c) => support[c] === 0),
  };
}

function average(scores: readonly ClassScores[], weight: (c: number) => number, total: number): ClassScores {
  const mean = (name: keyof ClassScores) => scores.reduce((sum, score, c) => sum + weight(c) * score[name], 0) / total;
  return { precision: mean('precision'), recall: mean('recall'), fscore: mean('fscore') };
}
