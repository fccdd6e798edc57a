/** Cases of test/golden/layers.json and layer-….json: what others say of each layer, and how to find out whether ours says the same. */
import { readFileSync } from 'node:fs';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { builtInLayers } from '../../src/layers/built-in.ts';
import type { Layer } from '../../src/layers/index.ts';
import * as exported from '../../src/layers/index.ts';
import { add, mul, sum } from '../../src/ops/index.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { addedLayers } from './added-golden.ts';
import { expectSameBits } from './bits.ts';
import { expectClose } from './evidence.ts';

interface LayerCall {
  readonly training: boolean;
  readonly x: readonly [shape: number[], values: number[]];
  readonly upstream: readonly number[];
  readonly y: readonly [shape: number[], values: number[]];
  readonly logits?: readonly number[];
  /** Null where x is indices. */
  readonly dx: readonly number[] | null;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  /** Running statistics after the call. */
  readonly states: Readonly<Record<string, readonly number[]>>;
}

export interface LayerCase {
  readonly layer: string;
  readonly args: readonly unknown[];
  /** Of one sample. */
  readonly input: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
  readonly frozen?: boolean;
  readonly calls: readonly LayerCall[];
}

export const layerCases: readonly LayerCase[] = [
  ...JSON.parse(readFileSync(new URL('../golden/layers.json', import.meta.url), 'utf8')),
  ...addedLayers.flatMap(({ layer, cases }) => cases.map((one) => ({ ...one, layer }))),
];

export const titleOf = ({ layer, args, calls: [{ x }], frozen }: LayerCase): string =>
  `${layer}(${args.map((arg) => JSON.stringify(arg)).join(', ')}) of [${x[0].join(', ')}]${frozen ? ', frozen' : ''}`;

/** The classes of layers that are exported, by name. */
export const layerClasses = Object.fromEntries(
  Object.entries(exported).filter(([, made]) => made.prototype instanceof exported.Layer),
) as unknown as Record<string, new (...args: unknown[]) => Layer>;

/** The layer that comes of its options as JSON, as a saved model has them. */
export function remade(layer: Layer): Layer {
  const config = JSON.parse(JSON.stringify(layer.config()));
  return builtInLayers[layer.type].fromConfig!({ ...config, ...(layer.givenName && { name: layer.givenName }) });
}

/** How far a case is from the expected values, in the unit max(1, largest expected value) of each array. */
export interface Distance {
  largest: number;
}

/** A layer of the case, alone in a model, with the weights of the case. */
function modelOf(
  { layer: name, args, input, weights, frozen = false }: LayerCase,
  change: (layer: Layer) => Layer,
): Sequential {
  const layer = change(new layerClasses[name](...args));
  const model = new Sequential([layer], { inputShape: input });
  model.setWeights(Object.fromEntries(Object.entries(weights).map(([name, w]) => [`${layer.path}.${name}`, w])));
  layer.trainable = !frozen;
  return model;
}

/**
 * Outputs, gradients of x and of every weight, and running statistics of all calls of a case, eager and then recorded; both
 * must agree in every bit, and with the expected values to the tolerance.
 *
 * @param spoil what to do to the output of the layer, to see whether the case would notice.
 * @param distance is set to the largest difference.
 * @param change gives a layer to compare in place of the one of the case.
 */
export function runLayerCase(
  one: LayerCase,
  tolerance: number,
  spoil: (y: Tensor) => Tensor = (y) => y,
  distance: Distance = { largest: 0 },
  change: (layer: Layer) => Layer = (same) => same,
): void {
  const [eager, recorded] = [modelOf(one, change), modelOf(one, change)];
  const compare = (actual: Tensor, expected: readonly number[], what: string) => {
    const values = actual.toFloat32Array();
    expectClose(values, expected, tolerance, what);
    const scale = Math.max(1, ...expected.map(Math.abs));
    values.forEach((value, i) => {
      distance.largest = Math.max(distance.largest, Math.abs(value - expected[i]) / scale);
    });
  };
  one.calls.forEach((call, i) => {
    const what = (name: string) => `call ${i + 1}, ${name}`;
    const { training, upstream, y: expected, dx, gradients, states, logits } = call;
    const [shape, numbers] = call.x;
    const [layer] = eager.layers;
    const weight = (model: Sequential, name: string) => model.weights()[`${layer.path}.${name}`];
    for (const model of [eager, recorded]) for (const parameter of model.parameters()) parameter.zeroGrad();

    const x = tensor(numbers, shape, { requiresGrad: dx !== null });
    const y = spoil(eager.forward(x, { training }));
    if (y.shape.join() !== expected[0].join()) throw new Error(`output is [${y.shape}], expected [${expected[0]}]`);
    if (y.shape.slice(1).join() !== eager.outputShape.join()) throw new Error(`outputShape is [${eager.outputShape}]`);
    compare(y, expected[1], what('output'));
    for (const [name, values] of Object.entries(states)) compare(weight(eager, name), values, what(name));
    if (y.requiresGrad) backwardFrom(y, Float32Array.from(upstream));
    if (dx) compare(x.grad!, dx, what('gradient of x'));
    const learned = eager.parameters();
    if (Object.keys(gradients).length !== learned.length) throw new Error(`${learned.length} weights are learned`);
    for (const [name, values] of Object.entries(gradients)) {
      compare(weight(eager, name).grad!, values, what(`gradient of ${name}`));
    }
    if (logits) compare(eager.logits(x, { training: false }), logits, what('logits'));

    // The same recorded; y has the gradient upstream · 1.
    const z = tensor(numbers, shape, { requiresGrad: dx !== null });
    const graph = record([], () => {
      const output = spoil(recorded.forward(z, { training }));
      return [sum(mul(output, tensor(upstream, output.shape))), add(output, 0)];
    });
    const [, output] = graph.run();
    expectSameBits(output.toFloat32Array(), add(y, 0).toFloat32Array(), what('recorded output'));
    for (const name of Object.keys(states)) {
      expectSameBits(weight(recorded, name).toFloat32Array(), weight(eager, name).toFloat32Array(), what(name));
    }
    if (!y.requiresGrad) return;
    graph.backward();
    if (dx) expectSameBits(z.grad!.toFloat32Array(), x.grad!.toFloat32Array(), what('recorded gradient of x'));
    for (const name of Object.keys(gradients)) {
      const [a, b] = [weight(recorded, name), weight(eager, name)].map((w) => w.grad!.toFloat32Array());
      expectSameBits(a, b, what(`recorded gradient of ${name}`));
    }
  });
}
