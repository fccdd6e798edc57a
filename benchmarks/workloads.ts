/** The networks whose training steps are timed, what they are fed, and what they may leave behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { defaultFor } from '../src/initializers/default-for.ts';
import { fillNormal, philoxPlace, RandomStream } from '../src/tensor/random.ts';
import { memoryUse } from '../src/wasm/memory.ts';

/** A dense ReLU network under softmax cross-entropy. */
export interface Workload {
  readonly sizes: readonly number[];
  readonly batch: number;
}

export const small: Workload = { sizes: [11, 64, 64, 6], batch: 32 };
export const large: Workload = { sizes: [784, 128, 64, 10], batch: 128 };

export function nameOf({ sizes, batch }: Workload): string {
  return `${sizes.join('-')}, batch ${batch}`;
}

/** Batches that both kinds of step are fed in the same order; several, so that labels are not learned by heart at once. */
export function batchesOf({ sizes, batch }: Workload): { x: Float32Array; labels: Float32Array }[] {
  const classes = sizes[sizes.length - 1];
  return Array.from({ length: 8 }, (_, i) => {
    const x = new Float32Array(batch * sizes[0]);
    fillNormal(x, 0, 1, philoxPlace(1, 'benchmark', i));
    const stream = new RandomStream(1, 'labels', i);
    return { x, labels: Float32Array.from({ length: batch }, () => stream.integerBelow(classes)) };
  });
}

/** Weight, bias, weight, bias …, as `Sequential` with seed 1 begins but for the last weight. */
export function initialParameters(sizes: readonly number[]): Float32Array[] {
  return sizes.slice(1).flatMap((units, i) => {
    const shape = [sizes[i], units];
    const weight = new Float32Array(shape[0] * shape[1]);
    defaultFor('relu').fill(weight, shape, 1, `init/dense${i + 1}.weight`);
    return [weight, new Float32Array(units)];
  });
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that 100,000 replays leave behind on the JavaScript heap, collected before and after, and pages of WASM memory. */
export function growth(step: () => void, replays: number): { heapBytes: number; wasmBytes: number } {
  for (let i = 0; i < replays / 10; i++) step();
  const held = () => {
    collect();
    collect();
    return { heap: process.memoryUsage().heapUsed, wasm: memoryUse().reserved };
  };
  const before = held();
  for (let i = 0; i < replays; i++) step();
  const after = held();
  return { heapBytes: after.heap - before.heap, wasmBytes: after.wasm - before.wasm };
}
