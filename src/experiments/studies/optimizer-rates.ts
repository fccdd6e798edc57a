import type { StudyOptimizer } from './optimizer-words.ts';

const adaptive = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];
const withVelocity = [0.003, 0.01, 0.03, 0.1, 0.3, 1];
const fromTwo = [0.0006, 0.002, 0.006, 0.02, 0.06, 0.2];

/**
 * The rates at which studies try each optimizer: a factor of about 3 apart, the default among them. Sigmoid networks want more than
 * the defaults, and without a velocity the default is a slow one for all, so there are more rates above it than below. Those of Lion are a
 * tenth of those of AdamW, as its paper advises. Adadelta has none in its paper; here it is a factor of the step.
 */
export const optimizerRates: Readonly<Record<StudyOptimizer, readonly number[]>> = {
  sgd: [0.01, 0.03, 0.1, 0.3, 1, 3],
  momentum: withVelocity,
  nesterov: withVelocity,
  rmsProp: adaptive,
  adam: adaptive,
  adamW: adaptive,
  adagrad: withVelocity,
  adadelta: [0.03, 0.1, 0.3, 1, 3, 10],
  adamax: fromTwo,
  nadam: fromTwo,
  rAdam: adaptive,
  lion: [0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01],
};
