import type { Label } from '../data/labels.ts';
import { StandardScaler, type StandardScalerJson } from '../data/standard-scaler.ts';
import { DataError, valueText } from '../errors.ts';
import { checkedJson } from './checked-json.ts';
import type { SplitOptions } from './prepared-parts.ts';

/** What a saved model must bring along to be tested again: what it was trained on, how that was prepared, what came out. */
export interface SavedPreprocessing {
  /** Of the network that was compared. */
  readonly network: string;
  readonly dataset: string;
  /** Rows of the whole data set. */
  readonly rows: number;
  /** The class that each output stands for. */
  readonly classes: readonly Label[];
  /** Which rows were for training, validation and test. */
  readonly split: SplitOptions;
  /** Fitted on the training part; undefined where inputs are taken as they are. */
  readonly scaler: StandardScaler | undefined;
  /** Figures of the test part. */
  readonly test: { readonly rows: number; readonly accuracy: number; readonly macroF1: number };
}

/**
 * Reads what `JSON.stringify` made of it. The text is not trusted.
 *
 * @throws DataError for anything that is missing or cannot be.
 */
export function preprocessingFromJSON(who: string, json: unknown): SavedPreprocessing {
  const refuse = (what: string, value: unknown): never => {
    throw new DataError(
      `${who}: the file holds no model of simdgrad compare: ${what}, got ${valueText(value)}; only those know their test part`,
    );
  };
  const { object, text, count, share, labels } = checkedJson(refuse);

  const { network, dataset, rows, classes, split, scaler, test } = object('preprocessing', json);
  const { validationSize, testSize, seed } = object('split', split);
  const figures = object('test', test);
  return {
    network: text('network', network, 200),
    dataset: text('dataset', dataset, 200),
    rows: count('rows', rows),
    classes: labels('classes', classes),
    split: {
      validationSize: share('validationSize', validationSize),
      testSize: share('testSize', testSize),
      seed: count('seed', seed),
    },
    scaler: scaler === undefined ? undefined : StandardScaler.fromJSON(scaler as StandardScalerJson),
    test: {
      rows: count('test.rows', figures.rows),
      accuracy: share('test.accuracy', figures.accuracy),
      macroF1: share('test.macroF1', figures.macroF1),
    },
  };
}
