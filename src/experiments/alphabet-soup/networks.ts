import { BatchNorm } from '../../layers/batch-norm.ts';
import { Dense } from '../../layers/dense.ts';
import type { Layer } from '../../layers/layer.ts';
import { Adam } from '../../optimizers/adam.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { l2 } from '../../regularizers/l2.ts';
import { piecewise } from '../../schedules/piecewise.ts';

export type SoupNetworkName = 'plain' | 'batchNorm' | 'l2' | 'schedule' | 'all';

/** In the order of the tables. */
export const soupNetworkNames: readonly SoupNetworkName[] = ['plain', 'batchNorm', 'l2', 'schedule', 'all'];

/** A network of the experiment: made anew for every run. */
export interface SoupNetwork {
  /** What it has beyond the plain one, as the subject of a sentence. */
  readonly addition: string;
  /** What it is, in words. */
  readonly description: string;
  layers(): Layer[];
  optimizer(): Optimizer;
}

/** Factor of the squared weights of both hidden layers. */
const strength = 0.01;
const learningRate = 1e-3;
/** The rate from the epoch after the tenth on. */
const [laterRate, firstEpochs] = [1e-4, 10];
/** Share of the running statistics that a step keeps: PyTorch's default, with which a few hundred steps are enough. */
const momentum = 0.9;

/**
 * The networks of the experiment, of which the published notebook has the first:
 *
 *     plain      Dense 10 tanh               → Dense 8 tanh               → Dense 1 sigmoid        Adam 1e-3
 *     batchNorm  Dense 10 tanh → BatchNorm   → Dense 8 tanh → BatchNorm   → Dense 1 sigmoid
 *     l2         plain with 0.01 · Σw² of both hidden layers in the loss
 *     schedule   plain with the rate 1e-3 for 10 epochs, then 1e-4
 *     all        the three together
 *
 * Dense layers have the same names and shapes in all of them, so one seed gives all the same initial weights.
 */
export const soupNetworks: Readonly<Record<SoupNetworkName, SoupNetwork>> = {
  plain: network({ addition: 'nothing', description: 'dense layers of 10 and 8, tanh, and one sigmoid; Adam 0.001' }),
  batchNorm: network({
    addition: 'batch normalisation',
    description: 'plain with batch normalisation after both hidden layers',
    normalized: true,
  }),
  l2: network({
    addition: 'an L2 penalty of 0.01',
    description: 'plain with a penalty of 0.01 · Σw² on the weights of both hidden layers',
    penalized: true,
  }),
  schedule: network({
    addition: 'the learning-rate schedule',
    description: 'plain with a learning rate of 0.001 for 10 epochs, then 0.0001',
    scheduled: true,
  }),
  all: network({
    addition: 'all three together',
    description: 'batch normalisation, penalty and schedule together',
    normalized: true,
    penalized: true,
    scheduled: true,
  }),
};

interface Variant extends Pick<SoupNetwork, 'addition' | 'description'> {
  readonly normalized?: boolean;
  readonly penalized?: boolean;
  readonly scheduled?: boolean;
}

function network({ addition, description, normalized, penalized, scheduled }: Variant): SoupNetwork {
  const hidden = (units: number): Layer[] => [
    new Dense(units, { activation: 'tanh', ...(penalized && { weightRegularizer: l2(strength) }) }),
    ...(normalized ? [new BatchNorm({ momentum })] : []),
  ];
  const rate = () =>
    scheduled
      ? piecewise({ boundaries: [firstEpochs], values: [learningRate, laterRate], per: 'epoch' })
      : learningRate;
  return {
    addition,
    description,
    layers: () => [...hidden(10), ...hidden(8), new Dense(1, { activation: 'sigmoid' })],
    optimizer: () => new Adam({ learningRate: rate() }),
  };
}
