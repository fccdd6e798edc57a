import { glorotUniform } from './glorot-uniform.ts';
import { heUniform } from './he-uniform.ts';
import type { Initializer } from './initializer.ts';
import { lecunNormal } from './lecun-normal.ts';

/** Activations that pass one side on and hold the other near 0, as ReLU does. */
const rectifiers = ['relu', 'leakyRelu', 'elu', 'gelu', 'silu', 'softplus'];

/**
 * The initializer of a weight for which none is named, from the activation that follows it:
 *
 *     relu and the other rectifiers above    heUniform
 *     selu                                   lecunNormal
 *     all others, or none                    glorotUniform
 *
 * Uniform for He as for Glorot: it has the variance of the normal one, bounds the largest weight, and is what PyTorch's
 * layers and Keras' default draw. SELU was derived with normal values.
 */
export function defaultFor(activation?: string): Initializer {
  if (activation === 'selu') return lecunNormal();
  return activation !== undefined && rectifiers.includes(activation) ? heUniform() : glorotUniform();
}
