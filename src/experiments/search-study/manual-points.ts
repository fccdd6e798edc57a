import { type NetworkParameters, usualParameters } from '../search/network-space.ts';

/** What differs from the usual network. */
type Change = Partial<NetworkParameters>;

const glorotTanh: Change = { activation: 'tanh', initialization: 'glorotUniform' };

/**
 * What somebody would try by hand, in this order: the usual network, then one thing at a time (the rate first, since it decides most; then the
 * size, what holds the network back, activation, batches, optimizer), then what is often changed together: large networks with more
 * dropout, large batches with higher rates.
 *
 * The list was written before any search was run, and it is the same for all data sets and seeds. Whoever searches by hand looks at results on the
 * way; this one cannot, so it is what experience alone is worth.
 */
const changes: readonly Change[] = [
  {},
  { learningRate: 0.003 },
  { learningRate: 0.01 },
  { learningRate: 0.0003 },
  { units: 128 },
  { units: 256 },
  { units: 32 },
  { units: 16 },
  { layers: 1 },
  { layers: 3 },
  { layers: 1, units: 256 },
  { layers: 3, units: 128 },
  { dropout: 0 },
  { dropout: 0.3 },
  { dropout: 0.5, units: 256 },
  { l2: 1e-3 },
  { l2: 1e-2 },
  glorotTanh,
  { activation: 'elu' },
  { batchSize: 16 },
  { batchSize: 64 },
  { batchSize: 128, learningRate: 0.003 },
  { optimizer: 'rmsProp' },
  { optimizer: 'rmsProp', learningRate: 0.0003 },
  { optimizer: 'sgd', learningRate: 0.01, momentum: 0.9 },
  { optimizer: 'sgd', learningRate: 0.03, momentum: 0.9 },
  { optimizer: 'sgd', learningRate: 0.1, momentum: 0.5 },
  { units: 128, dropout: 0.3 },
  { units: 256, dropout: 0.3, l2: 1e-4 },
  { units: 128, dropout: 0.2, learningRate: 0.003 },
  { layers: 3, learningRate: 0.003 },
  { layers: 1, units: 128, learningRate: 0.003 },
  { layers: 3, units: 256, dropout: 0.3 },
  { ...glorotTanh, units: 128, learningRate: 0.003 },
  { activation: 'elu', units: 128, learningRate: 0.003 },
  { units: 256, batchSize: 16, dropout: 0.3 },
  { units: 128, batchSize: 16, learningRate: 0.0003 },
  { optimizer: 'sgd', learningRate: 0.03, momentum: 0.9, units: 128, dropout: 0.2 },
  { activation: 'elu', initialization: 'glorotUniform', layers: 3, dropout: 0.2 },
  { units: 256, batchSize: 64, learningRate: 0.003, dropout: 0.5, l2: 1e-4 },
];

/** All of them: 40. Who searches longer by hand has no more to try. */
export const manualPoints: readonly NetworkParameters[] = changes.map((change) => ({ ...usualParameters, ...change }));
