/** The networks whose training steps are timed, what they are fed, and what they may leave behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Conv2D, Dense, Flatten, type Layer, MaxPool2D, Sequential } from '../src/index.ts';
import { fillNormal, philoxPlace, RandomStream } from '../src/tensor/random.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import { memoryUse } from '../src/wasm/memory.ts';

/** A layer; all but the last have ReLU where they have weights. Windows lie inside the image; those of pooling side by side. */
export type LayerOfWorkload =
  | { readonly kind: 'dense'; readonly units: number }
  | { readonly kind: 'convolution'; readonly filters: number; readonly size: number }
  | { readonly kind: 'maxPool'; readonly size: number };

/** A network under softmax cross-entropy, and how many samples a step takes. */
export interface Workload {
  readonly network: string;
  /** The shape of a sample. */
  readonly input: readonly number[];
  readonly layers: readonly LayerOfWorkload[];
  readonly batch: number;
}

const units = (n: number): LayerOfWorkload => ({ kind: 'dense', units: n });
const convolution = (filters: number): LayerOfWorkload => ({ kind: 'convolution', filters, size: 3 });
const maxPool: LayerOfWorkload = { kind: 'maxPool', size: 2 };

function denseNetwork([inputs, ...others]: readonly number[], batch: number): Workload {
  return { network: [inputs, ...others].join('-'), input: [inputs], layers: others.map(units), batch };
}

export const small = denseNetwork([11, 64, 64, 6], 32);
export const large = denseNetwork([784, 128, 64, 10], 128);
/** The network of 93,322 parameters of `simdgrad experiment mnist`. */
export const images: Workload = {
  network: 'convolutional network on MNIST, 93,322 parameters',
  input: [28, 28, 1],
  layers: [convolution(32), maxPool, convolution(64), maxPool, convolution(64), units(64), units(10)],
  batch: 64,
};

export function nameOf({ network, batch }: Workload): string {
  return `${network}, batch ${batch}`;
}

const classesOf = ({ layers }: Workload): number => (layers[layers.length - 1] as { units: number }).units;

/** Batches that both kinds of step are fed in the same order; several, so that labels are not learned by heart at once. */
export function batchesOf(workload: Workload): { x: Float32Array; labels: Float32Array }[] {
  const { input, batch } = workload;
  return Array.from({ length: 8 }, (_, i) => {
    const x = new Float32Array(sizeOf([batch, ...input]));
    fillNormal(x, 0, 1, philoxPlace(1, 'benchmark', i));
    const stream = new RandomStream(1, 'labels', i);
    return { x, labels: Float32Array.from({ length: batch }, () => stream.integerBelow(classesOf(workload))) };
  });
}

/** The same network of layers. */
export function modelOf({ input, layers }: Workload): Sequential {
  const last = layers.length - 1;
  const firstDense = layers.findIndex(({ kind }) => kind === 'dense');
  const made = layers.flatMap((layer, i): Layer[] => {
    if (layer.kind === 'maxPool') return [new MaxPool2D(layer.size)];
    if (layer.kind === 'convolution') return [new Conv2D(layer.filters, layer.size, { activation: 'relu' })];
    const dense = new Dense(layer.units, { activation: i === last ? 'softmax' : 'relu' });
    return i === firstDense && input.length > 1 ? [new Flatten(), dense] : [dense];
  });
  return new Sequential(made, { inputShape: input, seed: 1 });
}

/** Weight, bias, weight, bias … as that model begins. */
export function initialParameters(workload: Workload): Float32Array[] {
  return modelOf(workload)
    .parameters()
    .map((parameter) => parameter.toFloat32Array());
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
