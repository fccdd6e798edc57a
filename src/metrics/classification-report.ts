import type { Label } from '../data/labels.ts';
import { requireInteger, requireKnownOptions, requireWithin, ShapeError, valueText } from '../errors.ts';
import { type ClassScores, totalOf } from './class-counts.ts';
import { classificationReportText } from './classification-report-text.ts';
import { type PrecisionRecallFscoreOptions, scoresByClass } from './precision-recall-fscore.ts';
import { scoredClasses } from './scored-classes.ts';

export interface ClassificationReportOptions<L extends Label = Label>
  extends Omit<PrecisionRecallFscoreOptions<L>, 'beta'> {
  /** What to call the classes, in the order of `labels`. Their labels unless given. */
  readonly targetNames?: readonly string[];
  /** Digits after the point in the text, from 0 to 100; 2 unless given. The data are not rounded. */
  readonly digits?: number;
}

/** Scores from 0 to 1, and the samples (or their weights) that they are of. */
export interface ReportedScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

export interface ReportedClass<L extends Label = Label> extends ReportedScores {
  readonly label: L;
  /** As the text calls it. */
  readonly name: string;
}

/** A classification report as data: plain values, which survive JSON. */
export interface ClassificationReportData<L extends Label = Label> {
  /** In the order of `labels`. */
  readonly classes: readonly ReportedClass<L>[];
  /** Given if the classes are just those that occur: then all three micro averages are the accuracy. */
  readonly accuracy?: number;
  /** All samples counted together. */
  readonly microAverage: ReportedScores;
  /** The plain mean over the classes. */
  readonly macroAverage: ReportedScores;
  /** The mean over the classes weighted by support. */
  readonly weightedAverage: ReportedScores;
  /** Whether support is a sum of weights rather than a number of samples. */
  readonly weighted: boolean;
  /** Digits after the point in the text. */
  readonly digits: number;
}

export interface ClassificationReport<L extends Label = Label> extends ClassificationReportData<L> {
  /** The report as scikit-learn prints it, with a line end after its last line. */
  toText(): string;
}

/**
 * Precision, recall, F1 and support of each class, and their averages, as data and as text. As scikit-learn's
 * `classification_report`, version 1.2.1.
 *
 *     precision = TP / (TP + FP)      recall = TP / (TP + FN)      f1 = 2·TP / (2·TP + FN + FP)
 *
 * yTrue, yPred: [n] labels, all numbers or all text. `labels`, `zeroDivision` and `sampleWeights` are those of
 * `precisionRecallFscore`. The accuracy is given where the classes are just those that occur; otherwise the text has the
 * micro average in its place.
 *
 *     const report = classificationReport(['cat', 'dog', 'dog', 'cat'], ['cat', 'dog', 'cat', 'cat']);
 *     report.classes[1].recall; // 0.5
 *     report.toText();
 *     //               precision    recall  f1-score   support
 *     //
 *     //          cat       0.67      1.00      0.80         2
 *     //          dog       1.00      0.50      0.67         2
 *     //
 *     //     accuracy                           0.75         4
 *     //    macro avg       0.83      0.75      0.73         4
 *     // weighted avg       0.83      0.75      0.73         4
 *
 * The text is scikit-learn's byte for byte, with three exceptions. Of a score that lies exactly between two texts, such as an F1
 * of 0.8125 with three digits, the even one is taken, as Python does; 1.2.1 takes F1 from precision and recall (from 1.3 on it
 * does as we do) and adds averages up in another order, which may lead to the other. Sums of weights are printed in full, so
 * their last digits may differ where float64 does not hold them exactly. And where not one sample is right, scikit-learn writes
 * the support of 3 samples as 3.0.
 *
 * A report that was kept as JSON becomes text by `classificationReportText`.
 *
 * @throws ShapeError if lengths differ, or there is not one name for each class. DataError if there are no samples, labels
 *   mix numbers and text, a weight is negative or not finite, or `labels` is empty, names a class twice, or none that
 *   occurs. RangeError for digits or zeroDivision out of range. TypeError for names that are no text.
 */
export function classificationReport<L extends Label>(
  yTrue: ArrayLike<L>,
  yPred: ArrayLike<L>,
  options: ClassificationReportOptions<L> = {},
): ClassificationReport<L> {
  const who = 'classificationReport';
  requireKnownOptions(who, options, ['labels', 'targetNames', 'digits', 'zeroDivision', 'sampleWeights']);
  const { digits = 2, targetNames, sampleWeights } = options;
  requireWithin(who, { digits }, 0, 100);
  requireInteger(who, { digits });
  const scores = scoresByClass(who, yTrue, yPred, options);
  const names =
    targetNames === undefined ? scores.labels.map(String) : requireNames(who, targetNames, scores.labels.length);

  const support = totalOf(Float64Array.from(scores.support));
  const average = ({ precision, recall, fscore }: ClassScores): ReportedScores => ({
    precision,
    recall,
    f1: fscore,
    support,
  });
  const occurring = new Set(scoredClasses(who, yTrue, yPred));
  const areThoseThatOccur =
    scores.labels.length === occurring.size && scores.labels.every((label) => occurring.has(label));
  const data: ClassificationReportData<L> = {
    classes: scores.labels.map((label, c) => ({
      label,
      name: names[c],
      precision: scores.precision[c],
      recall: scores.recall[c],
      f1: scores.fscore[c],
      support: scores.support[c],
    })),
    ...(areThoseThatOccur ? { accuracy: scores.micro.recall } : {}),
    microAverage: average(scores.micro),
    macroAverage: average(scores.macro),
    weightedAverage: average(scores.weighted),
    weighted: sampleWeights !== undefined,
    digits,
  };
  return { ...data, toText: () => classificationReportText(data) };
}

function requireNames(who: string, names: unknown, classes: number): readonly string[] {
  if (!Array.isArray(names)) throw new TypeError(`${who}: targetNames must be an array, got ${valueText(names)}`);
  names.forEach((name, c) => {
    if (typeof name === 'string') return;
    throw new TypeError(`${who}: targetNames[${c}] must be text, got ${valueText(name)}`);
  });
  if (names.length === classes) return names;
  throw new ShapeError(`${who}: targetNames needs one name for each of ${classes} classes, got ${names.length}`);
}
