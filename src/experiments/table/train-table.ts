import { duplicateGroups } from '../../data/duplicate-groups.ts';
import { requireInteger } from '../../errors.ts';
import type { Finding } from '../../lint/finding.ts';
import { lintOutcome } from '../../lint/lint-outcome.ts';
import { lintParts } from '../../lint/lint-parts.ts';
import { lintSetup } from '../../lint/lint-setup.ts';
import { permutationImportance } from '../../metrics/permutation-importance.ts';
import { Sequential } from '../../training/sequential.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { TableNetwork } from './networks.ts';
import type { TablePlan } from './plan.ts';
import type { SavedTableModel } from './saved-table-model.ts';
import { betterWay, classesOf, type Scores, scoreIntervals, scoreNames, scoreOf, type TableOutputs } from './scores.ts';
import { type TableParts, tableParts } from './table-parts.ts';
import type { ColumnWorth, TableResults, TestedModel, WorstPrediction } from './table-results.ts';
import { outputsOf, type RunProgress, type TableRun, type TrainedRun, trainRun } from './train-run.ts';

/** How a table is divided and trained on. */
export interface TableTraining {
  /** Each chooses a split, and for both networks the initial weights, the order of batches and the dropout masks. */
  readonly seeds: readonly number[];
  /** At most. */
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly validationSize: number;
  readonly testSize: number;
  readonly groupDuplicates: boolean;
}

export interface TrainTableOptions extends TableTraining {
  /** Stops training; what is finished counts. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TableProgress) => void;
  /** Called after every run. */
  readonly onRun?: (run: TableRun) => void;
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
  readonly best: (TrainedRun & { readonly parts: TableParts; readonly saved: SavedTableModel }) | undefined;
}

type Chosen = TrainedRun & { readonly parts: TableParts };

/** Rows tested on of which the worth of columns is found; more take longer and say hardly more. */
const mostImportanceRows = 2000;
const importanceResamples = 200;
const intervalResamples = 1000;
const mostWorst = 10;

/**
 * Trains both networks with every seed on a table, keeps the one with the lower validation loss, and measures what it is worth on
 * rows that nothing was chosen by: scores with intervals beside those of a constant answer, what each column contributes, and
 * the rows it predicts worst.
 *
 * @throws as `trainValidationTestSplit`, `ColumnTransformer` and `Trainer.fit`.
 */
export async function trainTable(
  plan: TablePlan,
  networks: readonly TableNetwork[],
  options: TrainTableOptions,
): Promise<TrainedTable> {
  const who = 'trainTable';
  const { seeds, validationSize, testSize, groupDuplicates, signal, onProgress, onRun } = options;
  requireInteger(who, { epochs: options.epochs, batchSize: options.batchSize, 'number of seeds': seeds.length }, 1);
  const runs: TableRun[] = [];
  const bestRuns = new Map<string, Chosen>();
  const findings: Finding[] = [...plan.findings];
  let partRows: TableResults['rows'] | undefined;
  for (const seed of seeds) {
    if (signal?.aborted) break;
    const parts = tableParts(plan, { validationSize, testSize, seed, groupDuplicates });
    if (partRows === undefined) {
      partRows = rowsOf(parts);
      findings.push(...setupFindings(plan, networks[0], parts, options.batchSize));
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
  const tested = chosen && testModel(plan, chosen);
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
      saved: savedOf(plan, chosen, { seed: chosen.run.seed, validationSize, testSize, groupDuplicates }),
    },
  };
}

function rowsOf({ train, validation, test }: TableParts): TableResults['rows'] {
  return { train: train.rows.length, validation: validation.rows.length, test: test.rows.length };
}

