import { requireOneOf } from '../errors.ts';
import { buildLayer } from '../layers/build-layer.ts';
import { builtInLayers } from '../layers/built-in.ts';
import type { Layer } from '../layers/layer.ts';
import { noGrad } from '../tensor/mode.ts';
import { Counter } from '../tensor/random.ts';
import type { Shape } from '../tensor/shape.ts';
import { tensor } from '../tensor/tensor.ts';
import { type LayerStep, layerExamples } from './layer-examples.ts';
import { type RuleText, ruleText } from './rule-text.ts';
import { type Values, valuesOf } from './values.ts';
import type { ExplainedWindow } from './windows.ts';

export const layerNames: readonly string[] = Object.keys(builtInLayers);

/** A weight of a layer as it begins. */
export interface TracedWeight extends Values {
  readonly name: string;
  /** False for what is kept but never learned. */
  readonly learned: boolean;
}

/** A layer at work. */
export interface LayerRun {
  /** How it was made: `new Dropout(0.5)`. */
  readonly made: string;
  /** As it calls itself: `Dense(3 → 2, relu)`. */
  readonly text: string;
  readonly parameters: number;
  readonly about?: string;
  readonly weights: readonly TracedWeight[];
  readonly input: Values;
  readonly outputShape: Shape;
  readonly steps: readonly LayerStep[];
  readonly windows: readonly ExplainedWindow[];
  readonly training: Values;
  /** In the next step of training; only where that differs. */
  readonly again?: Values;
  /** What training changed in weights that are not learned. */
  readonly kept: readonly {
    readonly name: string;
    readonly before: readonly number[];
    readonly after: readonly number[];
  }[];
  /** After that step of training. */
  readonly evaluation: Values;
}

export interface LayerTrace extends RuleText {
  /** The class: `BatchNorm`. */
  readonly layer: string;
  /** Only where there is an example of the layer. */
  readonly run?: LayerRun;
}

/**
 * A layer of the library on a small input, in training and in evaluation, with what it computes on the way.
 *
 * @param seed of initial weights and of masks.
 * @throws RangeError for an unknown name.
 */
export function traceLayer(name: string, seed = 0): LayerTrace {
  requireOneOf('explain layer', 'name', name, layerNames);
  const text = { layer: name, ...ruleText('layers', name) };
  return name in layerExamples ? { ...text, run: noGrad(() => runExample(name, seed)) } : text;
}

function runExample(name: string, seed: number): LayerRun {
  const { made, make, input, about, steps, windows } = layerExamples[name];
  const layer = make();
  const x = tensor(input);
  const outputShape = buildLayer(layer, name[0].toLowerCase() + name.slice(1), x.shape.slice(1), seed);
  const weights = layer.weights.map(({ name: weight, learned, tensor: value }) => ({
    name: weight,
    learned,
    ...valuesOf(value),
  }));
  const counter = new Counter();
  counter.advance();
  const y = layer.forward(x, { training: true, seed, counter });
  const run = { layer, x, y };
  const worked = { steps: steps?.(run) ?? [], windows: windows?.(run) ?? [] };
  const kept = keptOf(layer, weights);
  const training = valuesOf(y);
  const evaluation = valuesOf(layer.forward(x, { training: false, seed, counter }));
  counter.advance();
  const again = kept.length > 0 ? training : valuesOf(layer.forward(x, { training: true, seed, counter }));
  return {
    made,
    text: String(layer),
    parameters: weights.reduce((sum, { learned, values }) => sum + (learned ? values.length : 0), 0),
    ...(about !== undefined && { about }),
    weights,
    input: valuesOf(x),
    outputShape,
    ...worked,
    training,
    ...(!same(again, training) && { again }),
    kept,
    evaluation,
  };
}

/** What a step of training changed. */
function keptOf(layer: Layer, weights: readonly TracedWeight[]): LayerRun['kept'] {
  return weights.flatMap(({ name, learned, values: before }, i) => {
    const { values: after } = valuesOf(layer.weights[i].tensor);
    return learned || before.every((value, j) => value === after[j]) ? [] : [{ name, before, after }];
  });
}

/** Whether two outputs are the same numbers. */
export function same(a: Values, b: Values): boolean {
  return a.values.every((value, i) => value === b.values[i]);
}
