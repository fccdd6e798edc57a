import { NonFiniteError } from '../../errors.ts';
import type { TrialContext } from '../../search/objective.ts';
import { search } from '../../search/search.ts';
import { type NetworkParameters, networkSpace } from '../search/network-space.ts';
import { retrain } from '../search/retrain.ts';
import { tableObjective } from '../search/table-objective.ts';
import type { TablePlan } from '../table/plan.ts';
import { scoreNames, scoresOf } from '../table/scores.ts';
import { tableOutputs } from '../table/train-run.ts';
import { type Budget, type MethodName, methodOf } from './methods.ts';
import type { SeedTable } from './study-table.ts';

/** A lower validation loss than any before. */
export interface Improvement {
  /** Of the trial, from 0. */
  readonly trial: number;
  /** Of the search, this one included. */
  readonly epochs: number;
  readonly loss: number;
}

/** The test part, looked at once. */
export interface TestLook {
  readonly rows: number;
  /** Accuracy, or R². */
  readonly score: number;
  /** Cross-entropy, or the squared error of standardised targets. */
  readonly loss: number;
}

/** A search by one method with one seed: plain data. */
export interface SearchRun {
  readonly method: MethodName;
  readonly seed: number;
  /** Epochs of each trial, in their order. The budget may have ended the last. */
  readonly trialEpochs: readonly number[];
  /** How many trials were ended by halving, and how many came to no number. */
  readonly pruned: number;
  readonly failed: number;
  /** In their order; empty where every trial failed. */
  readonly improvements: readonly Improvement[];
  /** Of the search, and of training its best network once more. */
  readonly seconds: number;
  readonly retrainSeconds: number;
  /** How many better networks were left out because their weights grew without end when they were trained once more. */
  readonly diverged: number;
  /** Of the network that was trained once more: the best but for those. */
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** Of its trial, from 1: so long it is trained once more. */
  readonly bestEpoch?: number;
  readonly test?: TestLook;
  /** SHA-256 of the weights of that network. */
  readonly fingerprint?: string;
  /** Why there is no such network. */
  readonly failure?: string;
}

export interface RunSearchOptions {
  readonly seed: number;
  readonly budget: Budget;
  readonly signal?: AbortSignal;
  /** Called after every epoch with the share of the budget that is used. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Searches by a method until its budget of epochs is used, trains the best network once more on the rows trained on and chosen by, and looks at
 * the test part once. Where that makes weights grow without end, as a learning rate near the edge can with other batches, the network of the
 * improvement before takes its place.
 *
 * Trials go all their epochs, unless halving ends them, so that all methods have the same budget; what counts of a trial is the lowest
 * validation loss after any of its epochs. The seed draws the parameters, and for every trial the initial weights, the order of batches and the
 * dropout masks.
 *
 * @returns undefined if the signal ended it.
 */
export async function runSearch(
  name: MethodName,
  { plan, parts }: SeedTable,
  { seed, budget, signal, onProgress }: RunSearchOptions,
): Promise<SearchRun | undefined> {
  const { epochs } = budget;
  const method = methodOf(name, budget, seed);
  const own = new AbortController();
  const stop = (): void => own.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const most = budget.trials * epochs;
  const trialEpochs: number[] = [];
  const improvements: Improvement[] = [];
  const found: { readonly trial: number; readonly parameters: NetworkParameters; readonly epoch: number }[] = [];
  let used = 0;
  const objective = tableObjective(plan, [parts], { seed, epochs, patience: epochs });
  const begun = performance.now();
  const study = await search({
    space: networkSpace,
    sampler: method.sampler,
    ...(method.pruner && { pruner: method.pruner }),
    trials: method.trials,
    signal: own.signal,
    objective(parameters, trial) {
      trialEpochs[trial.number] = 0;
      const counting: TrialContext = {
        number: trial.number,
        signal: trial.signal,
        get shouldStop() {
          return trial.shouldStop;
        },
        report(epoch, loss) {
          trialEpochs[trial.number] = epoch;
          used++;
          if (loss < (improvements.at(-1)?.loss ?? Number.POSITIVE_INFINITY)) {
            improvements.push({ trial: trial.number, epochs: used, loss });
            found.push({ trial: trial.number, parameters, epoch });
          }
          onProgress?.(used / most);
          trial.report(epoch, loss);
          if (used >= most && epoch < epochs) own.abort();
        },
      };
      return objective(parameters, counting);
    },
    onProgress() {
      if (used >= most) own.abort();
    },
  });
  signal?.removeEventListener('abort', stop);
  if (signal?.aborted) return undefined;
  const pruned = study.trials.filter(({ state, number }) => state === 'pruned' && trialEpochs[number] < epochs).length;
  const failed = study.trials.filter(({ state }) => state === 'failed').length;
  const searched = performance.now();
  const about = {
    ...{ method: name, seed, trialEpochs, pruned, failed, improvements },
    seconds: (searched - begun) / 1000,
  };
  const seconds = (): number => (performance.now() - searched) / 1000;
  let failure = study.trials.find(({ error }) => error)?.error?.message ?? 'no trial reported a loss';
  let diverged = 0;
  for (let last = found.pop(); last; last = previousTrial(found, last.trial)) {
    const { parameters, epoch: bestEpoch } = last;
    try {
      const retrained = await retrain(plan, parameters, { seed, epochs: bestEpoch, signal });
      if (!retrained) return undefined;
      return {
        ...{ ...about, diverged, parameters: plainParameters(parameters), bestEpoch, retrainSeconds: seconds() },
        ...{ test: lookAt(plan, retrained), fingerprint: await retrained.model.fingerprint() },
      };
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      failure = error.message;
      diverged++;
    }
  }
  return { ...about, diverged, retrainSeconds: seconds(), failure };
}

/** Takes the last off that is not of the trial, with those behind it. */
function previousTrial<Found extends { readonly trial: number }>(found: Found[], trial: number): Found | undefined {
  for (let last = found.pop(); last; last = found.pop()) if (last.trial !== trial) return last;
  return undefined;
}
function lookAt(
  plan: TablePlan,
  { model, test, targetScaler }: NonNullable<Awaited<ReturnType<typeof retrain>>>,
): TestLook {
  const scores = scoresOf(tableOutputs(model, plan, { targetScaler }, test, 0.5));
  const [main] = scoreNames[plan.task];
  const scaled = scores.rmse === undefined ? 0 : scores.rmse / targetScaler!.scale[0];
  return { rows: test.rows.length, score: scores[main]!, loss: scores.logLoss ?? scaled * scaled };
}

function plainParameters(parameters: NetworkParameters): Record<string, number | string> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)) as Record<
    string,
    number | string
  >;
}
