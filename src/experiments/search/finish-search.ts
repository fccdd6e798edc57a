import type { ColumnTransformer } from '../../data/column-transformer.ts';
import { NonFiniteError } from '../../errors.ts';
import type { Finding } from '../../lint/finding.ts';
import type { SearchStudy } from '../../search/study.ts';
import type { Trial } from '../../search/trial.ts';
import type { Sequential } from '../../training/sequential.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { TablePlan } from '../table/plan.ts';
import { type SavedTableModel, savedTableModel } from '../table/saved-table-model.ts';
import { scoresOf } from '../table/scores.ts';
import { outcomeFindings } from '../table/table-findings.ts';
import { testModel } from '../table/test-model.ts';
import { tableOutputs } from '../table/train-run.ts';
import type { NetworkParameters } from './network-space.ts';
import { retrain } from './retrain.ts';
import type { FinalModel } from './search-results.ts';
import { type LearnedParts, type SearchTraining, trainParameters } from './train-parameters.ts';

export interface FinishOptions {
  readonly training: SearchTraining;
  readonly signal?: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress?: (step: 'folds' | 'training' | 'testing', share: number) => void;
}

export interface FinishedSearch {
  readonly final: FinalModel;
  readonly findings: readonly Finding[];
  readonly model: Sequential;
  readonly transformer: ColumnTransformer;
  readonly saved: SavedTableModel;
}

/** From which probability on it is the second of two classes: there are no rows left to choose a better one by. */
const threshold = 0.5;

/** Trials that are trained once more at most, where weights grow without end. */
const mostTried = 10;

/**
 * Trains the network of the best trial once more, on all rows but those tested on, and looks at these, once.
 *
 * It is trained for as many epochs as gave the lowest loss on rows to choose by; of folds the mean over them. Where that makes weights grow
 * without end, as a learning rate near the edge can with other rows, the next best trial takes its place: `final.diverged` names it.
 *
 * @param parts that the trials were trained and chosen by.
 * @returns undefined if the signal came, no trial is complete, or the ten best grow without end.
 * @throws as `Trainer.fit`, but for NonFiniteError.
 */
export async function finishSearch(
  plan: TablePlan,
  parts: readonly LearnedParts[],
  { trials, directions: [direction] }: Pick<SearchStudy, 'trials' | 'directions'>,
  options: FinishOptions,
): Promise<FinishedSearch | undefined> {
  const complete = trials.filter(({ state }) => state === 'complete');
  const better = (a: Trial, b: Trial): number =>
    (direction === 'minimize' ? 1 : -1) * (a.values![0] - b.values![0]) || a.number - b.number;
  const diverged: number[] = [];
  for (const trial of complete.sort(better).slice(0, mostTried)) {
    try {
      return await finishTrial(plan, parts, trial as unknown as Trial<NetworkParameters>, diverged, options);
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      diverged.push(trial.number);
    }
  }
  return undefined;
}

async function finishTrial(
  plan: TablePlan,
  parts: readonly LearnedParts[],
  trial: Trial<NetworkParameters>,
  diverged: readonly number[],
  { training, signal, onProgress }: FinishOptions,
): Promise<FinishedSearch | undefined> {
  const { parameters } = trial;
  const { seed } = training;
  const epochs =
    parts.length === 1
      ? bestStep(trial)
      : await meanBestEpoch(plan, parts, parameters, { training, signal, onProgress });
  if (epochs === undefined) return undefined;
  const begin = performance.now();
  const trained = await retrain(plan, parameters, {
    seed,
    epochs,
    signal,
    onProgress: (share) => onProgress?.('training', share),
  });
  if (trained === undefined) return undefined;
  const seconds = (performance.now() - begin) / 1000;
  const { model, train, test, transformer, targetScaler } = trained;
  const outputs = tableOutputs(model, plan, { targetScaler }, test, threshold);
  const chosen = {
    network: `of trial ${trial.number}`,
    ...{ seed, threshold, model, test: outputs },
    scores: scoresOf(outputs),
    parts: { train, test, transformer, targetScaler },
  };
  const tested = await testModel(plan, chosen, { signal, onProgress: (share) => onProgress?.('testing', share) });
  if (signal?.aborted) return undefined;
  const fingerprint = await model.fingerprint();
  return {
    final: {
      ...{ trial: trial.number, diverged, epochs, parameters: model.parameterCount },
      ...{ seconds, fingerprint, tested },
    },
    findings: outcomeFindings(plan, chosen),
    model,
    transformer,
    saved: savedTableModel(plan, chosen, { ...plan.split, validationSize: 0, seed }),
  };
}

/** The epoch after which the loss was lowest: the first whose report is the value of the trial. */
function bestStep({ values, reports }: Trial<NetworkParameters>): number {
  return reports.find(({ value }) => value === values![0])!.step;
}

/** What the folds say, trained once more: a trial keeps their loss and not their epochs. */
async function meanBestEpoch(
  plan: TablePlan,
  parts: readonly LearnedParts[],
  parameters: NetworkParameters,
  { training, signal, onProgress }: FinishOptions,
): Promise<number | undefined> {
  const epochs: number[] = [];
  for (const part of parts) {
    const trained = await trainParameters(parameters, plan, part, { ...training, signal });
    if (trained === undefined) return undefined;
    epochs.push(trained.bestEpoch);
    onProgress?.('folds', epochs.length / parts.length);
  }
  return Math.max(1, Math.round(meanAndDeviation(epochs).mean));
}
