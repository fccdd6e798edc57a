import { glorotUniform } from './glorot-uniform.ts';
import { heUniform } from './he-uniform.ts';
import type { Initializer } from './initializer.ts';
import { lecunNormal } from './lecun-normal.ts';

/** Activations that are flat, or nearly so, on both sides, and none. */
const notRectifying = ['none', 'tanh', 'sigmoid', 'softmax', 'logSoftmax'];

/**
 * The initializer of a weight for which none is named, from the activation that follows it:
 *
 *     tanh, sigmoid, softmax, logSoftmax, or none               glorotUniform
 *     selu                                                      lecunNormal
 *     all others: they pass one side on, as relu does,
 *     and hold the other near 0                                 heUniform
 *
 * Uniform for He as for Glorot: it has the variance of the normal one, bounds the largest weight, and is what PyTorch's
 * layers and Keras' default draw. SELU was derived with normal values.
 */
export function defaultFor(activation = 'none'): Initializer {
  if (activation === 'selu') return lecunNormal();
  return notRectifying.includes(activation) ? glorotUniform() : heUniform();
}
