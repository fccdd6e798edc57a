import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { normalizeAxes } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';
import { type Axes, type Pass, planAxes } from './reduction.ts';
import { transpose } from './transpose.ts';

/**
 * Population variance y = Σ (x − m)² / n over some axes, or over all of them; m = Σ x / n, n values going into each of y.
 *
 *     ∂L/∂x = 2 (x − m) / n · ∂L/∂y
 *
 * Two passes, the mean first, so that a large mean costs no digits. The divisor is n, as in NumPy and in batch
 * normalisation, not n − 1 as by default in PyTorch. Axes that are not neighbours are brought together first.
 *
 * @param axis an axis, several, or all where it is left out; negative ones count from the end.
 * @param keepDims keeps reduced axes with size 1, so that the result broadcasts against x.
 * @throws RangeError for an axis that x does not have or that is named twice; TypeError for anything of the wrong kind.
 */
export function variance(x: Tensor, axis?: Axes, keepDims = false): Tensor {
  requireTensor('variance', 'x', x);
  const { passes } = planAxes('variance', x.shape, axis, keepDims);
  const { shape } = passes[passes.length - 1];
  if (passes.length === 1) return variancePass(x, passes[0]);
  const reduced = new Set(normalizeAxes('variance', axis, x.rank));
  const all = x.shape.map((_, i) => i);
  const order = [...all.filter((i) => !reduced.has(i)), ...all.filter((i) => reduced.has(i))];
  const count = passes.reduce((product, pass) => product * pass.axis, 1);
  return variancePass(transpose(x, order), { outer: x.size / count, axis: count, inner: 1, shape });
}

function variancePass(x: Tensor, { outer, axis, inner, shape }: Pass): Tensor {
  const y = result(shape);
  const mean = workspace(shape);
  return apply({
    name: 'variance',
    inputs: [x],
    output: y,
    saved: [mean],
    constants: [outer, axis, inner],
    backwardReads: [x, mean],
    forward(run) {
      kernels.varianceAxis(run.address(y), run.address(mean), run.address(x), outer, axis, inner, packScratch);
    },
    backward(run) {
      const [dx, dy] = [run.gradient(x), run.gradient(y)];
      kernels.varianceBackward(dx, dy, run.address(x), run.address(mean), outer, axis, inner, run.adds(x));
    },
  });
}
