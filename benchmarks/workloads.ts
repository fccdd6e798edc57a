/** The networks whose training steps are timed, what they are fed, and what they may leave behind. */
import {
  Adam,
  BatchNorm,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  type Layer,
  MaxPool2D,
  Momentum,
  type Optimizer,
  Sequential,
} from '../src/index.ts';
import { fillNormal, philoxPlace, RandomStream } from '../src/tensor/random.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import { grown, type Held, heldNow } from './held.ts';

/** A layer. Convolutions have ReLU; windows lie inside the image, those of pooling side by side. */
export type LayerOfWorkload =
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'relu' | 'tanh' | 'sigmoid' | 'softmax' }
  | { readonly kind: 'convolution'; readonly filters: number; readonly size: number }
  | { readonly kind: 'maxPool'; readonly size: number }
  | { readonly kind: 'batchNorm' }
  | { readonly kind: 'dropout'; readonly rate: number };

/**
 * What is trained, and how many samples a step takes. The loss is the cross-entropy of the last layer: of a softmax with class
 * indices, of a single sigmoid with targets 0 and 1. Adam has its default options; momentum is 0.9 at a rate of 0.01.
 */
export interface Workload {
  /** `W1` to `W6`. */
  readonly id: string;
  readonly network: string;
  /** The shape of a sample. */
  readonly input: readonly number[];
  readonly layers: readonly LayerOfWorkload[];
  readonly optimizer: 'adam' | 'momentum';
  readonly batch: number;
}

const relu = (units: number): LayerOfWorkload => ({ kind: 'dense', units, activation: 'relu' });
const tanh = (units: number): LayerOfWorkload => ({ kind: 'dense', units, activation: 'tanh' });
const softmax = (units: number): LayerOfWorkload => ({ kind: 'dense', units, activation: 'softmax' });
const sigmoid: LayerOfWorkload = { kind: 'dense', units: 1, activation: 'sigmoid' };
const convolution = (filters: number): LayerOfWorkload => ({ kind: 'convolution', filters, size: 3 });
const maxPool: LayerOfWorkload = { kind: 'maxPool', size: 2 };

/** A table's worth: wine quality. */
export const small: Workload = {
  id: 'W1',
  network: '11-64-64-6',
  input: [11],
  layers: [relu(64), relu(64), softmax(6)],
  optimizer: 'adam',
  batch: 32,
};
/** The same with batch normalisation after the first hidden layer and dropout after the second. */
export const regularised: Workload = {
  id: 'W2',
  network: '11-64-64-6 with batch normalisation and dropout',
  input: [11],
  layers: [relu(64), { kind: 'batchNorm' }, relu(64), { kind: 'dropout', rate: 0.5 }, softmax(6)],
  optimizer: 'adam',
  batch: 32,
};
/** So little arithmetic that everything else shows. */
export const tiny: Workload = {
  id: 'W3',
  network: '43-10-8-1, tanh, sigmoid',
  input: [43],
  layers: [tanh(10), tanh(8), sigmoid],
  optimizer: 'adam',
  batch: 32,
};
export const large: Workload = {
  id: 'W4',
  network: '784-128-64-10',
  input: [784],
  layers: [relu(128), relu(64), softmax(10)],
  optimizer: 'adam',
  batch: 128,
};
/** 1,863,690 parameters: weights larger than the second-level cache. */
export const wide: Workload = {
  id: 'W5',
  network: '784-1024-1024-10',
  input: [784],
  layers: [relu(1024), relu(1024), softmax(10)],
  optimizer: 'momentum',
  batch: 256,
};
/** The network of 93,322 parameters of `simdgrad experiment mnist`. */
export const images: Workload = {
  id: 'W6',
  network: 'convolutional network on MNIST, 93,322 parameters',
  input: [28, 28, 1],
  layers: [convolution(32), maxPool, convolution(64), maxPool, convolution(64), relu(64), softmax(10)],
  optimizer: 'adam',
  batch: 64,
};

/** The six, from W1 on. */
export const workloads: readonly Workload[] = [small, regularised, tiny, large, wide, images];

export function nameOf({ network, batch }: Workload): string {
  return `${network}, batch ${batch}`;
}

/** Classes of the labels: 2 where a single sigmoid ends the network. */
function classesOf({ layers }: Workload): number {
  const { units } = layers[layers.length - 1] as { units: number };
  return units === 1 ? 2 : units;
}

/** Batches that both kinds of step are fed in the same order; several, so that labels are not learned by heart at once. */
export function batchesOf(workload: Workload): { x: Float32Array; labels: Float32Array }[] {
  const { input, batch } = workload;
  return Array.from({ length: 8 }, (_, i) => {
    const x = new Float32Array(sizeOf([batch, ...input]));
    fillNormal(x, 0, 1, philoxPlace(1, 'benchmark', i));
    const stream = new RandomStream(1, 'labels', i);
    return { x, labels: Float32Array.from({ length: batch }, () => stream.integerBelow(classesOf(workload))) };
  });
}

/** Chooses initial weights and dropout masks. */
export const modelSeed = 1;

/** The same network of layers. */
export function modelOf({ input, layers }: Workload): Sequential {
  const firstDense = layers.findIndex(({ kind }) => kind === 'dense');
  const made = layers.flatMap((layer, i): Layer[] => {
    if (layer.kind === 'batchNorm') return [new BatchNorm()];
    if (layer.kind === 'dropout') return [new Dropout(layer.rate)];
    if (layer.kind === 'maxPool') return [new MaxPool2D(layer.size)];
    if (layer.kind === 'convolution') return [new Conv2D(layer.filters, layer.size, { activation: 'relu' })];
    const dense = new Dense(layer.units, { activation: layer.activation });
    return i === firstDense && input.length > 1 ? [new Flatten(), dense] : [dense];
  });
  return new Sequential(made, { inputShape: input, seed: modelSeed });
}

/** Its optimizer. */
export function optimizerOf({ optimizer }: Workload): Optimizer {
  return optimizer === 'adam' ? new Adam() : new Momentum({ learningRate: 0.01, momentum: 0.9 });
}

/** Weight, bias, weight, bias … as that model begins. */
export function initialParameters(workload: Workload): Float32Array[] {
  return modelOf(workload)
    .parameters()
    .map((parameter) => parameter.toFloat32Array());
}

/** What `replays` steps leave behind, after a tenth as many to warm up. */
export function growth(step: () => void, replays: number): Held {
  for (let i = 0; i < replays / 10; i++) step();
  const before = heldNow();
  for (let i = 0; i < replays; i++) step();
  return grown(before, heldNow());
}
