import type { Table } from '../../data/table.ts';
import type { TaskContext } from '../../jobs/job.ts';
import { accuracyScore } from '../../metrics/accuracy-score.ts';
import { calibrationCurve } from '../../metrics/calibration-curve.ts';
import { expectedCalibrationError } from '../../metrics/expected-calibration-error.ts';
import { logLoss } from '../../metrics/log-loss.ts';
import { precisionRecallFscore } from '../../metrics/precision-recall-fscore.ts';
import { rocAucScore } from '../../metrics/roc-auc-score.ts';
import type { EachPart } from '../each-part.ts';
import type { SeedSettings } from '../seed-study.ts';
import { type SplitKind, splitKinds } from '../split-kind.ts';
import { trainBest } from '../train-best.ts';
import { type SoupNetworkName, soupNetworkNames, soupNetworks } from './networks.ts';
import { soupParts } from './soup-parts.ts';

/** 'leaking' is the plain network with the target among its features, as the published notebook has it. */
export type SoupRunName = SoupNetworkName | 'leaking';

/** Which run of the experiment. */
export interface SoupPlace {
  readonly name: SoupRunName;
  readonly split: SplitKind;
  readonly seed: number;
}

/** Of the rows of the test part, that class 1 is a success. */
export interface SoupFigures {
  readonly accuracy: number;
  /** Cross-entropy, in nats. */
  readonly loss: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rocAuc: number;
  /** Expected calibration error, by 15 bins. */
  readonly calibrationError: number;
}

/** The figures, in the order of the tables. */
export const soupFigureNames: readonly (keyof SoupFigures)[] = [
  'accuracy',
  'loss',
  'precision',
  'recall',
  'f1',
  'rocAuc',
  'calibrationError',
];

/** How many bins of equal width a reliability chart has. */
export const calibrationBins = 10;

/** One network, trained with one seed: plain data. */
export interface SoupRun extends SoupPlace {
  readonly rows: EachPart<number>;
  readonly features: number;
  readonly parameters: number;
  /** Share of the rows of the test part whose features are those of a row of the training part. */
  readonly seenBefore: number;
  /** From 1: of the lowest validation loss; its weights are tested. */
  readonly bestEpoch: number;
  readonly test: SoupFigures;
  /** One entry for each bin of the probability of a success that holds a row, from low to high. */
  readonly calibration: {
    readonly probTrue: readonly number[];
    readonly probPred: readonly number[];
    readonly counts: readonly number[];
  };
  /** Of each epoch, to six digits. */
  readonly validationLoss: readonly number[];
  readonly seconds: number;
  /** SHA-256 of the weights of the best epoch. */
  readonly fingerprint: string;
}

/** Every network with both splits, and the leaking one with plain splits. */
export function planSoup({ seeds }: SeedSettings): SoupPlace[] {
  return seeds.flatMap((seed) => [
    ...splitKinds.flatMap((split) => soupNetworkNames.map((name) => ({ name, split, seed }))),
    { name: 'leaking' as const, split: 'plain' as const, seed },
  ]);
}

/** Tells a run from all others. */
export function soupKey({ name, split, seed }: SoupPlace): string {
  return `${name}/${split} splits/seed ${seed}`;
}

/**
 * Trains one network, chooses its epoch on the validation part, and looks at the test part, once.
 *
 * @returns undefined if the signal ended it.
 */
export async function trainSoup(
  table: Table,
  { name, split, seed }: SoupPlace,
  { epochs, batchSize }: SeedSettings,
  { signal, onProgress }: Pick<TaskContext, 'signal' | 'onProgress'>,
): Promise<SoupRun | undefined> {
  const leak = name === 'leaking';
  const { train, validation, test, featureNames, seenBefore } = soupParts(table, { split, seed, leak });
  const { layers, optimizer } = soupNetworks[leak ? 'plain' : name];
  const trained = await trainBest({
    layers: layers(),
    optimizer: optimizer(),
    loss: 'crossEntropy',
    train,
    validation,
    seed,
    epochs,
    batchSize,
    signal,
    onProgress,
  });
  if (!trained) return undefined;
  const { model, bestEpoch, history, seconds } = trained;
  const probabilities = model.predict(test.x).toFloat32Array();
  return {
    name,
    split,
    seed,
    rows: { train: train.rows.length, validation: validation.rows.length, test: test.rows.length },
    features: featureNames.length,
    parameters: model.parameterCount,
    seenBefore,
    bestEpoch,
    test: figuresOf(test.y, probabilities),
    calibration: calibrationCurve(test.y, probabilities, { bins: calibrationBins, labels: [0, 1] }),
    validationLoss: history.validationLoss!.map((loss) => Math.round(loss * 1e6) / 1e6),
    seconds,
    fingerprint: await model.fingerprint(),
  };
}

/** What probabilities of class 1 are worth. */
export function figuresOf(labels: ArrayLike<number>, probabilities: Float32Array): SoupFigures {
  const classes = { labels: [0, 1] };
  const predictions = Array.from(probabilities, (probability) => (probability > 0.5 ? 1 : 0));
  const { precision, recall, fscore } = precisionRecallFscore(Array.from(labels), predictions, classes);
  return {
    accuracy: accuracyScore(labels, predictions),
    loss: logLoss(labels, probabilities, classes),
    precision: precision[1],
    recall: recall[1],
    f1: fscore[1],
    rocAuc: rocAucScore(labels, probabilities, classes),
    calibrationError: expectedCalibrationError(labels, probabilities, classes),
  };
}
