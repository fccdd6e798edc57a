import { ShapeError, shapeText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { planAxes, sumAlong } from './reduction.ts';

/**
 * Global average pooling: the mean of every channel over the whole image.
 *
 *     y[n, c] = Σ over i, j of x[n, i, j, c] / (height · width)
 *     ∂L/∂x = ∂L/∂y / (height · width)
 *
 * Shapes: x [n, height, width, channels], y [n, channels]. The same as mean(x, [1, 2]): summed as in `sum`, and divided once, in
 * float64, before rounding.
 *
 * @throws ShapeError unless x has four axes; TypeError unless it is a tensor.
 * @see Lin, Chen & Yan, Network In Network, 2014, section 3.2. https://arxiv.org/abs/1312.4400
 */
export function globalAveragePool2d(x: Tensor): Tensor {
  requireTensor('globalAveragePool2d', 'x', x);
  if (x.rank !== 4) {
    throw new ShapeError(
      `globalAveragePool2d: expected images [batch, height, width, channels], got ${shapeText(x.shape)}`,
    );
  }
  const plan = planAxes('globalAveragePool2d', x.shape, [1, 2], false);
  return sumAlong('globalAveragePool2d', x, plan, plan.count);
}
