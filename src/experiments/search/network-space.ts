import { choice } from '../../search/space/choice.ts';
import { logUniform, uniform } from '../../search/space/continuous.ts';
import { integer } from '../../search/space/integer.ts';
import { type ParametersOf, Space } from '../../search/space/space.ts';
import { when } from '../../search/space/when.ts';

const definition = {
  layers: integer(1, 3),
  units: integer(8, 256, { step: 8, log: true }),
  activation: choice(['relu', 'elu', 'tanh']),
  initialization: choice(['glorotUniform', 'heNormal']),
  dropout: uniform(0, 0.5),
  l2: logUniform(1e-7, 1e-2),
  batchSize: integer(16, 128, { step: 16, log: true }),
  learningRate: logUniform(1e-4, 1e-1),
  optimizer: choice(['sgd', 'rmsProp', 'adam']),
  momentum: when('optimizer', 'sgd', uniform(0, 0.99)),
};

/**
 * The networks for tables that `simdgrad search` looks among: hidden layers of one size, how they are begun, held back and trained.
 * Rates and strengths are laid out by their logarithm, since what doubles them matters alike everywhere.
 */
export const networkSpace = new Space(definition);

/** A point of it. */
export type NetworkParameters = ParametersOf<typeof definition>;

/** What a practitioner would begin with: what is not named by hand is as here. */
export const usualParameters: NetworkParameters = {
  layers: 2,
  units: 64,
  activation: 'relu',
  initialization: 'heNormal',
  dropout: 0.1,
  l2: 1e-5,
  batchSize: 32,
  learningRate: 0.001,
  optimizer: 'adam',
  momentum: undefined,
};
