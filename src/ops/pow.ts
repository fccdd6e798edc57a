import { requireFinite } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = xᵖ for one number p, worked out in float64 and rounded once.
 *
 *     ∂L/∂x = p · xᵖ⁻¹ · ∂L/∂y
 *
 * As IEEE 754 has it: x⁰ is 1 whatever x, negative x with a broken p gives NaN, 0 with negative p Infinity. The gradient
 * for p = 0 is 0 everywhere, as in PyTorch.
 *
 * @param exponent p, finite. The gradient by it is not taken.
 * @throws TypeError unless `x` is a tensor and `exponent` a number; RangeError unless that is finite.
 */
export function pow(x: Tensor, exponent: number): Tensor {
  requireFinite('pow', { exponent });
  return unary(
    {
      name: 'pow',
      reads: 'input',
      constants: [exponent],
      forward: (out, from, n) => kernels.pow(out, from, n, exponent),
      backward: (dx, dy, from, n, adds) => kernels.powBackward(dx, dy, from, n, exponent, adds),
    },
    x,
  );
}
