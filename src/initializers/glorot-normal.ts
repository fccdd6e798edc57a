import { type Initializer, normalInitializer } from './initializer.ts';

/**
 * `glorotUniform` with normal values of the same variance.
 *
 *     w normal around 0 with the standard deviation √(2 / (fanIn + fanOut))
 *
 * @see Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010,
 *   equation 12. https://proceedings.mlr.press/v9/glorot10a.html
 */
export function glorotNormal(): Initializer {
  return normalInitializer('glorotNormal', (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)));
}
