import { requireInteger } from '../../errors.ts';
import type { Finding } from '../../lint/finding.ts';
import { lintOutcome } from '../../lint/lint-outcome.ts';
import { lintParts } from '../../lint/lint-parts.ts';
import { lintSetup } from '../../lint/lint-setup.ts';
import { Sequential } from '../../training/sequential.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { TableNetwork } from './networks.ts';
import type { TablePlan } from './plan.ts';
import type { SavedTableModel } from './saved-table-model.ts';
import { classesOf } from './scores.ts';
import { type TableParts, tableParts } from './table-parts.ts';
import type { TableResults } from './table-results.ts';
import { type Chosen, testModel } from './test-model.ts';
import { trainFindings } from './train-findings.ts';
import { outputsOf, type RunProgress, type TableRun, trainRun } from './train-run.ts';

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
  const bestRuns = new Map<string, Chosen>();
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
  const chosen = chooseRun(runs, bestRuns);
  const tested = chosen && (await testModel(plan, chosen, { signal, onProgress: onTest }));
  if (chosen) findings.push(...outcomeFindings(plan, chosen));
  const results: TableResults = {
    task: plan.task,
    targets: plan.targets.names,
    ...(plan.targets.task !== 'regression' && { classes: plan.targets.classes }),
    table: {
      rows: plan.table.rowCount,
      numeric: plan.numeric,
      categorical: plan.categorical,
      log: plan.log,
      leftOut: plan.leftOut,
    },
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
      saved: savedOf(plan, chosen, { ...plan.split, validationSize, seed: chosen.run.seed }),
    },
  };
}

function rowsOf({ train, validation, test }: TableParts): TableResults['rows'] {
  return { train: train.rows.length, validation: validation.rows.length, test: test.rows.length };
}

/** What the split and the network look like before anything is trained. */
function setupFindings(plan: TablePlan, network: TableNetwork, parts: TableParts, batchSize: number): Finding[] {
  const { table, targets, task, numeric, categorical } = plan;
  const ofParts = <T>(of: (rows: Uint32Array) => T) => ({
    train: of(parts.train.rows),
    validation: of(parts.validation.rows),
    test: of(parts.test.rows),
  });
  const tables = ofParts((rows) => table.rows(rows));
  const rowNumbers = ofParts((rows) => rows.map((row) => plan.rows[row] + 1));
  const model = new Sequential(network.layers(task, outputsOf(plan)), { inputShape: parts.train.x.shape.slice(1) });
  return [
    ...lintParts(tables, { target: targets.names, features: [...numeric, ...categorical], task, rows: rowNumbers }),
    ...lintSetup({
      model,
      loss: task === 'regression' ? 'meanSquaredError' : 'crossEntropy',
      x: parts.train.x,
      y: parts.train.y,
      batchSize,
      featureNames: parts.transformer.featureNames,
    }),
  ];
}

function outcomeFindings({ targets }: TablePlan, { test, parts }: Chosen): Finding[] {
  if (targets.task === 'regression') {
    const { columns } = test;
    const matrix = (data: ArrayLike<number>) => ({
      data: Float64Array.from(data),
      shape: [data.length / columns, columns] as const,
    });
    const train = Float64Array.from({ length: parts.train.rows.length * columns }, (_, i) => {
      const column = i % columns;
      return targets.values[parts.train.rows[(i - column) / columns] * columns + column];
    });
    return lintOutcome({
      task: 'regression',
      targets: matrix(test.truth),
      predictions: matrix(test.outputs),
      trainTargets: matrix(train),
      targetNames: targets.names,
    });
  }
  const labels = (indices: ArrayLike<number>) => Array.from(indices, (index) => targets.classes[index]);
  return lintOutcome({
    task: targets.task,
    targets: labels(test.truth),
    predictions: labels(classesOf(test)),
    trainTargets: labels(parts.train.y.data),
  });
}

/** The network whose runs have the lowest validation loss on average, and the best of its runs; of equal ones the first. */
function chooseRun(runs: readonly TableRun[], best: ReadonlyMap<string, Chosen>): Chosen | undefined {
  let champion: { name: string; loss: number } | undefined;
  for (const name of best.keys()) {
    const loss = meanAndDeviation(runs.filter(({ network }) => network === name).map((run) => run.validationLoss)).mean;
    if (!champion || loss < champion.loss) champion = { name, loss };
  }
  return champion && best.get(champion.name);
}

function savedOf(
  { task, targets }: TablePlan,
  { run, parts }: Chosen,
  split: SavedTableModel['split'],
): SavedTableModel {
  return {
    kind: 'table',
    task,
    targets: targets.names,
    ...(targets.task !== 'regression' && { classes: targets.classes }),
    threshold: run.threshold,
    targetScaler: parts.targetScaler?.toJSON(),
    split,
    test: run.scores.test,
  };
}
