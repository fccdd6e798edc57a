import type { Matrix } from '../../data/matrix.ts';
import type { TaskContext } from '../../jobs/job.ts';
import { Dense } from '../../layers/dense.ts';
import type { Layer } from '../../layers/layer.ts';
import { accuracyScore } from '../../metrics/accuracy-score.ts';
import { confusionMatrix } from '../../metrics/confusion-matrix.ts';
import { meanAbsoluteError } from '../../metrics/mean-absolute-error.ts';
import { precisionRecallFscore } from '../../metrics/precision-recall-fscore.ts';
import { Adam } from '../../optimizers/adam.ts';
import type { Sequential } from '../../training/sequential.ts';
import type { EachPart } from '../each-part.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import type { SeedSettings } from '../seed-study.ts';
import { type SplitKind, splitKinds } from '../split-kind.ts';
import { type TrainBestOptions, trainBest } from '../train-best.ts';
import { quadraticKappa } from './quadratic-kappa.ts';
import { type WineParts, type Wines, wineParts } from './wine-parts.ts';

export type WineColour = 'red' | 'white';

export const wineColours: readonly WineColour[] = ['red', 'white'];

/**
 * 'classification': softmax over the grades. 'regression': the grade as a number, rounded. 'mistaken': classification whose labels are mapped
 * to 0 … k − 1 for validation and test, but not for training.
 */
export type WineTask = 'classification' | 'regression' | 'mistaken';

/** Whether each grade has the same total weight in the loss, or each wine. */
export type WineWeights = 'none' | 'balanced';

/** Which run of the experiment. */
export interface WinePlace {
  readonly colour: WineColour;
  readonly task: WineTask;
  readonly weights: WineWeights;
  readonly split: SplitKind;
  readonly seed: number;
}

/** Of the grades that are given to the wines of the test part. */
export interface WineFigures {
  readonly accuracy: number;
  /** Plain mean of the F1 scores of the grades that occur in the test part or in what was given. */
  readonly macroF1: number;
  /** Quadratic weighted kappa. */
  readonly kappa: number;
  /** Mean absolute error, in grades. */
  readonly error: number;
  /** Of the wines of rare grades, the share that was given its grade; 0 where there are none. */
  readonly rareRecall: number;
}

/** One network, trained with one seed: plain data. */
export interface WineRun extends WinePlace {
  readonly rows: EachPart<number>;
  readonly parameters: number;
  /** From 1: the one whose weights are tested. */
  readonly bestEpoch: number;
  /** Of a mistaken one against the labels that it was tested with. */
  readonly test: WineFigures;
  /** Of a mistaken one: the accuracy against labels that are mapped as those of training were. */
  readonly accuracyAsTrained?: number;
  /** Wines of the test part by true grade, then by the given one; of a mistaken one empty. */
  readonly confusion: readonly (readonly number[])[];
  /** Of each epoch, to six digits: cross-entropy, or squared error. */
  readonly validationLoss: readonly number[];
  readonly seconds: number;
  /** SHA-256 of the weights that are tested. */
  readonly fingerprint: string;
}

/** A grade of less than this share of the wines is rare. */
export const rareShare = 0.05;
/** Units of the two hidden layers, as in `simdgrad compare`. */
const units = 64;

/** Both tasks with and without weights, both colours and splits; and the mistake once for each colour. */
export function planWine({ seeds }: SeedSettings): WinePlace[] {
  const weights: readonly WineWeights[] = ['none', 'balanced'];
  const tasks: readonly WineTask[] = ['classification', 'regression'];
  return seeds.flatMap((seed) =>
    wineColours.flatMap((colour) => [
      ...splitKinds.flatMap((split) =>
        tasks.flatMap((task) => weights.map((weight) => ({ colour, task, weights: weight, split, seed }))),
      ),
      { colour, task: 'mistaken' as const, weights: 'none' as const, split: 'plain' as const, seed },
    ]),
  );
}

/** Tells a run from all others. */
export function wineKey({ colour, task, weights, split, seed }: WinePlace): string {
  return `${colour}/${task}/${weights === 'none' ? '' : `${weights}/`}${split} splits/seed ${seed}`;
}

/** Layers up to `outputs` numbers. */
export function wineLayers(outputs: number, activation: 'softmax' | 'linear'): Layer[] {
  return [
    new Dense(units, { activation: 'relu' }),
    new Dense(units, { activation: 'relu' }),
    activation === 'softmax' ? new Dense(outputs, { activation }) : new Dense(outputs),
  ];
}

/**
 * Trains one network, chooses its epoch on the validation part, and looks at the test part, once. The mistaken one keeps its last epoch:
 * its validation part cannot choose.
 *
 * @returns undefined if the signal ended it.
 */
