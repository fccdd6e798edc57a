import { requireInteger } from '../../errors.ts';
import type { Finding } from '../../lint/finding.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { TableNetwork } from './networks.ts';
import type { TablePlan } from './plan.ts';
import { type SavedTableModel, savedTableModel } from './saved-table-model.ts';
import { outcomeFindings, setupFindings } from './table-findings.ts';
import { type TableParts, tableParts } from './table-parts.ts';
import { aboutTable, type TableResults } from './table-results.ts';
import { type Chosen, testModel } from './test-model.ts';
import { trainFindings } from './train-findings.ts';
import { type RunProgress, type TableRun, type TrainedRun, trainRun } from './train-run.ts';

/** How is trained on a table. */
export interface TableTraining {
  /**
   * Each chooses which of the rows that are not tested on are for training and which for validation, and for all networks the initial
   * weights, the order of batches and the dropout masks.
   */
  readonly seeds: readonly number[];
  /** At most. */
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  /** A share of all rows. */
  readonly validationSize: number;
}

export interface TrainTableOptions extends TableTraining {
  /** Stops training; what is finished counts. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TableProgress) => void;
  /** Called after every run. */
  readonly onRun?: (run: TableRun) => void;
  /** Called while the kept model is tested, column by column. */
  readonly onTest?: (share: number) => void;
}

export interface TableProgress extends RunProgress {
  readonly network: string;
  readonly seed: number;
  /** Runs before this one. */
  readonly runsDone: number;
}

type BestRun = TrainedRun & { readonly parts: TableParts };

/** What came out, and the model that is worth keeping. */
export interface TrainedTable {
  readonly results: TableResults;
  /** Undefined if no network was trained for an epoch. */
  readonly best: (Chosen & { readonly saved: SavedTableModel }) | undefined;
}

/**
 * Trains the networks with every seed on a table, keeps the one with the lowest validation loss, and measures what it is worth on
 * rows that no seed trained on or chose by: scores with intervals beside those of a constant answer, what each column contributes, and
 * the rows it predicts worst.
 *
 * @throws as `trainTestSplit`, `ColumnTransformer` and `Trainer.fit`.
 */
export async function trainTable(
  plan: TablePlan,
  networks: readonly TableNetwork[],
  options: TrainTableOptions,
): Promise<TrainedTable> {
  const who = 'trainTable';
  const { seeds, validationSize, signal, onProgress, onRun, onTest } = options;
  requireInteger(who, { epochs: options.epochs, batchSize: options.batchSize, 'number of seeds': seeds.length }, 1);
  const runs: TableRun[] = [];
  const bestRuns = new Map<string, BestRun>();
  const findings: Finding[] = [...plan.findings];
  let partRows: TableResults['rows'] | undefined;
  for (const seed of seeds) {
    if (signal?.aborted) break;
    const parts = tableParts(plan, { validationSize, seed });
    if (partRows === undefined) {
      partRows = rowsOf(parts);
      findings.push(...trainFindings(setupFindings(plan, networks[0], parts, options.batchSize), plan.split));
    }
    for (const network of networks) {
      if (signal?.aborted) break;
      const place = { network: network.name, seed, runsDone: runs.length };
      const trained = await trainRun(network, plan, parts, {
        ...options,
        seed,
        onProgress: (progress) => onProgress?.({ ...progress, ...place }),
      });
      if (!trained) break;
      runs.push(trained.run);
      onRun?.(trained.run);
      const before = bestRuns.get(network.name);
      if (!before || trained.run.validationLoss < before.run.validationLoss)
        bestRuns.set(network.name, { ...trained, parts });
    }
  }
  const best = chooseRun(runs, bestRuns);
  const chosen = best && chosenOf(best);
  const tested = chosen && (await testModel(plan, chosen, { signal, onProgress: onTest }));
  if (chosen) findings.push(...outcomeFindings(plan, chosen));
  const results: TableResults = {
    ...aboutTable(plan),
    rows: partRows ?? { train: 0, validation: 0, test: 0 },
    networks: networks.map(({ name, description }) => ({ name, description })),
    testSeed: plan.split.testSeed,
    seeds,
    runs,
    findings,
    ...(chosen && { features: chosen.parts.transformer.featureNames.length }),
    ...(tested && { tested }),
  };
  return {
    results,
    best: chosen && {
      ...chosen,
      saved: savedTableModel(plan, chosen, { ...plan.split, validationSize, seed: chosen.seed }),
    },
  };
}

function rowsOf({ train, validation, test }: TableParts): TableResults['rows'] {
  return { train: train.rows.length, validation: validation.rows.length, test: test.rows.length };
}

/** The network whose runs have the lowest validation loss on average, and the best of its runs; of equal ones the first. */
function chooseRun(runs: readonly TableRun[], best: ReadonlyMap<string, BestRun>): BestRun | undefined {
  let champion: { name: string; loss: number } | undefined;
  for (const name of best.keys()) {
    const loss = meanAndDeviation(runs.filter(({ network }) => network === name).map((run) => run.validationLoss)).mean;
    if (!champion || loss < champion.loss) champion = { name, loss };
  }
  return champion && best.get(champion.name);
}

function chosenOf({ run, model, test, parts }: BestRun): Chosen {
  const { network, seed, threshold, scores } = run;
  return { network, seed, threshold, scores: scores.test, model, test, parts };
}
