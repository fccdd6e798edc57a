/**
 * What a model is made of, as JSON: everything about it but its weights.
 *
 *     { "type": "Sequential", "inputShape": [11], "seed": 42, "trainingForwards": 1250,
 *       "layers": [{ "type": "Dense", "name": "hidden", "config": { "units": 64, … } }, …],
 *       "frozen": ["hidden"] }
 *
 * `name` is there where a layer was given one, `frozen` lists the paths of layers that do not learn, also those in
 * layers. Layers in layers are made by the layers that hold them.
 */
import { closestName, DataError, requireInteger, valueText } from '../errors.ts';
import { builtInLayers, type LayerClass } from '../layers/built-in.ts';
import type { Layer, LayerConfig } from '../layers/layer.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Sequential } from '../training/sequential.ts';
import { jsonText, parseJson } from './bounded-json.ts';

type LayerClasses = Readonly<Record<string, LayerClass>>;

/**
 * Each layer is made once more from what will be in the file, to see now rather than after training that it can be.
 *
 * @throws TypeError for a layer that could not be made again: no `config()`, one that is no plain JSON or from which
 *   another layer comes, a class whose type is that of another.
 */
export function topologyText(who: string, model: Sequential): string {
  const classes = new Map<string, unknown>(Object.entries(builtInLayers));
  const layers = model.layers.map((layer) => {
    try {
      return entryOf(layer, classes);
    } catch (error) {
      throw new TypeError(`${who}: ${layer.path}: ${(error as Error).message}`, { cause: error });
    }
  });
  const frozen = model.layers.flatMap(withChildren).filter(({ trainable }) => !trainable);
  return jsonText(who, 'the model', {
    type: 'Sequential',
    inputShape: model.inputShape,
    seed: model.seed,
    trainingForwards: model.counter.value,
    layers,
    frozen: frozen.map(({ path }) => path),
  });
}

/** @param classes that were met before, by type. */
function entryOf(layer: Layer, classes: Map<string, unknown>): { type: string; name?: string; config: LayerConfig } {
  const { type, givenName } = layer;
  const own = layer.constructor as LayerClass;
  if (type === '') throw new TypeError('its class has no name; give it a getter type that returns one');
  if ((classes.get(type) ?? own) !== own) {
    throw new TypeError(`another class of layers has the type '${type}'; give yours another`);
  }
  classes.set(type, own);
  const text = jsonText('config()', 'what it returns', layer.config());
  const config = JSON.parse(text) as LayerConfig;
  const again = makeLayer(own, type, givenName, config);
  if (jsonText('config()', 'what it returns', again.config()) !== text) {
    throw new TypeError(`a ${type} made from what its config() returns has another config()`);
  }
  return { type, ...(givenName !== '' && { name: givenName }), config };
}

/**
 * The model that `topologyText` wrote down, with these weights. Their shapes are compared with what each layer asks for
 * before any room is made.
 *
 * @param classes layers of one's own.
 * @throws DataError for everything in the text, or between it and the weights, that does not fit.
 */
export function modelFromTopology(
  who: string,
  text: string,
  weights: Readonly<Record<string, Tensor>>,
  classes: LayerClasses,
): Sequential {
  const topology = requireObject(who, 'the model', parseJson(who, 'the model', text), [
    'type',
    'inputShape',
    'seed',
    'trainingForwards',
    'layers',
    'frozen',
  ]);
  const { type, inputShape, seed, trainingForwards, layers, frozen } = topology;
  if (type !== 'Sequential') throw new DataError(`${who}: the model must be a 'Sequential', got ${valueText(type)}`);
  if (!Array.isArray(layers)) throw new DataError(`${who}: layers must be an array, got ${valueText(layers)}`);
  if (!Array.isArray(frozen)) throw new DataError(`${who}: frozen must be an array, got ${valueText(frozen)}`);
  return asDataError(who, () => {
    requireInteger('the model', { seed, trainingForwards });
    const made = layers.map((entry, i) => layerFrom(who, entry, i, classes));
    const model = new Sequential(made, { inputShape: inputShape as number[], seed: seed as number, weights });
    const paths = new Map(made.flatMap(withChildren).map((layer) => [layer.path, layer]));
    for (const path of frozen) {
      if (!paths.has(path)) throw new DataError(`no layer ${valueText(path)}, which should be frozen`);
    }
    const asleep = new Set(frozen);
    for (const [path, layer] of paths) layer.trainable = !asleep.has(path); // a layer before those in it
    model.counter.value = requireCount(trainingForwards as number);
    return model;
  });
}

