/**
 * Moving blocks of strided arrays: what transpose, slice, concat, stack and their gradients have in common.
 *
 * A move is a nest of loops over extents, with a stride for each side. The kernel reads it as int32 from WASM memory;
 * a node keeps room for it in its scratch and writes it there before each call, which costs a few nanoseconds.
 */
import { workspace } from '../autodiff/node.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Address, type Adds, kernels } from '../wasm/kernels.ts';
import { integers } from '../wasm/memory.ts';
import { collapse } from './broadcast.ts';

/** Extents, strides of the target, strides of the source, `rank` of each, outermost first; strides in elements. */
export interface StridedMove {
  readonly layout: readonly number[];
  readonly rank: number;
}

/** The move between two arrays walked together over `shape`, and the same in the other direction. */
export interface StridedPlan {
  readonly there: StridedMove;
  readonly back: StridedMove;
}

/** Axes that both sides walk without a gap become one. A stride of the source may be 0: it repeats. */
export function planStrided(shape: Shape, target: readonly number[], source: readonly number[]): StridedPlan {
  const axes = collapse(shape, target, source);
  if (axes.length === 0) axes.push({ size: 1, a: 1, b: 1 });
  const sizes = axes.map(({ size }) => size);
  const targets = axes.map(({ a }) => a);
  const sources = axes.map(({ b }) => b);
  return {
    there: { layout: [...sizes, ...targets, ...sources], rank: axes.length },
    back: { layout: [...sizes, ...sources, ...targets], rank: axes.length },
  };
}

/** Scratch in which `runStrided` puts the layout. */
export function layoutRoom({ there }: StridedPlan): Tensor {
  return workspace([there.layout.length]);
}

/** out (+)= x along the move. `room` is the address of a `layoutRoom`; out and x need 4-byte alignment only. */
export function runStrided({ layout, rank }: StridedMove, out: Address, x: Address, room: Address, adds: Adds): void {
  const words = integers();
  const start = room / 4;
  for (let i = 0; i < layout.length; i++) words[start + i] = layout[i];
  kernels.copyStrided(out, x, room, rank, adds);
}
