import type { Label } from '../data/labels.ts';
import { StandardScaler, type StandardScalerJson } from '../data/standard-scaler.ts';
import { DataError, valueText } from '../errors.ts';
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
  const objectAt = (what: string, value: unknown): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : refuse(`${what} must be an object`, value);
  const text = (what: string, value: unknown): string =>
    typeof value === 'string' && value.length <= 200 ? value : refuse(`${what} must be text`, value);
  const count = (what: string, value: unknown): number =>
    Number.isSafeInteger(value) && (value as number) >= 0
      ? (value as number)
      : refuse(`${what} must be a count`, value);
  const share = (what: string, value: unknown): number =>
    typeof value === 'number' && value >= 0 && value <= 1 ? value : refuse(`${what} must be from 0 to 1`, value);

  const { network, dataset, rows, classes, split, scaler, test } = objectAt('preprocessing', json);
  const { validationSize, testSize, seed } = objectAt('split', split);
  const figures = objectAt('test', test);
  return {
    network: text('network', network),
    dataset: text('dataset', dataset),
    rows: count('rows', rows),
    classes: areLabels(classes) ? classes : refuse('classes must be two or more distinct labels', classes),
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

function areLabels(value: unknown): value is Label[] {
  if (!Array.isArray(value) || value.length < 2 || new Set(value).size < value.length) return false;
  return value.every((label) => typeof label === 'string' || Number.isFinite(label));
}
