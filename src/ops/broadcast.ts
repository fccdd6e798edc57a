/**
 * Broadcasting for binary operations: two shapes become calls of a two-dimensional kernel, and a gradient of the
 * broadcast shape is summed back to the shape of the operand.
 */
import { broadcastShapes, type Shape, sizeOf, stridesOf } from '../tensor/shape.ts';
import {
  type Address,
  type Adds,
  type Broadcast,
  type BroadcastBackward,
  kernels,
  packScratch,
} from '../wasm/kernels.ts';

/** One run over [rows, columns] for each entry of the offset lists; strides in elements, 0 where an operand repeats. */
export interface BroadcastPlan {
  readonly shape: Shape;
  readonly size: number;
  readonly rows: number;
  readonly columns: number;
  readonly aRow: number;
  readonly aColumn: number;
  readonly bRow: number;
  readonly bColumn: number;
  /** Byte offsets of the runs in the result and in the operands. */
  readonly outOffsets: readonly number[];
  readonly aOffsets: readonly number[];
  readonly bOffsets: readonly number[];
}

/** An axis of a walk over two arrays: its extent and the stride in each. */
interface Axis {
  size: number;
  a: number;
  b: number;
}

/** @throws ShapeError naming `who` where the shapes do not broadcast. */
export function planBroadcast(who: string, a: Shape, b: Shape): BroadcastPlan {
  return planBroadcastTo(broadcastShapes(who, a, b), a, b);
}

/** The plan for a result of `shape`, to which both a and b broadcast; axes of it may be in neither. */
export function planBroadcastTo(shape: Shape, a: Shape, b: Shape): BroadcastPlan {
  const axes = collapse(shape, stridesIn(a, shape), stridesIn(b, shape));
  const inner = axes.pop() ?? { size: 1, a: 0, b: 0 };
  const outer = axes.pop() ?? { size: 1, a: 0, b: 0 };
  const plan = {
    shape,
    size: sizeOf(shape),
    rows: outer.size,
    columns: inner.size,
    aRow: outer.a,
    aColumn: inner.a,
    bRow: outer.b,
    bColumn: inner.b,
    outOffsets: [0],
    aOffsets: [0],
    bOffsets: [0],
  };
  let run = outer.size * inner.size * 4;
  for (const axis of axes.reverse()) {
    plan.outOffsets = repeat(plan.outOffsets, axis.size, run);
    plan.aOffsets = repeat(plan.aOffsets, axis.size, axis.a * 4);
    plan.bOffsets = repeat(plan.bOffsets, axis.size, axis.b * 4);
    run *= axis.size;
  }
  return plan;
}

/** Strides of an operand along the axes of the result; 0 where it repeats. */
export function stridesIn(shape: Shape, result: Shape): number[] {
  const missing = result.length - shape.length;
  const strides = stridesOf(shape);
  return result.map((_, i) => (i < missing || shape[i - missing] === 1 ? 0 : strides[i - missing]));
}

/** Drops axes of size 1 and joins neighbours that both operands walk through, or repeat over, alike. */
export function collapse(shape: Shape, a: readonly number[], b: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === 1) continue;
    const next: Axis = { size: shape[i], a: a[i], b: b[i] };
    const last = axes.at(-1);
    if (last && last.a === next.a * next.size && last.b === next.b * next.size) {
      axes[axes.length - 1] = { size: last.size * next.size, a: next.a, b: next.b };
    } else axes.push(next);
  }
  return axes;
}

function repeat(offsets: readonly number[], times: number, stride: number): number[] {
  const all: number[] = [];
  for (let i = 0; i < times; i++) for (const offset of offsets) all.push(offset + i * stride);
  return all;
}

/** out = a ∘ b. */
export function runBroadcast(kernel: Broadcast, plan: BroadcastPlan, out: Address, a: Address, b: Address): void {
  const { rows, columns, aRow, aColumn, bRow, bColumn, outOffsets, aOffsets, bOffsets } = plan;
  for (let i = 0; i < outOffsets.length; i++) {
    kernel(out + outOffsets[i], a + aOffsets[i], b + bOffsets[i], rows, columns, aRow, aColumn, bRow, bColumn, 0);
  }
}

/** out (+)= f(dy, a, b), out and dy of the broadcast shape. */
export function runBroadcastBackward(
  kernel: BroadcastBackward,
  plan: BroadcastPlan,
  out: Address,
  dy: Address,
  a: Address,
  b: Address,
  adds: Adds,
): void {
  const { rows, columns, aRow, aColumn, bRow, bColumn, outOffsets, aOffsets, bOffsets } = plan;
  for (let i = 0; i < outOffsets.length; i++) {
    const at = outOffsets[i];
    kernel(out + at, dy + at, a + aOffsets[i], b + bOffsets[i], rows, columns, aRow, aColumn, bRow, bColumn, adds);
  }
}

/** One sum over a middle axis: [outer, axis, inner] to [outer, inner]. */
export interface Reduction {
  readonly outer: number;
  readonly axis: number;
  readonly inner: number;
}

/** The sums, one after the other, that take `from` to `to`, where `to` broadcasts to `from`. Empty for equal shapes. */
export function planReduction(from: Shape, to: Shape): Reduction[] {
  const missing = from.length - to.length;
  const runs: { size: number; summed: boolean }[] = [];
  from.forEach((size, i) => {
    if (size === 1) return;
    const summed = i < missing || to[i - missing] === 1;
    const last = runs.at(-1);
    if (last && last.summed === summed) last.size *= size;
    else runs.push({ size, summed });
  });
  const reductions: Reduction[] = [];
  let outer = 1;
  runs.forEach(({ size, summed }, i) => {
    const inner = runs.slice(i + 1).reduce((product, run) => product * run.size, 1);
    if (summed) reductions.push({ outer, axis: size, inner });
    else outer *= size;
  });
  return reductions;
}

/** Floats of scratch that `runReduction` needs: the results between its sums. */
export function reductionScratch(reductions: readonly Reduction[]): number {
  return reductions.slice(0, -1).reduce((sum, { outer, inner }) => sum + Math.ceil((outer * inner) / 4) * 4, 0);
}

/** out (+)= Σ x / divisor along the reductions, of which there is at least one. */
export function runReduction(
  reductions: readonly Reduction[],
  out: Address,
  x: Address,
  scratch: Address,
  divisor: number,
  adds: Adds,
): void {
  let from = x;
  let free = scratch;
  for (let i = 0; i < reductions.length; i++) {
    const { outer, axis, inner } = reductions[i];
    if (i === reductions.length - 1) kernels.sumAxis(out, from, outer, axis, inner, divisor, adds, packScratch);
    else {
      kernels.sumAxis(free, from, outer, axis, inner, 1, 0, packScratch);
      from = free;
      free += Math.ceil((outer * inner) / 4) * 16;
    }
  }
}
