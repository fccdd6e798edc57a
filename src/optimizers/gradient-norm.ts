import { beginStaging, bytesToStage, stageRoom } from '../autodiff/eager.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { beginOperation, floats } from '../wasm/memory.ts';

/**
 * The norm of all gradients as one vector: √Σ g², over the parameters that have one.
 *
 * Squares are summed in float64, tensor by tensor in the order given: the bits do not depend on where a tensor lives.
 */
export function gradientNorm(parameters: readonly Tensor[]): number {
  let sum = 0;
  for (const parameter of parameters) if (parameter.grad) sum += sumOfSquares(parameter.grad);
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
