/**
 * The common part of operations that reduce axes: sum, mean, variance, max, min, argMax.
 *
 * A kernel reduces one run of neighbouring axes, seen as [outer, axis, inner]. Axes that are not neighbours take one
 * pass, one node, for each run, the innermost first.
 */
import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { valueText } from '../errors.ts';
import { normalizeAxes, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, type MaxMinKernels, packScratch } from '../wasm/kernels.ts';

/** An axis by number, several, or all where there is none; negative ones count from the end. */
export type Axes = number | readonly number[];

/** One run of neighbouring axes, and the shape of the result of reducing it. */
export interface Pass {
  readonly outer: number;
  readonly axis: number;
  readonly inner: number;
  readonly shape: Shape;
}

/** Passes to be made one after the other, at least one; the last leaves the shape asked for. */
export interface ReductionPlan {
  readonly passes: readonly Pass[];
  /** How many values go into each of the result. */
  readonly count: number;
}

/** @throws RangeError, TypeError for axes that `shape` does not have; TypeError unless `keepDims` is a boolean. */
export function planAxes(who: string, shape: Shape, axes: Axes | undefined, keepDims: boolean): ReductionPlan {
  if (typeof keepDims !== 'boolean') {
    throw new TypeError(`${who}: keepDims must be true or false, got ${valueText(keepDims)}`);
  }
  const reduced = new Set(normalizeAxes(who, axes, shape.length));
  const passes: Pass[] = [];
  const current = [...shape];
  let end = shape.length;
  while (end > 0) {
    // A run ends before `end` and may pass over axes of size 1, which are anything.
    if (!reduced.has(end - 1)) {
      end--;
      continue;
    }
    let start = end - 1;
    while (start > 0 && (reduced.has(start - 1) || shape[start - 1] === 1)) start--;
    const axis = sizeOf(shape.slice(start, end));
    current.fill(1, start, end);
    if (axis > 1)
      passes.push({
        outer: sizeOf(shape.slice(0, start)),
        axis,
        inner: sizeOf(current.slice(end)),
        shape: [...current],
      });
    end = start;
  }
  const final = keepDims ? current : shape.filter((_, i) => !reduced.has(i));
  const last = passes.pop() ?? { outer: sizeOf(shape), axis: 1, inner: 1 };
  passes.push({ ...last, shape: final });
  return { passes, count: sizeOf(shape) / sizeOf(final) };
}

/** y = Σ x / divisor along the plan. */
export function sumAlong(name: string, x: Tensor, { passes }: ReductionPlan, divisor: number): Tensor {
  return passes.reduce((tensor, pass, i) => {
    const isLast = i === passes.length - 1;
    return sumPass(isLast ? name : 'sum', tensor, pass, isLast ? divisor : 1);
  }, x);
}

function sumPass(name: string, x: Tensor, { outer, axis, inner, shape }: Pass, divisor: number): Tensor {
  const y = result(shape);
  return apply({
    name,
    inputs: [x],
    output: y,
    constants: [outer, axis, inner, divisor],
    forward(run) {
      kernels.sumAxis(run.address(y), run.address(x), outer, axis, inner, divisor, 0, packScratch);
    },
    backward(run) {
      kernels.spreadAxis(run.gradient(x), run.gradient(y), outer, axis, inner, 1 / divisor, run.adds(x));
    },
  });
}

/** Positions are kept as float32, which counts no further. */
const mostPositions = 2 ** 24;

/** y = the extreme value along the plan; the gradient goes to the first place where it stands. */
export function extremeAlong(name: 'max' | 'min', x: Tensor, { passes }: ReductionPlan): Tensor {
  return passes.reduce((tensor, pass) => extremePass(name, tensor, pass), x);
}

function extremePass(name: 'max' | 'min', x: Tensor, pass: Pass): Tensor {
  const { outer, axis, inner, shape } = pass;
  if (x.requiresGrad) requirePositions(name, axis);
  const find = extremeKernel(name);
  const y = result(shape);
  const index = workspace(shape);
  return apply({
    name,
    inputs: [x],
    output: y,
    saved: [index],
    constants: [outer, axis, inner],
    backwardReads: [index],
    forward(run) {
      find(run.address(y), run.address(index), run.address(x), outer, axis, inner);
    },
    backward(run) {
      const [dx, dy] = [run.gradient(x), run.gradient(y)];
      kernels.pickBackward(dx, dy, run.address(index), outer, axis, inner, run.adds(x));
    },
  });
}

function extremeKernel(name: 'max' | 'min'): MaxMinKernels['maxAxis'] {
  return name === 'max' ? kernels.maxAxis : kernels.minAxis;
}

/** @throws RangeError where the positions along the axis do not fit into float32. */
export function requirePositions(who: string, axis: number): void {
  if (axis <= mostPositions) return;
  throw new RangeError(`${who}: positions are float32 and count to ${mostPositions}, the axis has ${axis} values`);
}