/** What the split and the network look like before anything is trained. */
function setupFindings(plan: TablePlan, network: TableNetwork, parts: TableParts, batchSize: number): Finding[] {
  const { table, targets, task, numeric, categorical } = plan;
  const tables = Object.fromEntries(
    (['train', 'validation', 'test'] as const).map((name) => [name, table.rows(parts[name].rows)]),
  ) as { readonly train: typeof table };
  const model = new Sequential(network.layers(task, outputsOf(plan)), { inputShape: parts.train.x.shape.slice(1) });
  return [
    ...lintParts(tables, { target: targets.names, features: [...numeric, ...categorical], task }),
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

function testModel(plan: TablePlan, chosen: Chosen): TestedModel {
  const { run, test } = chosen;
  const [main] = scoreNames[plan.task];
  const groups = equalRows(plan, chosen);
  return {
    network: run.network,
    seed: run.seed,
    threshold: run.threshold,
    main,
    scores: run.scores.test,
    intervals: Object.fromEntries(
      Object.entries(scoreIntervals(test, { resamples: intervalResamples, groups })).map(([name, { low, high }]) => [
        name,
        [low, high],
      ]),
    ),
    constant: constantScores(plan, chosen),
    importance: importanceOf(plan, chosen, main, groups),
    worst: worstPredictions(plan, chosen),
    ...(plan.task !== 'regression' && { confusionMatrix: confusionOf(plan, test) }),
  };
}

/** Which rows of the test part have the same features: they are no evidence apart. Undefined where all differ. */
function equalRows({ table, numeric, categorical }: TablePlan, { parts }: Chosen): Uint32Array | undefined {
  const { rows } = parts.test;
  const groups = duplicateGroups(table.select([...numeric, ...categorical]), rows);
  return new Set(groups).size < rows.length ? groups : undefined;
}

/** The scores of what says the same of every row: the largest class of the training rows and their shares, or their means. */
function constantScores({ targets, task }: TablePlan, { parts, test }: Chosen): TestedModel['constant'] {
  const { train } = parts;
  const rows = test.outputs.length / test.columns;
  const repeated = (row: readonly number[]): number[] => Array.from({ length: rows }, () => row).flat();
  const outputs =
    targets.task === 'regression'
      ? [...parts.targetScaler!.mean]
      : sharesOf(train.y.data, targets.classes.length).slice(targets.task === 'binary' ? 1 : 0);
  const constant: TableOutputs = { ...test, task, outputs: repeated(outputs), threshold: 0.5 };
  const [main] = scoreNames[task];
  const answer =
    targets.task === 'regression'
      ? outputs.map((mean) => Number(mean.toPrecision(6))).join(', ')
      : String(targets.classes[classesOf(constant)[0]]);
  return { answer, score: scoreOf(main, constant) };
}

function sharesOf(labels: ArrayLike<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts.map((count) => count / labels.length);
}

/** What each raw column is worth on rows tested on. */
function importanceOf(
  plan: TablePlan,
  { model, parts, test }: Chosen,
  main: keyof Scores,
  groups: Uint32Array | undefined,
): ColumnWorth[] {
  const rows = parts.test.rows.slice(0, mostImportanceRows);
  const columns = [...plan.numeric, ...plan.categorical];
  const truth = Array.from(test.truth).slice(0, rows.length * test.columns);
  const places = Array.from(rows, (_, i) => i);
  const scaler = parts.targetScaler;
  const outputsOfRow = (values: Float32Array, count: number): ArrayLike<number> =>
    scaler ? scaler.inverseTransform({ data: Float64Array.from(values), shape: [count, test.columns] }).data : values;
  const { columns: worth } = permutationImportance(
    (table) => {
      const predicted = model.predict(parts.transformer.transform(table));
      return Object.assign([...places], { outputs: outputsOfRow(predicted.toFloat32Array(), rows.length) });
    },
    plan.table.select(columns).rows(rows),
    places,
    (_rows, predicted, { sampleWeights }) =>
      scoreOf(main, { ...test, truth, outputs: predicted.outputs }, sampleWeights),
    { better: betterWay(main), resamples: importanceResamples, groups: groups?.subarray(0, rows.length) },
  );
  return worth
    .map(({ column, mean, interval }) => ({ column, mean, interval }))
    .sort((a, b) => b.mean - a.mean || columns.indexOf(a.column) - columns.indexOf(b.column));
}

/** Of classes the wrong answers that were surest, of numbers the largest errors, in deviations where there are several. */
function worstPredictions({ targets, rows }: TablePlan, { test, parts }: Chosen): WorstPrediction[] {
  const { columns, truth, outputs } = test;
  const row = (place: number): number => rows[parts.test.rows[place]] + 1;
  const all: (WorstPrediction & { readonly badness: number })[] = [];
  if (targets.task === 'regression') {
    const { scale } = parts.targetScaler!;
    for (let i = 0; i < truth.length; i++) {
      const column = i % columns;
      const badness = Math.abs(outputs[i] - truth[i]) / scale[column];
      const of = columns > 1 ? { target: targets.names[column] } : {};
      all.push({
        row: row((i - column) / columns),
        ...of,
        truth: String(truth[i]),
        predicted: numberOf(outputs[i]),
        badness,
      });
    }
  } else {
    classesOf(test).forEach((predicted, i) => {
      const label = truth[i];
      if (predicted === label) return;
      const probability = (of: number): number =>
        columns > 1 ? outputs[i * columns + of] : of === 1 ? outputs[i] : 1 - outputs[i];
      const [ofTruth, ofPredicted] = [probability(label), probability(predicted)];
      all.push({
        row: row(i),
        truth: String(targets.classes[label]),
        predicted: String(targets.classes[predicted]),
        probabilityOfTruth: ofTruth,
        probabilityOfPredicted: ofPredicted,
        badness: 1 - ofTruth,
      });
    });
  }
  return all
    .sort((a, b) => b.badness - a.badness || a.row - b.row)
    .slice(0, mostWorst)
    .map(({ badness: _, ...worst }) => worst);
}

/** Six digits are as many as float32 knows. */
function numberOf(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function confusionOf({ targets }: TablePlan, test: TableOutputs): number[][] {
  const classes = targets.task === 'regression' ? 0 : targets.classes.length;
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  classesOf(test).forEach((predicted, i) => void matrix[test.truth[i]][predicted]++);
  return matrix;
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
