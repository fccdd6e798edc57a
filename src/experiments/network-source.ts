import { builtInLayers } from '../layers/built-in.ts';
import type { Layer, LayerConfig } from '../layers/layer.ts';
import type { Shape } from '../tensor/shape.ts';

/** What `Sequential` is made of. A model has all of it. */
export interface NetworkParts {
  readonly layers: readonly Layer[];
  /** Of one sample. */
  readonly inputShape: Shape;
  readonly seed: number;
}

/** Arguments that constructors take before their options. */
const leading: Readonly<Record<string, readonly string[]>> = {
  Activation: ['activation'],
  AveragePool2D: ['size'],
  Conv2D: ['filters', 'kernelSize'],
  Dense: ['units'],
  Dropout: ['rate'],
  Embedding: ['entries', 'units'],
  MaxPool2D: ['size'],
  Reshape: ['shape'],
};

/** A line that is longer is broken. */
const widest = 100;

/**
 * The TypeScript that builds a network, written from the layers' own `config()`: what equals a default is left out.
 *
 *     networkSource({ layers: [new Dense(3, { activation: 'softmax' })], inputShape: [4], seed: 0 });
 *     // "new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4], seed: 0 })"
 *
 * How weights begin and which layers are frozen is not in `config()`, so not in the text either. A layer of one's own is
 * made by its `fromConfig`, or by its constructor from the whole config.
 *
 * @throws TypeError for a layer without `config()`.
 */
export function networkSource({ layers, inputShape, seed }: NetworkParts): string {
  const made = layers.map(layerSource);
  const options = objectText({ inputShape, seed });
  const line = `new Sequential([${made.join(', ')}], ${options})`;
  if (line.length <= widest) return line;
  return `new Sequential(\n  [\n${made.map((one) => `    ${one},\n`).join('')}  ],\n  ${options},\n)`;
}

function layerSource(layer: Layer): string {
  const { type, givenName } = layer;
  const config: LayerConfig = JSON.parse(JSON.stringify(layer.config()));
  const named = givenName === '' ? {} : { name: givenName };
  if (!(Object.hasOwn(builtInLayers, type) && layer instanceof builtInLayers[type])) {
    const make = 'fromConfig' in layer.constructor ? `${type}.fromConfig` : `new ${type}`;
    return `${make}(${objectText({ ...config, ...named })})`;
  }
  const names = leading[type] ?? [];
  const first = names.map((name) => config[name]);
  const usual = new builtInLayers[type](...(first as never[])).config();
  const options = Object.entries(config).filter(
    ([name, value]) => !names.includes(name) && JSON.stringify(value) !== JSON.stringify(usual[name]),
  );
  const given = { ...Object.fromEntries(options), ...named };
  const args = [...first.map(valueSource), ...(Object.keys(given).length > 0 ? [objectText(given)] : [])];
  return `new ${type}(${args.join(', ')})`;
}

/** `{ units: 64, activation: 'relu' }`. */
function objectText(value: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(value).map(([name, one]) => {
    const text = /Regularizer$/.test(name)
      ? regularizerSource(one as Readonly<Record<string, unknown>>)
      : valueSource(one);
    return `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : textSource(name)}: ${text}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function valueSource(value: unknown): string {
  if (typeof value === 'string') return textSource(value);
  if (Array.isArray(value)) return `[${value.map(valueSource).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return objectText(value as Readonly<Record<string, unknown>>);
  return String(value);
}

/** `regularizers.l1(0.0001, { proximal: true })`, from what its `toJSON` gave: the type, its factors in order, then options. */
function regularizerSource({ type, ...rest }: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(rest);
  const factors = entries.filter(([, value]) => typeof value === 'number').map(([, value]) => valueSource(value));
  const options = Object.fromEntries(entries.filter(([, value]) => typeof value !== 'number'));
  const all = Object.keys(options).length === 0 ? factors : [...factors, objectText(options)];
  return `regularizers.${type}(${all.join(', ')})`;
}

/** In single quotes. */
function textSource(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
