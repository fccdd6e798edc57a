import { NonFiniteError } from '../../errors.ts';
import type { EpochFigures } from '../../training/history.ts';
import { type ClassifiedImages, type DividedImages, requireClassifiedImages } from '../divided-images.ts';
import { fitDesign, type LabelledRows, type TrainingProgress } from '../fit-design.ts';
import { type TestFigures, testOnce } from '../test-once.ts';
import type { TestPredictions } from '../train-network.ts';
import { denseLayers, imageNetworks } from './image-networks.ts';
import { makeOptimizer, type OptimizerWord } from './optimizer-words.ts';
import type { ImageNetworkName, MnistPart } from './settings.ts';

/** A training: with the images and the seed, all that decides its bits. */
export interface Training {
  readonly network: ImageNetworkName | 'dense';
  readonly optimizer: OptimizerWord;
  readonly learningRate: number;
  /** Above 0, Adam is AdamW. */
  readonly weightDecay: number;
  /** Of the dense network. */
  readonly dropout: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** Which run of the experiment. */
export interface RunPlace {
  readonly part: MnistPart;
  /** 'choice': looked at on the images that are kept to choose by. 'final': on the test part as well, once. */
  readonly stage: 'choice' | 'final';
  /** What it is in its part: 'conv93k', 'dropout 0.2 decay 0.01', 'baseline', 'sgd best'. */
  readonly name: string;
  readonly seed: number;
}

/** One network, trained with one seed: plain data. */
export interface MnistRun extends RunPlace {
  readonly training: Training;
  /** Images trained on. */
  readonly images: number;
  readonly parameters: number;
  /** A number for each epoch that came to its end. Loss and accuracy are means over the epoch, as training went on. */
  readonly history: {
    readonly loss: readonly number[];
    readonly accuracy: readonly number[];
    /** Empty where nothing was kept to choose by. */
    readonly validationLoss: readonly number[];
    readonly validationAccuracy: readonly number[];
  };
  /** Training with the looks at the images that are kept to choose by. */
  readonly seconds: number;
  /** Of a final run that came to its end. */
  readonly test?: TestFigures;
  /** SHA-256 of the weights at the end. */
  readonly fingerprint?: string;
  /** Why it did not come to its end: a loss or weight that was no finite number any more. */
  readonly failure?: string;
  /** The key of the run that this one would be again, bit for bit: it was not trained twice, nor tested twice. */
  readonly sameAs?: string;
}

/** Tells a run from all others. */
export function keyOf({ part, name, seed }: RunPlace): string {
  return `${part}/${name}/seed ${seed}`;
}

/** The part that a key is of. */
export function partOf(key: string): string {
  return key.split('/')[0];
}

export interface RunImages {
  readonly train: LabelledRows;
  /** Looked at after every epoch, where there are any. */
  readonly validation: LabelledRows | undefined;
}

export interface TrainRunOptions {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Called for a final run, with what it took for what, and the images of the test part. */
  readonly onTested: (run: MnistRun, test: TestPredictions, images: ClassifiedImages) => void;
}

/**
 * Trains one network, and tests it if it is a final one. A loss that becomes NaN or infinite is a result: the run has the
 * epochs until then, and says so.
 *
 * @returns undefined if the signal ended it.
 */
export async function trainRun(
  place: RunPlace,
  training: Training,
  { train, validation }: RunImages,
  data: DividedImages,
  { signal, onProgress, onTested }: TrainRunOptions,
): Promise<MnistRun | undefined> {
  const { epochs, batchSize } = training;
  const classes = data.classes.length;
  const finished: EpochFigures[] = [];
  const history = (name: string): number[] =>
    finished.flatMap((figures) => (figures[name] === undefined ? [] : [figures[name]]));
  const begin = performance.now();
  const about = (parameters: number): Omit<MnistRun, 'test' | 'fingerprint'> => ({
    ...place,
    training,
    images: train.y.length,
    parameters,
    history: {
      loss: history('loss'),
      accuracy: history('accuracy'),
      validationLoss: history('validationLoss'),
      validationAccuracy: history('validationAccuracy'),
    },
    seconds: (performance.now() - begin) / 1000,
  });
  let parameters = 0;
  try {
    const { model } = await fitDesign(
      { layers: () => layersOf(training, classes), optimizer: () => optimizerOf(training) },
      classes,
      train,
      {
        seed: place.seed,
        epochs,
        batchSize,
        validation,
        callbacks: [
          {
            onTrainBegin(run) {
              parameters = run.model.parameters().reduce((sum, { size }) => sum + size, 0);
            },
            onEpochEnd: (_, figures) => void finished.push(figures),
          },
        ],
        signal,
        onProgress,
      },
    );
    if (finished.length < epochs) return undefined;
    const run = { ...about(parameters), fingerprint: await model.fingerprint() };
    if (place.stage === 'choice') return run;
    const part = data.test;
    requireClassifiedImages('trainRun', 'test', part, classes);
    const { figures, test } = testOnce(model, part);
    const tested = { ...run, test: figures };
    onTested(tested, test, part);
    return tested;
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return { ...about(parameters), failure: error.message };
  }
}

function layersOf({ network, dropout }: Training, classes: number) {
  return network === 'dense' ? denseLayers(classes, dropout) : imageNetworks[network].layers(classes);
}

function optimizerOf({ optimizer, learningRate, weightDecay }: Training) {
  return makeOptimizer(optimizer, learningRate, weightDecay);
}
