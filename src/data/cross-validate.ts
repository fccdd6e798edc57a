import { DataError, requireKnownOptions, requireSignal, valueText } from '../errors.ts';
import type { Fold } from './folds.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';

/** A fold to evaluate. */
export interface NumberedFold extends Fold {
  /** Counted from 0. */
  readonly fold: number;
}

/** One figure of all folds. */
export interface FoldFigures {
  /** In the order of the folds. */
  readonly values: readonly number[];
  readonly mean: number;
  /** The sample standard deviation, √(Σ(x − mean)² / (k − 1)); undefined for a single fold. */
  readonly standardDeviation: number | undefined;
}

export interface CrossValidationProgress {
  /** The fold that is finished, counted from 0. */
  readonly fold: number;
  /** How many there are. */
  readonly folds: number;
  /** What its evaluation gave. */
  readonly values: Readonly<Record<string, number>>;
}

export interface CrossValidateOptions {
  /** Ends the evaluation before the next fold. */
  readonly signal?: AbortSignal;
  /** Called after each fold. */
  readonly onProgress?: (progress: CrossValidationProgress) => void;
}

/**
 * Evaluates one fold after the other, and sums up: each figure by name, with its values, their mean and their standard deviation.
 *
 *     const figures = await crossValidate(stratifiedKFold(labels), async ({ train, test }) => {
 *       const transformer = new ColumnTransformer().fit(table, train);
 *       …
 *       return { accuracy };
 *     });
 *     figures.accuracy.mean;
 *
 * The deviation says how much the figure changes from fold to fold. It is no error of the mean: the training parts
 * overlap (Bengio & Grandvalet, 2004: there is no unbiased estimate of that from one cross-validation).
 *
 * @param evaluate trains on `train` and gives figures of `test`: finite numbers, of the same names for each fold.
 * @throws what `evaluate` throws, and the signal's reason once it is aborted. DataError for figures that are not finite or
 *   differ in their names; TypeError for wrong arguments, or an evaluation that gives no figures.
 */
export async function crossValidate(
  folds: readonly Fold[],
  evaluate: (fold: NumberedFold) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>,
  options: CrossValidateOptions = {},
): Promise<Readonly<Record<string, FoldFigures>>> {
  const who = 'crossValidate';
  requireKnownOptions(who, options, ['signal', 'onProgress']);
  const { signal, onProgress } = options;
  requireSignal(who, signal);
  if (typeof evaluate !== 'function') {
    throw new TypeError(`${who}: evaluate must be a function, got ${valueText(evaluate)}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${who}: onProgress must be a function, got ${valueText(onProgress)}`);
  }
  requireFolds(who, folds);
  const figures = new Map<string, number[]>();
  for (const [fold, { train, test }] of folds.entries()) {
    signal?.throwIfAborted();
    const values = await evaluate({ train, test, fold });
    collect(`${who}: fold ${fold + 1}`, figures, values, fold);
    onProgress?.({ fold, folds: folds.length, values });
  }
  return Object.fromEntries(
    [...figures].map(([name, values]) => {
      const { mean, deviation: standardDeviation } = meanAndDeviation(values);
      return [name, { values, mean, standardDeviation }];
    }),
  );
}

function requireFolds(who: string, folds: unknown): void {
  const isFold = (fold: Partial<Fold> | undefined) =>
    typeof fold?.train?.length === 'number' && typeof fold.test?.length === 'number';
  if (!Array.isArray(folds) || folds.length === 0) {
    throw new TypeError(`${who}: folds must be a list of { train, test }, got ${valueText(folds)}`);
  }
  const wrong = folds.findIndex((fold) => !isFold(fold));
  if (wrong < 0) return;
  throw new TypeError(`${who}: folds[${wrong}] must be { train, test }, got ${valueText(folds[wrong])}`);
}

/** Adds the figures of a fold to those before. */
function collect(who: string, figures: Map<string, number[]>, values: unknown, fold: number): void {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new TypeError(
      `${who}: evaluate must give figures by name, such as { accuracy: 0.9 }, got ${valueText(values)}`,
    );
  }
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') throw new TypeError(`${who}: ${name} must be a number, got ${valueText(value)}`);
    if (!Number.isFinite(value)) throw new DataError(`${who}: ${name} must be finite, got ${value}`);
    if (fold === 0) figures.set(name, []);
    const list = figures.get(name);
    if (!list) throw new DataError(`${who}: ${name} was not among the figures of fold 1`);
    list.push(value);
  }
  for (const [name, list] of figures) {
    if (list.length <= fold) throw new DataError(`${who}: ${name} is missing, which fold 1 had`);
  }
}
