import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** The numbers of a tensor in row-major order. */
export interface Values {
  readonly shape: Shape;
  readonly values: readonly number[];
}

export function valuesOf(tensor: Tensor): Values {
  return { shape: tensor.shape, values: Array.from(tensor.toFloat32Array()) };
}
