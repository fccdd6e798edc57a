import { rowsAt } from '../data/rows-at.ts';
import { trainValidationTestSplit } from '../data/split.ts';
import { DataError, valueText } from '../errors.ts';
import { accuracyScore } from '../metrics/accuracy-score.ts';
import { precisionRecallFscore } from '../metrics/precision-recall-fscore.ts';
import type { Sequential } from '../training/sequential.ts';
import { type ClassificationData, requireClassificationData } from './classification-data.ts';
import { scaleRows } from './prepared-parts.ts';
import type { SavedPreprocessing } from './saved-preprocessing.ts';
import { predictTest, type TestPredictions } from './train-network.ts';

/** How good a saved model is on rows that it was not trained on. */
export interface SavedEvaluation {
  /** 'test': the test part of the split it was trained with. 'all': every row of another data set. */
  readonly part: 'test' | 'all';
  readonly accuracy: number;
  readonly macroF1: number;
  readonly test: TestPredictions;
}

/**
 * Tests a model that came out of a comparison again. On the data it was trained on, those are the rows of its test part,
 * scaled as in training, so the figures are the very same; on other data with the same columns, all rows.
 *
 * Classes are matched by their labels, so another data set may lack some or have them in another order.
 *
 * @throws DataError for data that do not fit the model: columns, classes it does not know, or another number of rows under
 *   the same name.
 */
export function evaluateSaved(
  who: string,
  model: Sequential,
  saved: SavedPreprocessing,
  data: ClassificationData,
): SavedEvaluation {
  requireClassificationData(who, data);
  const { name, x, y } = data;
  const [columns] = model.inputShape;
  if (model.inputShape.length !== 1 || x.shape[1] !== columns) {
    throw new DataError(
      `${who}: the model takes [${model.inputShape.join(', ')}] a row, ${name} has ${x.shape[1]} columns`,
    );
  }
  if (model.outputShape.length !== 1 || model.outputShape[0] !== saved.classes.length) {
    throw new DataError(
      `${who}: the model has outputs [${model.outputShape.join(', ')}] for ${saved.classes.length} classes; the file contradicts itself`,
    );
  }
  const own = name === saved.dataset;
  if (own && y.length !== saved.rows) {
    throw new DataError(
      `${who}: ${name} has ${y.length} rows, but had ${saved.rows} when the model was trained; its test part is not known any more`,
    );
  }
  const rows = own
    ? trainValidationTestSplit(y.length, { ...saved.split, stratify: y }).test
    : Uint32Array.from(y, (_, row) => row);
  const index = new Map(saved.classes.map((label, i) => [label, i]));
  const labels = Array.from(rows, (row) => {
    const label = data.classes[y[row]];
    const known = index.get(label);
    if (known !== undefined) return known;
    throw new DataError(
      `${who}: row ${row + 1} of ${name} is of class ${valueText(label)}, which the model does not know`,
      {
        row: row + 1,
      },
    );
  });
  const test = predictTest(model, { rows, x: rowsAt(scaleRows(x, saved.scaler), rows), y: labels });
  return {
    part: own ? 'test' : 'all',
    accuracy: accuracyScore(labels, test.predictions),
    macroF1: precisionRecallFscore(labels, test.predictions).macro.fscore,
    test,
  };
}