function requireCount(count: number): number {
  if (count < 2 ** 32) return count;
  throw new RangeError(`trainingForwards must be below 2^32, got ${count}`);
}

/** A layer, then the layers in it. */
function withChildren(layer: Layer): Layer[] {
  return [layer, ...layer.children.flatMap(withChildren)];
}

function layerFrom(who: string, entry: unknown, index: number, classes: LayerClasses): Layer {
  const what = `layer ${index + 1}`;
  const { type, name = '', config } = requireObject(who, what, entry, ['type', 'name', 'config']);
  if (typeof type !== 'string') throw new DataError(`${what}: type must be text, got ${valueText(type)}`);
  if (typeof name !== 'string') throw new DataError(`${what}: name must be text, got ${valueText(name)}`);
  const given = requireObject(who, `${what}: config`, config);
  const known = { ...builtInLayers, ...classes } as LayerClasses;
  if (!Object.hasOwn(known, type)) throw new DataError(`${what}: ${unknownType(type, Object.keys(known))}`);
  try {
    return makeLayer(known[type], type, name, given);
  } catch (error) {
    throw new DataError(`${what}: ${(error as Error).message}`, { cause: error });
  }
}

function unknownType(type: string, known: readonly string[]): string {
  const close = closestName(type, known);
  const shown = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(type) && type.length < 60 ? type : 'MyLayer';
  return (
    `unknown type ${valueText(type)}${close ? `; did you mean '${close}'?` : '.'} Known: ${known.join(', ')}. ` +
    `If it is a layer of your own, give its class: { layers: { ${shown} } }`
  );
}

/** @throws TypeError if the class makes another layer than it should; what its constructor throws. */
function makeLayer(own: LayerClass, type: string, name: string, config: LayerConfig): Layer {
  const options = name === '' ? config : { ...config, name };
  const layer: unknown = typeof own.fromConfig === 'function' ? own.fromConfig(options) : new own(options as never);
  if (!(layer instanceof own)) {
    throw new TypeError(`${type}.fromConfig gave ${valueText(layer)}; give the class a fromConfig of its own`);
  }
  if (layer.type !== type) throw new TypeError(`the class given for '${type}' makes layers of type '${layer.type}'`);
  if (layer.givenName !== name) throw new TypeError(`${type} does not pass its option name on to the class Layer`);
  return layer;
}

/** What is said of a text that is not trusted; it may repeat any part of it. */
const longestMessage = 1000;

/** What such a text leads to, in constructors and in comparisons, is an error of the text. */
function asDataError<T>(who: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const { message } = error as Error;
    const said = message.startsWith(who) ? message : `${who}: ${message}`;
    const shown = said.length > longestMessage ? `${said.slice(0, longestMessage)}…` : said;
    throw new DataError(shown, { cause: error });
  }
}

function requireObject(
  who: string,
  what: string,
  value: unknown,
  known?: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DataError(`${who}: ${what} must be an object, got ${valueText(value)}`);
  }
  const wrong = known && Object.keys(value).find((key) => !known.includes(key));
  if (wrong !== undefined) throw new DataError(`${who}: ${what} has ${valueText(wrong)}, which means nothing`);
  return value as Readonly<Record<string, unknown>>;
}
