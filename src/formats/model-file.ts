import type { ColumnTransformer } from '../data/column-transformer.ts';
import type { Table } from '../data/table.ts';
import { DataError, NonFiniteError, requireKnownOptions, valueText } from '../errors.ts';
import { builtInLayers, type LayerClass } from '../layers/built-in.ts';
import { Layer } from '../layers/layer.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Sequential } from '../training/sequential.ts';
import { jsonText, parseJson } from './bounded-json.ts';
import { modelFromTopology, topologyText } from './model-topology.ts';
import { parseSafetensors } from './read-safetensors.ts';
import { transformerFromText, transformerText } from './saved-transformer.ts';
import { writeSafetensors } from './write-safetensors.ts';

/** Raised when a file could no longer be understood by earlier versions. */
const format = 1;
const keys = {
  format: 'simdgrad.format',
  model: 'simdgrad.model',
  preprocessing: 'simdgrad.preprocessing',
  transformer: 'simdgrad.transformer',
} as const;

/** What goes into a model file. */
export interface ModelFileContents {
  readonly model: Sequential;
  /** What makes the model's inputs of the columns of a table, fitted. */
  readonly transformer?: ColumnTransformer;
  /**
   * Whatever else is needed to use the model, as JSON or as things that say themselves as JSON: scalers, label encoders, the
   * classes of its outputs, the column it predicts, a threshold.
   */
  readonly preprocessing?: unknown;
}

/** What comes out of it. */
export interface LoadedModel {
  readonly model: Sequential;
  /** As JSON: `StandardScaler.fromJSON(preprocessing.scaler)`. Undefined if there was none. */
  readonly preprocessing: unknown;
  /** Undefined if there was none. */
  readonly transformer: ColumnTransformer | undefined;
  /**
   * What the model predicts for the rows of a table as it comes: `model.predict(transformer.transform(table))`.
   *
   * @throws DataError if there is no transformer; what `ColumnTransformer.transform` throws.
   */
  predict(table: Table): Tensor;
}

export interface LoadModelOptions {
  /** Layers of one's own, by type, which is the name of the class unless it says another: `{ layers: { Residual } }`. */
  readonly layers?: Readonly<Record<string, LayerClass>>;
}

/**
 * A model as the bytes of one safetensors file: its weights as tensors, what it is made of as JSON in the metadata.
 *
 *     'dense1.weight', …          F32, all of `model.weights()`, running statistics too
 *     'simdgrad.format'           '1'
 *     'simdgrad.model'            layers with their options, input shape, seed, training forwards so far
 *     'simdgrad.preprocessing'    what was given, where it was
 *     'simdgrad.transformer'      what it learned, where one was given
 *
 * So the model that comes back predicts the same bits, has the same fingerprint, and goes on training with the same
 * dropout masks. The optimizer's state is not part of it. Any reader of safetensors can read the weights.
 *
 *     const bytes = serializeModel({ model, transformer, preprocessing: { classes: encoder.classes } });
 *
 * @throws TypeError for a model other than a `Sequential`, preprocessing that is no JSON, or a layer that cannot be made
 *   again (a layer of one's own needs `config()`). RangeError for NaN in preprocessing. NonFiniteError for a weight that
 *   is NaN or infinite: such a model is of no use, and would take the place of a good one. NotFittedError for a transformer
 *   that has learned nothing, ShapeError for one that makes another number of features than the model takes.
 */
export function serializeModel(contents: ModelFileContents): Uint8Array<ArrayBuffer> {
  return serialize('serializeModel', contents);
}

/** As `serializeModel`, in the name of another. */
export function serialize(who: string, contents: ModelFileContents): Uint8Array<ArrayBuffer> {
  requireKnownOptions(who, contents ?? null, ['model', 'preprocessing', 'transformer']);
  const { model, preprocessing, transformer } = contents;
  if (!(model instanceof Sequential)) {
    throw new TypeError(`${who}: model must be a Sequential, got ${valueText(model)}`);
  }
  const metadata: Record<string, string> = {
    [keys.format]: String(format),
    [keys.model]: topologyText(who, model),
  };
  if (preprocessing !== undefined) metadata[keys.preprocessing] = jsonText(who, 'preprocessing', preprocessing);
  if (transformer !== undefined) metadata[keys.transformer] = transformerText(who, transformer, model);
  const weights = model.weights();
  for (const [name, weight] of Object.entries(weights)) requireFinite(who, name, weight.toFloat32Array());
  return writeSafetensors(weights, metadata);
}

