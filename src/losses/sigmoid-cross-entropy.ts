import { requireKnownOptions } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { elementLoss, type LossOptions } from './element-loss.ts';

/**
 * Cross-entropy between the sigmoid of logits and targets: the loss of yes-or-no classifiers, one or many at once.
 *
 *     L = −1/N Σ w · (t · log σ(z) + (1 − t) · log(1 − σ(z))) = 1/N Σ w · (max(z, 0) − z·t + log(1 + e^−|z|))
 *     ∂L/∂z = w/N · (σ(z) − t)      (below 2⁻⁸⁰ in size: 0)
 *
 * N is the number of elements, also with weights. Shapes: logits z and targets t alike, [n, …]; weights w [n]; the
 * result is a scalar. Targets are probabilities, 0 to 1; they and the weights have no gradient.
 *
 * @throws ShapeError where the shapes do not fit; TypeError for targets or weights that require a gradient, or an
 *   unknown option.
 */
export function sigmoidCrossEntropy(logits: Tensor, targets: Tensor, options: LossOptions = {}): Tensor {
  requireKnownOptions('sigmoidCrossEntropy', options, ['weights']);
  return elementLoss(
    {
      name: 'sigmoidCrossEntropy',
      argument: 'logits',
      forward: kernels.sigmoidCrossEntropy,
      backward: kernels.sigmoidCrossEntropyBackward,
      symmetric: false,
      parameter: 0,
    },
    logits,
    targets,
    options.weights,
  );
}
