import type { Label } from '../../data/labels.ts';
import { type ClassificationReportData, classificationReport } from '../../metrics/classification-report.ts';
import { confusionMatrix } from '../../metrics/confusion-matrix.ts';
import type { ClassifiedImages } from '../divided-images.ts';
import type { TestPredictions } from '../train-network.ts';
import { type WorstRow, worstRows } from '../worst-rows.ts';
import { keyOf, type MnistRun } from './run.ts';
import { mnistParts } from './settings.ts';

/** A finished network looked at closely, as plain data: what it took for what, and its worst mistakes with their images. */
export interface Exhibit {
  /** The key of its run. */
  readonly key: string;
  /** [true class][predicted class], test images. */
  readonly confusionMatrix: readonly (readonly number[])[];
  readonly report: ClassificationReportData;
  readonly mistakes: readonly Mistake[];
}

/** An image of the test part that was taken for something else. */
export interface Mistake extends WorstRow {
  readonly width: number;
  readonly height: number;
  /** Base64 of its grey levels, row by row. */
  readonly pixels: string;
}

/** Enough to see what kind of mistakes they are. */
const mistakesShown = 24;

/** @param images of the test part. */
export function exhibitOf(
  run: MnistRun,
  test: TestPredictions,
  { x }: ClassifiedImages,
  classes: readonly Label[],
): Exhibit {
  const { labels, predictions } = test;
  const indices = classes.map((_, i) => i);
  const { toText: _, ...report } = classificationReport(labels, predictions, {
    labels: indices,
    targetNames: classes.map(String),
    digits: 4,
  });
  const [, height, width = 1] = x.shape;
  const pixels = (row: number): string =>
    btoa(String.fromCharCode(...x.data.subarray(row * height * width, (row + 1) * height * width)));
  return {
    key: keyOf(run),
    confusionMatrix: confusionMatrix(labels, predictions, { labels: indices }),
    report,
    mistakes: worstRows(test, mistakesShown).map((worst) => ({ ...worst, width, height, pixels: pixels(worst.row) })),
  };
}

/**
 * Whether a run is to be looked at rather than another. The test part has no say: a run of an earlier part comes first; then
 * that with the higher accuracy on images kept to choose by; where there were none, the one with the lower loss in its last epoch.
 */
export function isBetterToShow(run: MnistRun, other: MnistRun): boolean {
  if (run.part !== other.part) return mnistParts.indexOf(run.part) < mnistParts.indexOf(other.part);
  const figure = ({ history }: MnistRun): number => history.validationAccuracy.at(-1) ?? -history.loss.at(-1)!;
  return figure(run) > figure(other);
}
