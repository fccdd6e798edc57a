/** The common part of concat and stack: tensors one after the other along an axis. */
import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { valueText } from '../errors.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { layoutRoom, planStrided, runStrided } from './strided.ts';

/**
 * Each tensor is seen as [outer, its share of a row], the result as [outer, row], with the shares side by side.
 *
 * @param shape of the result, the sizes before `axis` being those of every tensor.
 */
export function join(name: string, tensors: readonly Tensor[], shape: Shape, axis: number): Tensor {
  const y = result(shape);
  const outer = sizeOf(shape.slice(0, axis));
  const row = y.size / outer;
  let start = 0;
  const parts = tensors.map((input) => {
    const share = input.size / outer;
    const part = { input, startBytes: start * 4, plan: planStrided([outer, share], [row, 1], [share, 1]) };
    start += share;
    return part;
  });
  const widest = parts.reduce((a, b) => (b.plan.there.rank > a.plan.there.rank ? b : a));
  const room = layoutRoom(widest.plan);
  const backwardRoom = layoutRoom(widest.plan);
  return apply({
    name,
    inputs: tensors,
    output: y,
    constants: [axis],
    scratch: [room],
    backwardScratch: [backwardRoom],
    forward(run) {
      for (const { input, startBytes, plan } of parts) {
        runStrided(plan.there, run.address(y) + startBytes, run.address(input), run.address(room), 0);
      }
    },
    backward(run) {
      for (const { input, startBytes, plan } of parts) {
        const dx = run.gradient(input);
        if (dx === 0) continue;
        const dy = run.gradient(y) + startBytes;
        runStrided(plan.back, dx, dy, run.address(backwardRoom), run.adds(input));
      }
    },
  });
}

/** @throws TypeError unless `tensors` is an array of at least one tensor and of nothing else. */
export function requireTensors(who: string, tensors: unknown): readonly Tensor[] {
  if (!Array.isArray(tensors) || tensors.length === 0) {
    throw new TypeError(`${who}: expected an array of at least one tensor, got ${valueText(tensors)}`);
  }
  tensors.forEach((value, i) => {
    if (!(value instanceof Tensor)) throw new TypeError(`${who}: [${i}] must be a tensor, got ${valueText(value)}`);
  });
  return [...tensors];
}
