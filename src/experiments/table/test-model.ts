import { duplicateGroups } from '../../data/duplicate-groups.ts';
import type { Table } from '../../data/table.ts';
import { permutationImportance } from '../../metrics/permutation-importance.ts';
import { Pause } from '../../training/pause.ts';
import type { Sequential } from '../../training/sequential.ts';
import type { TablePlan } from './plan.ts';
import { betterWay, classesOf, type Scores, scoreIntervals, scoreNames, scoreOf, type TableOutputs } from './scores.ts';
import type { TableParts } from './table-parts.ts';
import type { ColumnWorth, TestedModel, WorstPrediction } from './table-results.ts';

/** A model that is worth keeping, what it says of the test part, and the parts it was trained and tested on. */
export interface Chosen extends Pick<TestedModel, 'network' | 'seed' | 'threshold' | 'scores'> {
  readonly model: Sequential;
  readonly test: TableOutputs;
  readonly parts: Pick<TableParts, 'train' | 'test' | 'transformer' | 'targetScaler'>;
}

/** Rows tested on of which the worth of columns is found; more take longer and say hardly more. */
const mostImportanceRows = 2000;
const importanceResamples = 200;
const intervalResamples = 1000;
const mostWorst = 10;

export interface TestModelOptions {
  /** What is not known by then of columns is left out. */
  readonly signal?: AbortSignal;
  /** From 0 to 1; called after every column. */
  readonly onProgress?: (share: number) => void;
}

/** What a trained model is worth on the test part, which is one for all seeds, so that nothing was chosen by it. */
export async function testModel(plan: TablePlan, chosen: Chosen, options: TestModelOptions): Promise<TestedModel> {
  const { network, seed, threshold, scores, test } = chosen;
  const [main] = scoreNames[plan.task];
  const groups = equalRows(plan, chosen);
  return {
    network,
    seed,
    threshold,
    main,
    scores,
    intervals: Object.fromEntries(
      Object.entries(scoreIntervals(test, { resamples: intervalResamples, groups })).map(([name, { low, high }]) => [
        name,
        [low, high],
      ]),
    ),
    constant: constantScores(plan, chosen),
    importance: await importanceOf(plan, chosen, main, groups, options),
    worst: worstPredictions(plan, chosen),
    ...(plan.task !== 'regression' && { confusionMatrix: confusionOf(plan, test) }),
  };
}

/** Which rows of the test part have the same features: they are no evidence apart. Undefined where all differ, or none. */
function equalRows({ table, numeric, categorical }: TablePlan, { parts }: Chosen): Uint32Array | undefined {
  const { rows } = parts.test;
  const groups = duplicateGroups(table.select([...numeric, ...categorical]), rows);
  const different = new Set(groups).size;
  return different > 1 && different < rows.length ? groups : undefined;
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
async function importanceOf(
  plan: TablePlan,
  { model, parts, test }: Chosen,
  main: keyof Scores,
  groups: Uint32Array | undefined,
  { signal, onProgress }: TestModelOptions,
): Promise<ColumnWorth[]> {
  const rows = parts.test.rows.slice(0, mostImportanceRows);
  const columns = [...plan.numeric, ...plan.categorical];
  const truth = Array.from(test.truth).slice(0, rows.length * test.columns);
  const places = Array.from(rows, (_, i) => i);
  const scaler = parts.targetScaler;
  const outputsOfRow = (values: Float32Array, count: number): ArrayLike<number> =>
    scaler ? scaler.inverseTransform({ data: Float64Array.from(values), shape: [count, test.columns] }).data : values;
  const table = plan.table.select(columns).rows(rows);
  const predict = (changed: Table) => {
    const predicted = model.predict(parts.transformer.transform(changed));
    return Object.assign([...places], { outputs: outputsOfRow(predicted.toFloat32Array(), rows.length) });
  };
  const worth: ColumnWorth[] = [];
  const pause = new Pause();
  for (const [i, column] of columns.entries()) {
    if (signal?.aborted) break;
    const { columns: found } = permutationImportance(
      predict,
      table,
      places,
      (_rows, predicted, { sampleWeights }) =>
        scoreOf(main, { ...test, truth, outputs: predicted.outputs }, sampleWeights),
      {
        columns: [column],
        better: betterWay(main),
        resamples: importanceResamples,
        groups: groups?.subarray(0, rows.length),
      },
    );
    worth.push({ column, mean: found[0].mean, interval: found[0].interval });
    onProgress?.((i + 1) / columns.length);
    await pause.take();
  }
  return worth.sort((a, b) => b.mean - a.mean || columns.indexOf(a.column) - columns.indexOf(b.column));
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
