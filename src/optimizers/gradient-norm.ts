import { beginStaging, bytesToStage, stageRoom } from '../autodiff/eager.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { beginOperation, floats } from '../wasm/memory.ts';

/**
 * The norm of all gradients as one vector: √Σ g², over the parameters that have one.
 *
 * Squares are summed tensor by tensor in the order given, so the bits do not depend on where a tensor lives. Where a
 * float32 partial sum overflows (gradients of 1e19), all is summed again in float64.
 */
export function gradientNorm(parameters: readonly Tensor[]): number {
  let sum = 0;
  for (const parameter of parameters) if (parameter.grad) sum += sumOfSquares(parameter.grad);
  if (sum === Number.POSITIVE_INFINITY) {
    sum = 0;
    for (const { grad } of parameters) if (grad) for (const g of grad.toFloat32Array()) sum += g * g;
  }
  return Math.sqrt(sum);
}

function sumOfSquares(gradient: Tensor): number {
  if (gradient.home) {
    beginOperation();
    return kernels.sumOfSquares(gradient.home.resident.address() + gradient.home.byteOffset, gradient.size);
  }
  const values = gradient.toFloat32Array();
  beginStaging(bytesToStage(gradient));
  const address = stageRoom(gradient);
  floats().set(values, address / 4);
  return kernels.sumOfSquares(address, gradient.size);
}
