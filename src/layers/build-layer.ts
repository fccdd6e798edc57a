/** How a layer becomes part of a model: its name, its weights and the shape of its outputs. */
import { trace } from '../autodiff/record.ts';
import { RecordingError, requireKnownOptions, ShapeError, shapeText, valueText } from '../errors.ts';
import { toInitializer } from '../initializers/to-initializer.ts';
import { toRegularizer } from '../regularizers/to-regularizer.ts';
import { noGrad } from '../tensor/mode.ts';
import { Counter } from '../tensor/random.ts';
import { requireShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { GivenWeights } from './given-weights.ts';
import { type BuildContext, Layer, type LayerWeight, type ParameterOptions } from './layer.ts';

/**
 * Names layers that stand side by side, each by its kind and a number: `dense1`, `dense2`, `conv2d1`.
 *
 * @throws TypeError for what is no layer, a layer named twice, or one that is part of a model already.
 */
export class LayerNames {
  private readonly counts = new Map<string, number>();
  private readonly taken = new Set<string>();
  private readonly who: string;

  constructor(who: string) {
    this.who = who;
  }

  next(layer: Layer): string {
    if (!(layer instanceof Layer)) throw new TypeError(`${this.who}: expected a layer, got ${valueText(layer)}`);
    if (layer.path !== '') {
      throw new TypeError(`${this.who}: ${layer} is '${layer.path}' of a model already; make a new one for each place`);
    }
    const { type } = layer;
    if (typeof type !== 'string' || /[\s.]/.test(type)) {
      throw new TypeError(
        `${this.who}: the type of a layer must be text without dots and spaces, got ${valueText(type)}`,
      );
    }
    const kind = kindName(type) || 'layer'; // a class without a name
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const name = layer.givenName || `${kind}${count}`;
    if (this.taken.has(name)) {
      throw new TypeError(`${this.who}: two layers are named '${name}'; names must differ`);
    }
    this.taken.add(name);
    return name;
  }
}

/** `BatchNorm` → `batchNorm`, `Conv2D` → `conv2d`, `GRUCell` → `gruCell`, `LSTM` → `lstm`. */
function kindName(type: string): string {
  return type.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase()).replace(/(\d)D/g, '$1d');
}

/**
 * Builds a layer for inputs of that shape, without the batch axis.
 *
 * @param given the values of its weights; without them, each begins as its initializer says.
 * @returns the shape of its outputs.
 * @throws ShapeError if the layer does not take such inputs or does not keep the batch axis.
 */
export function buildLayer(layer: Layer, path: string, inputShape: Shape, seed: number, given?: GivenWeights): Shape {
  const names = new LayerNames(path);
  layer.path = path;
  layer.inputShape = [...inputShape];
  const context: BuildContext = {
    path,
    seed,
    parameter: (name, shape, options) => addWeight(layer, seed, given, name, shape, true, options),
    state: (name, shape, options) => addWeight(layer, seed, given, name, shape, false, options),
    layer(child, childInputShape) {
      const childPath = `${path}.${names.next(child)}`;
      layer.children.push(child);
      const outputShape = buildLayer(child, childPath, requireShape(childPath, childInputShape), seed, given);
      return outputShape;
    },
  };
  const told: unknown = layer.build(layer.inputShape, context);
  layer.outputShape = told === undefined ? traceOutputShape(layer, seed) : [...requireShape(`${path}.build`, told)];
  if (!layer.trainable) layer.trainable = false; // what was frozen before it had weights
  return layer.outputShape;
}

/** Takes back what `buildLayer` did, so that the layer can become part of another model. */
export function forgetBuild(layer: Layer): void {
  layer.children.forEach(forgetBuild);
  layer.children.length = 0;
  layer.weights.length = 0;
  layer.path = '';
  layer.inputShape = undefined;
  layer.outputShape = undefined;
}

function addWeight(
  layer: Layer,
  seed: number,
  given: GivenWeights | undefined,
  name: string,
  shape: Shape,
  learned: boolean,
  options: ParameterOptions = {},
): Tensor {
  const who = `${layer.path}.${name}`;
  requireKnownOptions(who, options, learned ? ['initializer', 'regularizer', 'trainable'] : ['initializer']);
  const { initializer = 'zeros', regularizer, trainable = learned } = options;
  if (typeof trainable !== 'boolean') {
    throw new TypeError(`${who}: trainable must be true or false, got ${valueText(trainable)}`);
  }
  if (typeof name !== 'string' || !/^[^\s.]+$/.test(name)) {
    throw new TypeError(`${layer.path}: a weight needs a name without dots and spaces, got ${valueText(name)}`);
  }
  if (layer.weights.some((weight) => weight.name === name)) {
    throw new TypeError(`${layer.path}: two weights are named '${name}'; names must differ`);
  }
  const checked = [...requireShape(who, shape)];
  const start = toInitializer(who, 'initializer', initializer);
  const values = given?.take(who, checked) ?? new Float32Array(sizeOf(checked));
  if (!given) start.fill(values, checked, seed, `init/${who}`);
  const weight: LayerWeight = {
    name,
    tensor: new Tensor(checked, values, learned && trainable),
    learned,
    trainable,
    regularizer: regularizer === undefined ? undefined : toRegularizer(who, 'regularizer', regularizer),
  };
  if (weight.regularizer?.proximalL1 !== undefined) weight.tensor.proximalL1 = weight.regularizer.proximalL1;
  layer.weights.push(weight);
  return weight.tensor;
}

/** The rows of the batch with which shapes are found: more than the one that some layers refuse or fold away. */
const tracedRows = 2;

function traceOutputShape(layer: Layer, seed: number): Shape {
  const context = { training: false, seed, counter: new Counter() };
  const { output } = explained(layer, () =>
    noGrad(() => trace([[tracedRows, ...layer.inputShape!]], (x) => layer.forward(x, context))),
  );
  if (output.rank > 0 && output.shape[0] === tracedRows) return output.shape.slice(1);
  const batch = shapeText([tracedRows, ...layer.inputShape!]);
  throw new ShapeError(`${layer.path}: outputs must keep the batch axis: ${batch} became ${shapeText(output.shape)}`);
}

/** Says which layer it was, and what to do about a `forward` that cannot be traced. */
function explained<T>(layer: Layer, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${layer.path}: ${error.message}`, { cause: error });
    if (!(error instanceof RecordingError)) throw error;
    throw new RecordingError(
      `${layer.path}: its output shape cannot be found by tracing: ${error.message}; return the shape from build()`,
      { cause: error },
    );
  }
}