export async function trainWine(
  wines: Wines,
  place: WinePlace,
  { epochs, batchSize }: SeedSettings,
  { signal, onProgress }: Pick<TaskContext, 'signal' | 'onProgress'>,
): Promise<WineRun | undefined> {
  const { task, weights, split, seed } = place;
  const grades = wines.classes.map(Number);
  const parts = wineParts(wines, split, seed);
  const { train, validation, test } = parts;
  const { predict, ...how } = designs[task](parts, grades, weights);
  const optimizer = new Adam({ learningRate: 1e-3 });
  const trained = await trainBest({ ...how, optimizer, seed, epochs, batchSize, signal, onProgress });
  if (!trained) return undefined;
  const { model, bestEpoch, history, seconds } = trained;
  const given = predict(model, test.x);
  const isMistaken = task === 'mistaken';
  const truth = Array.from(isMistaken ? test.classes : test.grades);
  const rare = isMistaken ? [] : rareGrades(wines);
  return {
    ...place,
    rows: { train: train.grades.length, validation: validation.grades.length, test: truth.length },
    parameters: model.parameterCount,
    bestEpoch,
    test: figuresOf(truth, given, rare),
    ...(isMistaken && { accuracyAsTrained: accuracyScore(Array.from(test.grades), given) }),
    confusion: isMistaken ? [] : confusionMatrix(truth, given, { labels: grades }),
    validationLoss: history.validationLoss!.map((loss) => Math.round(loss * 1e6) / 1e6),
    seconds,
    fingerprint: await model.fingerprint(),
  };
}

/** What a task trains on and by, and how its outputs become labels like those it was trained on. */
interface WineDesign
  extends Pick<
    TrainBestOptions,
    'layers' | 'loss' | 'train' | 'validation' | 'classWeights' | 'sampleWeights' | 'keepLast'
  > {
  predict(model: Sequential, x: Matrix): number[];
}

const designs: Readonly<
  Record<WineTask, (parts: WineParts, grades: readonly number[], weights: WineWeights) => WineDesign>
> = {
  classification: ({ train, validation }, grades, weights) => ({
    layers: wineLayers(grades.length, 'softmax'),
    loss: 'crossEntropy',
    train: { x: train.x, y: train.classes },
    validation: { x: validation.x, y: validation.classes },
    ...(weights === 'balanced' && { classWeights: weights }),
    predict: (model, x) => model.predictLabels(x).map((label) => grades[label]),
  }),
  regression({ train, validation }, grades, weights) {
    // Around 0, where the outputs of a new network are.
    const { mean } = meanAndDeviation(train.grades);
    const centred = (all: Float32Array): Float32Array => all.map((grade) => grade - mean);
    const [lowest, highest] = [grades[0], grades[grades.length - 1]];
    return {
      layers: wineLayers(1, 'linear'),
      loss: 'meanSquaredError',
      train: { x: train.x, y: centred(train.grades) },
      validation: { x: validation.x, y: centred(validation.grades) },
      ...(weights === 'balanced' && { sampleWeights: balancedWeights(train.classes) }),
      predict: (model, x) =>
        Array.from(model.predict(x).toFloat32Array(), (value) =>
          Math.min(highest, Math.max(lowest, Math.round(value + mean))),
        ),
    };
  },
  mistaken: ({ train, validation }, grades) => ({
    // With an output for each grade alone, those of the largest grades would have none.
    layers: wineLayers(grades[grades.length - 1] + 1, 'softmax'),
    loss: 'crossEntropy',
    train: { x: train.x, y: train.grades },
    validation: { x: validation.x, y: validation.classes },
    keepLast: true,
    predict: (model, x) => model.predictLabels(x),
  }),
};

/** rows ÷ (classes · rows of the class), for each row: what `classWeights: 'balanced'` does. */
function balancedWeights(classes: Float32Array): Float32Array {
  const counts = new Map<number, number>();
  for (const label of classes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return classes.map((label) => classes.length / (counts.size * counts.get(label)!));
}

/** The grades of few wines. */
export function rareGrades({ y, classes }: Pick<Wines, 'y' | 'classes'>): number[] {
  const counts = classes.map(() => 0);
  for (const label of y) counts[label]++;
  return classes.map(Number).filter((_, label) => counts[label] < rareShare * y.length);
}

/** What given labels are worth. */
export function figuresOf(truth: readonly number[], given: readonly number[], rare: readonly number[]): WineFigures {
  const places = truth.flatMap((grade, i) => (rare.includes(grade) ? [i] : []));
  const found = places.filter((i) => given[i] === truth[i]).length;
  return {
    accuracy: accuracyScore(truth, given),
    macroF1: precisionRecallFscore(truth, given).macro.fscore,
    kappa: quadraticKappa(truth, given),
    error: meanAbsoluteError(truth, given),
    rareRecall: places.length === 0 ? 0 : found / places.length,
  };
}
