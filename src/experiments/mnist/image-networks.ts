import { Conv2D, type Conv2DLayerOptions } from '../../layers/conv2d.ts';
import { Dense } from '../../layers/dense.ts';
import { Dropout } from '../../layers/dropout.ts';
import { Flatten } from '../../layers/flatten.ts';
import type { Layer } from '../../layers/layer.ts';
import { MaxPool2D } from '../../layers/max-pool2d.ts';
import type { ImageNetworkName } from './settings.ts';

/** What was published of a network. */
export interface PublishedFigures {
  /** Of the last epoch, as training went on. */
  readonly trainAccuracy: number;
  readonly trainLoss: number;
  readonly testAccuracy: number;
  readonly testLoss: number;
}

export interface ImageNetwork {
  readonly description: string;
  /** Numbers that are learned, from images [28, 28, 1]. */
  readonly parameters: number;
  readonly published: PublishedFigures;
  layers(classes: number): Layer[];
}

/** Keras' initial weights, with which the published networks began; ours for ReLU would be He's. */
const weightInitializer = 'glorotUniform';

/**
 * The four networks whose figures were published, from 28 x 28 grey pixels: ReLU, valid padding, softmax. A number behind a
 * convolution is its filters, behind a pooling layer the size of its windows:
 *
 *     conv93k   Conv 32 3x3 → MaxPool 2 → Conv 64 3x3 → MaxPool 2 → Conv 64 3x3             → Dense 64 → Dense 10
 *     conv73k   Conv 32 3x3 → MaxPool 2 → Conv 64 3x3 → MaxPool 2 → Conv 64 3x3, stride 2   → Dense 64 → Dense 10
 *     conv4k    Conv 8 2x2  → MaxPool 3 → Conv 16 2x2 → MaxPool 3 → Conv 32 2x2, stride 2   → Dense 32 → Dense 10
 *     conv2k    Conv 6 2x2  → MaxPool 3 → Conv 9 2x2  → MaxPool 3 → Conv 10 2x2             → Dense 64 → Dense 10
 */
export const imageNetworks: Readonly<Record<ImageNetworkName, ImageNetwork>> = {
  conv93k: {
    description: 'convolutions of 32, 64 and 64 filters 3 x 3, dense 64',
    parameters: 93_322,
    published: { trainAccuracy: 0.9979, trainLoss: 0.0071, testAccuracy: 0.989, testLoss: 0.0521 },
    layers: (classes) => convolutional(classes, { filters: [32, 64, 64], size: 3, pool: 2, units: 64 }),
  },
  conv73k: {
    description: 'the same, third convolution with stride 2',
    parameters: 72_842,
    published: { trainAccuracy: 0.9976, trainLoss: 0.0071, testAccuracy: 0.9921, testLoss: 0.0375 },
    layers: (classes) => convolutional(classes, { filters: [32, 64, 64], size: 3, pool: 2, stride: 2, units: 64 }),
  },
  conv4k: {
    description: 'convolutions of 8, 16 and 32 filters 2 x 2, the third with stride 2, dense 32',
    parameters: 4_034,
    published: { trainAccuracy: 0.9627, trainLoss: 0.1115, testAccuracy: 0.9674, testLoss: 0.1055 },
    layers: (classes) => convolutional(classes, { filters: [8, 16, 32], size: 2, pool: 3, stride: 2, units: 32 }),
  },
  conv2k: {
    description: 'convolutions of 6, 9 and 10 filters 2 x 2, dense 64',
    parameters: 1_979,
    published: { trainAccuracy: 0.9313, trainLoss: 0.2149, testAccuracy: 0.9366, testLoss: 0.2007 },
    layers: (classes) => convolutional(classes, { filters: [6, 9, 10], size: 2, pool: 3, units: 64 }),
  },
};

interface ConvolutionalShape {
  /** Of the three convolutions. */
  readonly filters: readonly [number, number, number];
  /** Of their windows. */
  readonly size: number;
  /** Of the windows of both pooling layers. */
  readonly pool: number;
  /** Of the third convolution. */
  readonly stride?: number;
  /** Of the hidden dense layer. */
  readonly units: number;
}

function convolutional(classes: number, { filters, size, pool, stride, units }: ConvolutionalShape): Layer[] {
  const conv = (count: number, options?: Conv2DLayerOptions): Layer =>
    new Conv2D(count, size, { activation: 'relu', weightInitializer, ...options });
  return [
    conv(filters[0]),
    new MaxPool2D(pool),
    conv(filters[1]),
    new MaxPool2D(pool),
    conv(filters[2], stride === undefined ? undefined : { stride }),
    new Flatten(),
    new Dense(units, { activation: 'relu', weightInitializer }),
    new Dense(classes, { activation: 'softmax', weightInitializer }),
  ];
}

/**
 * The dense network: 128, 64, softmax, from pixels as one row. Dropout, where there is any, follows both hidden layers.
 *
 *     Flatten → Dense 128 relu (→ Dropout) → Dense 64 relu (→ Dropout) → Dense 10
 */
export function denseLayers(classes: number, dropout: number): Layer[] {
  const dropped = (): Layer[] => (dropout === 0 ? [] : [new Dropout(dropout)]);
  return [
    new Flatten(),
    new Dense(128, { activation: 'relu' }),
    ...dropped(),
    new Dense(64, { activation: 'relu' }),
    ...dropped(),
    new Dense(classes, { activation: 'softmax' }),
  ];
}
