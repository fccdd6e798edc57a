import { NonFiniteError } from '../../errors.ts';
import { log } from '../../tensor/scalar-math.ts';
import type { History } from '../../training/history.ts';
import { Sequential } from '../../training/sequential.ts';
import { Trainer } from '../../training/trainer.ts';
import { learnedRows, type TablePlan, testedRows } from '../table/plan.ts';
import { scoreOf, type TableOutputs } from '../table/scores.ts';
import { type LearnedTable, learnTable, type TablePart } from '../table/table-parts.ts';
import { outputsOf, tableOutputs } from '../table/train-run.ts';
import type { NetworkParameters } from './network-space.ts';
import { searchedLayers, searchedOptimizer } from './searched-network.ts';
import { lossOf } from './train-parameters.ts';

export interface RetrainOptions {
  readonly seed: number;
  /** Those after which the loss was lowest on rows to choose by: now there are none. */
  readonly epochs: number;
  readonly signal?: AbortSignal;
  /** Called after each epoch with the share that is done. */
  readonly onProgress?: (share: number) => void;
}

export interface Retrained extends Pick<LearnedTable, 'transformer' | 'targetScaler'> {
  readonly model: Sequential;
  /** All rows that are not tested on. */
  readonly train: TablePart;
  /** Not looked at yet. */
  readonly test: TablePart;
  readonly history: History;
}

/**
 * Trains the network that a search has chosen once more, on all rows but those tested on: what was kept to choose by has done its work,
 * and more rows make a better model. Columns are learned anew, too.
 *
 * @returns undefined if the signal came.
 * @throws as `Trainer.fit`; NonFiniteError also where the loss on the rows trained on is more than ten times that of a constant:
 *   weights have grown without end, though not to Infinity yet.
 */
export async function retrain(
  plan: TablePlan,
  parameters: NetworkParameters,
  { seed, epochs, signal, onProgress }: RetrainOptions,
): Promise<Retrained | undefined> {
  const rows = learnedRows(plan);
  const { part, ...learned } = learnTable(plan, rows);
  const train = part(rows);
  const model = new Sequential(searchedLayers(parameters, plan.task, outputsOf(plan)), {
    inputShape: train.x.shape.slice(1),
    seed,
  });
  const trainer = new Trainer(model, { loss: lossOf(plan), optimizer: searchedOptimizer(parameters) });
  const history = await trainer.fit(train.x, train.y, {
    epochs,
    batchSize: parameters.batchSize,
    seed,
    signal,
    callbacks: [{ onEpochEnd: (epoch) => onProgress?.((epoch + 1) / epochs) }],
  });
  if (signal?.aborted) return undefined;
  requireLearned(plan, tableOutputs(model, plan, learned, train, 0.5));
  return { model, train, test: part(testedRows(plan)), history, ...learned };
}

/** A loss so many times that of a constant is none of a network that has learned little, but of one whose weights are anywhere. */
const mostTimes = 10;

function requireLearned({ task }: TablePlan, outputs: TableOutputs): void {
  const [loss, constant] =
    task === 'regression' ? [1 - scoreOf('r2', outputs), 1] : [scoreOf('logLoss', outputs), logLossOfShares(outputs)];
  if (loss <= mostTimes * constant) return;
  throw new NonFiniteError(
    `retrain: the loss on the rows trained on is ${(loss / constant).toPrecision(3)} times that of a constant: weights have grown without end`,
  );
}

/** The cross-entropy of saying of every row what share of the rows each class has. */
function logLossOfShares({ truth }: TableOutputs): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < truth.length; i++) counts.set(truth[i], (counts.get(truth[i]) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / truth.length) * log(count / truth.length);
  return sum;
}
