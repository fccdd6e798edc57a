import { requireKnownOptions } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { elementLoss, type LossOptions } from './element-loss.ts';

/**
 * Mean squared error, the usual loss of regression.
 *
 *     L = 1/N Σ w · (p − t)²
 *     ∂L/∂p = 2w/N · (p − t)      ∂L/∂t = −∂L/∂p
 *
 * N is the number of elements, also with weights. Shapes: predictions p and targets t alike, [n, …], nothing is
 * broadcast; weights w [n]; the result is a scalar.
 *
 * @throws ShapeError where the shapes do not fit; TypeError for weights that require a gradient, or an unknown option.
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  requireKnownOptions('meanSquaredError', options, ['weights']);
  return elementLoss(
    {
      name: 'meanSquaredError',
      argument: 'predictions',
      forward: kernels.squaredError,
      backward: kernels.squaredErrorBackward,
      symmetric: true,
      parameter: 0,
    },
    predictions,
    targets,
    options.weights,
  );
}
