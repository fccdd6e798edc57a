import { requireKnownOptions } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { elementLoss, type LossOptions } from './element-loss.ts';

/**
 * Mean absolute error: less moved by outliers than `meanSquaredError`; its best constant is the median.
 *
 *     L = 1/N Σ w · |p − t|
 *     ∂L/∂p = w/N · sign(p − t), 0 where p = t      ∂L/∂t = −∂L/∂p
 *
 * N is the number of elements, also with weights. Shapes: predictions p and targets t alike, [n, …], nothing is
 * broadcast; weights w [n]; the result is a scalar.
 *
 * @throws ShapeError where the shapes do not fit; TypeError for weights that require a gradient, or an unknown option.
 */
export function meanAbsoluteError(predictions: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  requireKnownOptions('meanAbsoluteError', options, ['weights']);
  return elementLoss(
    {
      name: 'meanAbsoluteError',
      argument: 'predictions',
      forward: kernels.absoluteError,
      backward: kernels.absoluteErrorBackward,
      symmetric: true,
      parameter: 0,
    },
    predictions,
    targets,
    options.weights,
  );
}
