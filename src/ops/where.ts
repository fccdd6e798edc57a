import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { broadcastShapes, sameShape, stridesOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { floats } from '../wasm/memory.ts';
import {
  planBroadcastTo,
  planReduction,
  reductionScratch,
  runBroadcastBackward,
  runReduction,
  stridesIn,
} from './broadcast.ts';
import { noGradientBy, operand, requireTensor } from './operand.ts';
import { layoutRoom, planStrided, runStrided } from './strided.ts';

/**
 * y = a where the condition is not 0, else b, element by element. All three broadcast together as in NumPy.
 *
 *     ∂L/∂a = ∂L/∂y where condition ≠ 0, else 0      ∂L/∂b = ∂L/∂y where condition = 0, else 0
 *
 * each summed over the axes along which the operand repeats; no gradient by the condition. The value that is not taken
 * has no influence, not even as NaN or Infinity; NaN as a condition is not 0.
 *
 * @throws ShapeError where the shapes do not broadcast; TypeError for a condition that is no tensor, or an a or b that is
 *   neither tensor nor number.
 */
export function where(condition: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  requireTensor('where', 'condition', condition);
  const taken = operand('where', 'a', a);
  const other = operand('where', 'b', b);
  const shape = broadcastShapes('where', condition.shape, broadcastShapes('where', taken.shape, other.shape));
  const y = result(shape);
  const n = y.size;
  const plan = planBroadcastTo(shape, taken.shape, other.shape);

  // The kernel reads the condition value by value, so one that repeats is written out first.
  const repeats = !sameShape(condition.shape, shape);
  const strided = planStrided(shape, stridesOf(shape), stridesIn(condition.shape, shape));
  const mask = repeats ? workspace(shape) : condition;
  const room = layoutRoom(strided);
  const zero = workspace([1]);
  const sides = [taken, other].map((input, i) => {
    const reductions = sameShape(input.shape, shape) ? [] : planReduction(shape, input.shape);
    const between = reductionScratch(reductions);
    return {
      input,
      whereTrue: i === 0,
      reductions,
      full: reductions.length > 0 && input.requiresGrad ? workspace(shape) : undefined,
      between: between > 0 && input.requiresGrad ? workspace([between]) : undefined,
    };
  });

  return apply({
    name: 'where',
    inputs: [condition, taken, other],
    output: y,
    saved: repeats ? [mask] : [],
    scratch: repeats ? [room] : [],
    backwardReads: [mask],
    backwardScratch: [zero, ...sides.flatMap(({ full, between }) => [full, between])].filter(
      (tensor) => tensor !== undefined,
    ),
    forward(run) {
      if (repeats) runStrided(strided.there, run.address(mask), run.address(condition), run.address(room), 0);
      const [out, by] = [run.address(y), run.address(mask)];
      runBroadcastBackward(kernels.whereBroadcast, plan, out, by, run.address(taken), run.address(other), 0);
    },
    backward(run) {
      noGradientBy(condition, run);
      const dy = run.gradient(y);
      const by = run.address(mask);
      const nothing = run.address(zero);
      floats()[nothing / 4] = 0;
      for (const { input, whereTrue, reductions, full, between } of sides) {
        const dx = run.gradient(input);
        if (dx === 0) continue;
        const adds = run.adds(input);
        const [out, outAdds] = full ? ([run.address(full), 0] as const) : [dx, adds];
        if (whereTrue) kernels.whereBroadcast(out, by, dy, nothing, 1, n, 0, 1, 0, 0, outAdds);
        else kernels.whereBroadcast(out, by, nothing, dy, 1, n, 0, 0, 0, 1, outAdds);
        if (full) runReduction(reductions, dx, out, between ? run.address(between) : 0, 1, adds);
      }
    },
  });
}
