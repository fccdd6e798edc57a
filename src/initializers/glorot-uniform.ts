import { type Initializer, uniformInitializer } from './initializer.ts';

/**
 * Weights for symmetric activations such as tanh and sigmoid, and for outputs: a compromise between keeping the variance
 * of the values on their way forward and that of the gradients on their way back.
 *
 *     w uniform in [−L, L)      L = √(6 / (fanIn + fanOut))      variance 2 / (fanIn + fanOut)
 *
 * @see Glorot & Bengio, Understanding the difficulty of training deep feedforward neural networks, AISTATS 2010,
 *   equation 16. https://proceedings.mlr.press/v9/glorot10a.html
 */
export function glorotUniform(): Initializer {
  return uniformInitializer('glorotUniform', (fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut)));
}