function requireFinite(who: string, name: string, values: Float32Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new NonFiniteError(
    `${who}: ${name} has ${values[wrong]} at place ${wrong}: the model has diverged; go back to earlier weights`,
    { layer: name.slice(0, name.lastIndexOf('.')) },
  );
}

/**
 * The model that `serializeModel` wrote, or that stands in a file of `saveModel`.
 *
 *     const { model, preprocessing } = deserializeModel(bytes, { layers: { Residual } });
 *     deserializeModel(bytes).predict(table); // where it was saved with a transformer
 *
 * The bytes are not trusted. Nothing in them is run; they choose among the layers of the library and those given. What
 * the layers ask for is compared with the weights that are there before room is made for any.
 *
 * @throws DataError for bytes that are no safetensors file, hold no model or one of a later format, an unknown layer,
 *   options that a layer refuses, weights that are missing, too many, of another shape or type, or not finite, a transformer that
 *   cannot be or does not fit the model.
 *   TypeError for wrong arguments.
 */
export function deserializeModel(bytes: Uint8Array | ArrayBuffer, options: LoadModelOptions = {}): LoadedModel {
  return deserialize('deserializeModel', bytes, options);
}

/** As `deserializeModel`, in the name of another. */
export function deserialize(who: string, bytes: Uint8Array | ArrayBuffer, options: LoadModelOptions): LoadedModel {
  const classes = requireClasses(who, options);
  const { tensors, metadata } = parseSafetensors(who, bytes);
  requireFormat(who, metadata[keys.format]);
  const text = metadata[keys.model];
  if (text === undefined) throw new DataError(`${who}: the metadata lack '${keys.model}'`);
  const weights: Record<string, Tensor> = {};
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    if (dtype !== 'F32') throw new DataError(`${who}: weight ${valueText(name)} must be F32, got ${dtype}`);
    weights[name] = new Tensor(shape, data);
  }
  const written = metadata[keys.preprocessing];
  const preprocessing = written === undefined ? undefined : parseJson(who, 'the preprocessing', written);
  const model = modelFromTopology(who, text, weights, classes);
  const learned = metadata[keys.transformer];
  const transformer = learned === undefined ? undefined : transformerFromText(who, learned, model);
  return new Loaded(who, model, preprocessing, transformer);
}

/** Its properties are what `serializeModel` takes, so that what was loaded can be saved as it is. */
class Loaded implements LoadedModel {
  readonly model: Sequential;
  readonly preprocessing: unknown;
  readonly transformer: ColumnTransformer | undefined;
  readonly #who: string;

  constructor(who: string, model: Sequential, preprocessing: unknown, transformer: ColumnTransformer | undefined) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.transformer = transformer;
    this.#who = who;
  }

  predict(table: Table): Tensor {
    if (this.transformer) return this.model.predict(this.transformer.transform(table));
    throw new DataError(
      `${this.#who}: the model was saved without a transformer, so it takes no table; give features to model.predict`,
    );
  }
}

/** The classes in the options, when they are what they should be. */
export function requireClasses(who: string, options: LoadModelOptions): Readonly<Record<string, LayerClass>> {
  requireKnownOptions(who, options, ['layers']);
  const { layers = {} } = options;
  if (typeof layers !== 'object' || layers === null || Array.isArray(layers)) {
    throw new TypeError(`${who}: layers must be an object of classes by type, got ${valueText(layers)}`);
  }
  for (const [type, own] of Object.entries(layers)) {
    if (typeof own !== 'function' || !(own.prototype instanceof Layer)) {
      throw new TypeError(`${who}: layers: ${type} must be a class of layers, got ${valueText(own)}`);
    }
    if (Object.hasOwn(builtInLayers, type)) {
      throw new TypeError(`${who}: layers: ${type} is a layer of the library; give yours another type`);
    }
  }
  return layers;
}

function requireFormat(who: string, written: string | undefined): void {
  if (written === undefined) {
    throw new DataError(
      `${who}: no model of simdgrad: the metadata lack '${keys.format}'. For tensors alone, use readSafetensors and model.setWeights`,
    );
  }
  if (!/^[1-9]\d{0,8}$/.test(written)) {
    throw new DataError(`${who}: '${keys.format}' must be a whole number, got ${valueText(written)}`);
  }
  if (Number(written) > format) {
    throw new DataError(
      `${who}: made by a later simdgrad: format ${written}, this one reads up to ${format}; update it`,
    );
  }
}
