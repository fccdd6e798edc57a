import { requireKnownOptions, requirePositive } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { elementLoss, type LossOptions } from './element-loss.ts';

export interface HuberOptions extends LossOptions {
  /** δ > 0, where the square ends and the straight line begins; 1 unless set. */
  readonly delta?: number;
}

/**
 * Huber's loss: squared for small errors, absolute for large ones, so that outliers pull with bounded force.
 *
 *     L = 1/N Σ w · h(p − t),   h(e) = e²/2 where |e| ≤ δ, else δ · (|e| − δ/2)
 *     ∂L/∂p = w/N · clamp(p − t, −δ, δ)      ∂L/∂t = −∂L/∂p
 *
 * N is the number of elements, also with weights. Shapes: predictions p and targets t alike, [n, …], nothing is
 * broadcast; weights w [n]; the result is a scalar.
 *
 * @throws RangeError unless delta is positive; ShapeError where the shapes do not fit; TypeError for weights that
 *   require a gradient, or an unknown option.
 * @see Huber, 1964. https://doi.org/10.1214/aoms/1177703732
 */
export function huber(predictions: Tensor, targets: Tensor, options: HuberOptions = {}): Tensor {
  requireKnownOptions('huber', options, ['delta', 'weights']);
  const { delta = 1 } = options;
  requirePositive('huber', { delta });
  return elementLoss(
    {
      name: 'huber',
      argument: 'predictions',
      forward: kernels.huber,
      backward: kernels.huberBackward,
      symmetric: true,
      parameter: delta,
    },
    predictions,
    targets,
    options.weights,
  );
}
