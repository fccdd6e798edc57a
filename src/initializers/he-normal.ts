import { type Initializer, normalInitializer } from './initializer.ts';

/**
 * Weights for ReLU and its relatives: a rectifier sets half of its values to 0, so twice the variance keeps the size of
 * the signal from layer to layer.
 *
 *     w normal around 0 with the standard deviation √(2 / fanIn)
 *
 * @see He, Zhang, Ren & Sun, Delving deep into rectifiers, ICCV 2015, equation 10. https://arxiv.org/abs/1502.01852
 */
export function heNormal(): Initializer {
  return normalInitializer('heNormal', (fanIn) => Math.sqrt(2 / fanIn));
}
