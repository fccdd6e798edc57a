import type { TrainingImages } from './image-parts.ts';
import type { MnistRun, RunPlace, Training } from './run.ts';
import type { MnistSettings } from './settings.ts';

/** A run that is to be done. What exactly it trains may be chosen by those before it. */
export interface PlannedRun {
  readonly place: RunPlace;
  /** Where they are not all, the images that are kept to choose by are looked at after every epoch. */
  readonly images: TrainingImages;
  /** About how many microseconds it takes: for the time left. */
  readonly cost: number;
  /** @returns the training, or the key of a run of which this one would be a repetition, bit for bit. */
  decide(runs: readonly MnistRun[]): Training | { readonly sameAs: string };
}

/** Adam as it is unless told otherwise, without weight decay and dropout. */
export const adam = { optimizer: 'adam', learningRate: 0.001, weightDecay: 0, dropout: 0 } as const;

/** A run of one training, with what it costs; another `decide` may choose another training that costs about as much. */
export function planRun(
  place: RunPlace,
  training: Training,
  images: TrainingImages,
  settings: MnistSettings,
  decide: PlannedRun['decide'] = () => training,
): PlannedRun {
  return { place, images, cost: costOf(training, images, place.stage, settings), decide };
}

/** Microseconds that an image takes in training: on one core of the machine this was written on, which others resemble. */
const microseconds: Readonly<Record<Training['network'], number>> = {
  conv93k: 460,
  conv73k: 430,
  conv4k: 24,
  conv2k: 23,
  dense: 19,
};

/** Images of the test part of MNIST. */
const testImages = 10_000;

/** Training, and looks at other images, each of which takes about a third of learning from it. */
function costOf(
  { network, epochs }: Training,
  images: TrainingImages,
  stage: RunPlace['stage'],
  { images: all, validation, sweep }: MnistSettings,
): number {
  const trained = { all, train: all - validation, small: sweep.images }[images];
  const looks = images === 'all' ? 0 : validation;
  const tested = stage === 'final' ? testImages : 0;
  return microseconds[network] * (epochs * (trained + looks / 3) + tested / 3);
}
