import { NonFiniteError, requireFinite, requireOneOf, ShapeError, shapeText } from '../errors.ts';
import { constant } from '../initializers/constant.ts';
import { fansOf, type Initializer } from '../initializers/initializer.ts';
import { type InitializerName, initializersByName } from '../initializers/to-initializer.ts';
import { type ActivationName, activate, requireActivation } from '../ops/activation.ts';
import { matmul } from '../ops/matmul.ts';
import { randomNormal } from '../tensor/create.ts';
import { requireShape, type Shape, sizeOf } from '../tensor/shape.ts';
import { tensor } from '../tensor/tensor.ts';
import { type RuleText, ruleText } from './rule-text.ts';

/** Values of a sample at most. */
export const mostValues = 1_000_000;
/** Signals go through layers this wide, and many networks: in a single narrow one chance says more than the rule. */
const width = 64;
const rows = 64;
const networks = 16;
/** After how many layers signals are looked at. */
const depths = [1, 2, 5, 10];
const bins = 15;

export type ExplainedInitializer = InitializerName | 'constant';
export const initializerNames = [...Object.keys(initializersByName), 'constant'] as ExplainedInitializer[];

export interface InitializerTraceOptions {
  /** [64, 32] unless given. */
  readonly shape?: Shape;
  /** Of the layers that signals are sent through; 'relu' unless given. */
  readonly activation?: ActivationName;
  /** 0 unless given. */
  readonly seed?: number;
  /** What `constant` fills in; 0.1 unless given. */
  readonly value?: number;
}

export interface InitializerTrace extends RuleText {
  readonly initializer: ExplainedInitializer;
  readonly shape: Shape;
  readonly fanIn: number;
  readonly fanOut: number;
  /** What the formula says: the deviation of the values and, where they are uniform, the limit. */
  readonly expected: { readonly deviation: number; readonly limit?: number };
  /** What came out. */
  readonly sample: {
    readonly first: readonly number[];
    readonly mean: number;
    readonly deviation: number;
    readonly least: number;
    readonly most: number;
    readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  };
  readonly signal: {
    readonly activation: ActivationName;
    /** Inputs and outputs of each layer. */
    readonly width: number;
    readonly rows: number;
    readonly networks: number;
    /** Means over the networks. */
    readonly layers: readonly {
      readonly depth: number;
      /** Of x·W, over all its values. */
      readonly variance: number;
      /** Of what the activation makes of it. */
      readonly meanSquare: number;
    }[];
  };
}

/** √(2 / fanIn) and the like: the standard deviations that formulas state. */
const deviations: Readonly<Record<string, (fanIn: number, fanOut: number) => number>> = {
  glorotUniform: (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)),
  glorotNormal: (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)),
  heUniform: (fanIn) => Math.sqrt(2 / fanIn),
  heNormal: (fanIn) => Math.sqrt(2 / fanIn),
  lecunNormal: (fanIn) => Math.sqrt(1 / fanIn),
};

/**
 * What an initializer fills a weight with, and what becomes of a signal that goes through layers that begin so.
 *
 * @throws RangeError, TypeError, ShapeError for an unknown name and options out of range; NonFiniteError when the signal leaves the range
 *   of float32.
 */
export function traceInitializer(
  name: ExplainedInitializer,
  { shape = [64, 32], activation = 'relu', seed = 0, value = 0.1 }: InitializerTraceOptions = {},
): InitializerTrace {
  const who = `explain init ${name}`;
  requireOneOf('explain init', 'name', name, initializerNames);
  requireActivation(who, activation);
  requireFinite(who, { value });
  const size = sizeOf(requireShape(who, shape));
  if (size === 0 || size > mostValues) {
    throw new ShapeError(`${who}: expected a shape of 1 to ${mostValues} values, got ${shapeText(shape)} with ${size}`);
  }
  const initializer = name === 'constant' ? constant(value) : initializersByName[name]();
  const { fanIn, fanOut } = fansOf(shape);
  const deviation = deviations[name]?.(fanIn, fanOut) ?? 0;
  const values = filled(initializer, shape, seed, 'init/dense1.weight');
  return {
    initializer: name,
    ...ruleText('initializers', name),
    shape,
    fanIn,
    fanOut,
    expected: { deviation, ...(/Uniform$/.test(name) && { limit: Math.sqrt(3) * deviation }) },
    sample: sampleOf(values),
    signal: signalThrough(who, initializer, activation, seed),
  };
}

function filled(initializer: Initializer, shape: Shape, seed: number, stream: string): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  initializer.fill(values, shape, seed, stream);
  return values;
}

function sampleOf(values: Float32Array): InitializerTrace['sample'] {
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values, (one) => (one - mean) * (one - mean)));
  let [least, most] = [values[0], values[0]];
  for (const one of values) [least, most] = [Math.min(least, one), Math.max(most, one)];
  const first = Array.from(values.subarray(0, 5));
  if (least === most) {
    return { first, mean, deviation, least, most, bins: [{ from: least, to: most, count: values.length }] };
  }
  const step = (most - least) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const one of values) counts[Math.min(bins - 1, Math.floor((one - least) / step))]++;
  const histogram = counts.map((count, i) => ({ from: least + i * step, to: least + (i + 1) * step, count }));
  return { first, mean, deviation, least, most, bins: histogram };
}

/** Rows of normal numbers with variance 1, through layers as wide as they, each with weights of its own; means over networks. */
function signalThrough(
  who: string,
  initializer: Initializer,
  activation: ActivationName,
  seed: number,
): InitializerTrace['signal'] {
  const layers = depths.map((depth) => ({ depth, variance: 0, meanSquare: 0 }));
  for (let network = 1; network <= networks; network++) {
    let x = randomNormal([rows, width], { seed });
    for (let depth = 1; depth <= depths[depths.length - 1]; depth++) {
      const weight = filled(initializer, [width, width], seed, `init/network${network}.dense${depth}.weight`);
      const z = matmul(x, tensor(weight, [width, width]));
      x = activate(z, activation);
      const layer = layers.find((one) => one.depth === depth);
      if (!layer) continue;
      const sums = z.toFloat32Array();
      const mean = meanOf(sums);
      layer.variance += meanOf(sums, (one) => (one - mean) * (one - mean)) / networks;
      layer.meanSquare += meanOf(x.toFloat32Array(), (one) => one * one) / networks;
      if (Number.isFinite(layer.variance) && Number.isFinite(layer.meanSquare)) continue;
      throw new NonFiniteError(`${who}: the signal is no longer finite after layer ${depth}; choose smaller numbers`);
    }
  }
  return { activation, width, rows, networks, layers };
}

function meanOf(values: Float32Array, of: (value: number) => number = (value) => value): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / values.length;
}
