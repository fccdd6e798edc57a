import { type Initializer, normalInitializer } from './initializer.ts';

/**
 * Weights that keep the variance of their inputs where the activation keeps it too; SELU's self-normalising networks
 * are defined with them.
 *
 *     w normal around 0 with the standard deviation √(1 / fanIn)
 *
 * @see LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, equation 16; Klambauer, Unterthiner, Mayr & Hochreiter,
 *   Self-normalizing neural networks, 2017. https://arxiv.org/abs/1706.02515
 */
export function lecunNormal(): Initializer {
  return normalInitializer('lecunNormal', (fanIn) => Math.sqrt(1 / fanIn));
}
