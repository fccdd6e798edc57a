import { BatchNorm } from '../layers/batch-norm.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Adam } from '../optimizers/adam.ts';
import type { NetworkDesign } from './network-design.ts';

/** Units of the two hidden layers. */
const units = 64;
const learningRate = 0.001;
/**
 * Share of the running statistics that a step keeps: PyTorch's default, not Keras' 0.99, with which small data sets of a few
 * steps an epoch would be judged by statistics that still remember their start.
 */
const momentum = 0.9;
const dropoutRate = 0.5;

/**
 * The networks of the comparison. All have two hidden layers of 64, ReLU and softmax, and learn with Adam 0.001, so that
 * what differs is what is compared:
 *
 *     baseline     Dense 64 relu                → Dense 64 relu                  → Dense softmax
 *     batchNorm    Dense 64 relu → BatchNorm    → Dense 64 relu                  → Dense softmax
 *     dropout      Dense 64 relu                → Dense 64 relu → Dropout 0.5    → Dense softmax
 *     optimized    Dense 64 relu → BatchNorm    → Dense 64 relu → Dropout 0.5    → Dense softmax
 *
 * Batch normalisation stands after the layer, so after its ReLU. The dense layers are called dense1, dense2 and dense3 in
 * each and have the same shapes, so one seed gives all four the same initial weights there.
 */
export const denseNetworks: readonly NetworkDesign[] = [
  network('baseline', { description: 'two hidden layers of 64, ReLU, softmax' }),
  network('batchNorm', {
    description: 'baseline with batch normalisation after the first hidden layer and its ReLU',
    addition: 'batch normalisation',
    normalized: true,
  }),
  network('dropout', {
    description: 'baseline with dropout 0.5 after the second hidden layer',
    addition: 'dropout',
    dropped: true,
  }),
  network('optimized', {
    description:
      'baseline with batch normalisation after the first hidden layer and its ReLU, and dropout 0.5 after the second',
    addition: 'batch normalisation and dropout',
    normalized: true,
    dropped: true,
  }),
];

interface Variant {
  readonly description: string;
  readonly addition?: string;
  readonly normalized?: boolean;
  readonly dropped?: boolean;
}

function network(name: string, { description, addition, normalized, dropped }: Variant): NetworkDesign {
  return {
    name,
    description,
    addition,
    layers: (classes) => [
      new Dense(units, { activation: 'relu' }),
      ...(normalized ? [new BatchNorm({ momentum })] : []),
      new Dense(units, { activation: 'relu' }),
      ...(dropped ? [new Dropout(dropoutRate)] : []),
      new Dense(classes, { activation: 'softmax' }),
    ],
    optimizer: () => new Adam({ learningRate }),
  };
}
