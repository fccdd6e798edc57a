import { StandardScaler } from '../../data/standard-scaler.ts';
import type { Table } from '../../data/table.ts';
import { DataError } from '../../errors.ts';
import type { LoadedModel } from '../../formats/model-file.ts';
import { type SavedTableModel, savedTableModelFromJSON } from './saved-table-model.ts';
import { classesOf } from './scores.ts';

/** Predicts rows of tables as they come. */
export interface TablePredictor {
  readonly saved: SavedTableModel;
  /** Columns that a table must have, with their types. */
  readonly columnTypes: Readonly<Record<string, 'number' | 'string'>>;
  /** The names of what `predict` gives. */
  readonly columns: readonly string[];
  /** For each row the class and the probability of each, or the numbers in the units that were trained on. */
  predict(table: Table): string[][];
}

/**
 * A model of `simdgrad train`, made ready to predict.
 *
 * Classes come as `predicted_TARGET` and a column `probability_CLASS` for each; numbers as a column for each target. Numbers are written with
 * six digits, which is what float32 knows.
 *
 * @throws DataError for a file that holds another kind of model, or whose parts do not fit each other.
 */
export function tablePredictor(who: string, loaded: LoadedModel): TablePredictor {
  const { model, transformer, preprocessing } = loaded;
  const saved = savedTableModelFromJSON(who, preprocessing);
  const { task, targets, classes = [], threshold, targetScaler } = saved;
  if (!transformer) throw new DataError(`${who}: the file holds a model without the transformer that makes its inputs`);
  const outputs = task === 'regression' ? targets.length : task === 'binary' ? 1 : classes.length;
  if (model.outputShape.length !== 1 || model.outputShape[0] !== outputs) {
    throw new DataError(
      `${who}: the model has outputs [${model.outputShape.join(', ')}], and what is saved with it needs ${outputs}; the file contradicts itself`,
    );
  }
  const scaler = targetScaler && StandardScaler.fromJSON(targetScaler);
  return {
    saved,
    columnTypes: transformer.columnTypes,
    columns: [
      ...targets.map((name) => `predicted_${name}`),
      ...(task === 'regression' ? [] : classes.map((label) => `probability_${label}`)),
    ],
    predict(table) {
      const predicted = loaded.predict(table);
      const [count, columns] = predicted.shape;
      const values = predicted.toFloat32Array();
      if (scaler) {
        const { data } = scaler.inverseTransform({ data: Float64Array.from(values), shape: [count, columns] });
        return Array.from({ length: count }, (_, row) =>
          Array.from({ length: columns }, (_, j) => digits(data[row * columns + j])),
        );
      }
      const found = classesOf({ task, truth: [], outputs: values, columns, threshold });
      return found.map((label, row) => {
        const probabilities =
          columns === 1 ? [1 - values[row], values[row]] : values.subarray(row * columns, (row + 1) * columns);
        return [String(classes[label]), ...Array.from(probabilities, digits)];
      });
    },
  };
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
