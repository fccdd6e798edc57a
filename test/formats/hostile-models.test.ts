/** Model files that are not what `serializeModel` wrote: each is refused with a DataError that says what is wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import {
  BatchNorm,
  Dense,
  Dropout,
  deserializeModel,
  Layer,
  readSafetensors,
  Sequential,
  type StoredTensor,
  serializeModel,
  type Tensor,
  tensor,
  writeSafetensors,
} from '../../src/index.ts';
import type { AnyJson } from '../helpers/any-json.ts';
import { thrownBy } from '../helpers/errors.ts';
import { Residual } from '../helpers/layers.ts';
import { fileOf } from '../helpers/safetensors.ts';

const model = new Sequential(
  [new Dense(3, { activation: 'relu' }), new BatchNorm(), new Dropout(0.5), new Dense(2, { activation: 'softmax' })],
  { inputShape: [4], seed: 5 },
);
const good = serializeModel({ model, preprocessing: { classes: ['a', 'b'] } });

/** The parts of a good file, for tests to spoil. */
interface Parts {
  tensors: Record<string, StoredTensor>;
  metadata: Record<string, string>;
  topology: AnyJson;
}

function spoiled(change: (parts: Parts) => unknown): Uint8Array {
  const { tensors, metadata } = readSafetensors(good);
  const parts: Parts = { tensors, metadata, topology: JSON.parse(metadata['simdgrad.model']) };
  const written = metadata['simdgrad.model'];
  change(parts);
  if (metadata['simdgrad.model'] === written) metadata['simdgrad.model'] = JSON.stringify(parts.topology);
  return writeSafetensors(parts.tensors, metadata);
}

const float32 = (shape: number[], value = 0): StoredTensor => ({
  dtype: 'F32',
  shape,
  data: new Float32Array(shape.reduce((product, n) => product * n, 1)).fill(value),
});
const layer = (place: number, change: object) =>
  spoiled(({ topology }) => Object.assign(topology.layers[place], change));
const config = (place: number, change: object) =>
  spoiled(({ topology }) => Object.assign(topology.layers[place].config, change));
const top = (change: object) => spoiled(({ topology }) => Object.assign(topology, change));
const text = (value: string) => spoiled(({ metadata }) => Object.assign(metadata, { 'simdgrad.model': value }));
const version = (value: string) => spoiled(({ metadata }) => Object.assign(metadata, { 'simdgrad.format': value }));
const weight = (name: string, value: StoredTensor) =>
  spoiled(({ tensors }) => Object.assign(tensors, { [name]: value }));

const rows: [what: string, file: Uint8Array, message: RegExp][] = [
  ['no safetensors file', new TextEncoder().encode('{"model": "none"}'), /a header of \d+ bytes, but at most/],
  ['a file that is cut', good.subarray(0, good.length - 1), /cut short/],
  ['a longer file', Uint8Array.of(...good, 0), /bytes after the header/],
  ['an empty file', new Uint8Array(), /at least 8 bytes, got 0/],
  ['a safetensors file without a model', writeSafetensors({ a: tensor([1]) }), /the metadata lack 'simdgrad.format'/],
  [
    'metadata without the model',
    spoiled(({ metadata }) => Reflect.deleteProperty(metadata, 'simdgrad.model') && 0),
    /lack 'simdgrad.model'/,
  ],
  ['a later format', version('2'), /made by a later simdgrad: format 2, this one reads up to 1; update it/],
  ['a much later format', version('999999999'), /format 999999999/],
  ['format 0', version('0'), /'simdgrad.format' must be a whole number, got "0"/],
  ['a format of words', version('one'), /whole number, got "one"/],
  ['a format beyond all numbers', version('9'.repeat(400)), /whole number, got "9{57}\.\.\."/],
  ['a model that is no JSON', text('{"type":'), /the model is not JSON/],
  ['a model of code', text('process.exit(1)'), /the model is not JSON/],
  ['a nested model', text('['.repeat(1e5) + ']'.repeat(1e5)), /the model holds arrays and objects more than 64 deep/],
  ['a model that is too long', text(`{"type":"${'x'.repeat(2 ** 24)}"}`), /the model has 16777227 characters/],
  ['a model of null', text('null'), /the model must be an object, got null/],
  ['a model of a list', text('[]'), /the model must be an object, got an array of 0/],
  ['another kind of model', top({ type: 'Functional' }), /the model must be a 'Sequential', got "Functional"/],
  ['a key that means nothing', top({ onLoad: 'run me' }), /the model has "onLoad", which means nothing/],
  ['a key that objects have', text('{"__proto__": {}, "type": "Sequential"}'), /"__proto__", which means nothing/],
  ['no layers', top({ layers: [] }), /at least one layer, got an array of 0/],
  ['layers that are no list', top({ layers: { length: 1e9 } }), /layers must be an array, got an Object/],
  ['a layer of null', top({ layers: [null] }), /layer 1 must be an object, got null/],
  [
    'an unknown layer',
    layer(2, { type: 'Residual' }),
    /layer 3: unknown type "Residual"\. Known: .*Dense.*\{ layers: \{ Residual \} \}/,
  ],
  ['a misspelt layer', layer(2, { type: 'DropOut' }), /unknown type "DropOut"; did you mean 'Dropout'\?/],
  ['a layer that objects have', layer(0, { type: 'constructor' }), /unknown type "constructor"/],
  ['the prototype as a layer', layer(0, { type: '__proto__' }), /unknown type "__proto__"/],
  ['a layer of a number', layer(0, { type: 7 }), /layer 1: type must be text, got 7/],
  ['a name of a number', layer(0, { name: 7 }), /layer 1: name must be text, got 7/],
  ['a name with dots', layer(0, { name: '../etc' }), /without dots and spaces, got "\.\.\/etc"/],
  ['two layers of one name', layer(2, { name: 'dense1' }), /two layers are named 'dense1'/],
  ['a type of ten million letters', layer(0, { type: 'D'.repeat(1e7) }), /unknown type "D{57}\.\.\."\. Known/],
  ['a name of ten million letters', layer(0, { name: 'd'.repeat(1e7) }), /weights: d{900,}…$/],
  ['an option of ten million letters', config(0, { ['u'.repeat(1e7)]: 1 }), /unknown option 'u{900,}…$/],
  ['no config', layer(0, { config: undefined }), /layer 1: config must be an object, got undefined/],
  ['a list for a config', layer(0, { config: [3] }), /config must be an object, got an array of 1/],
  ['another key in a layer', layer(0, { weights: 'http://example.org' }), /layer 1 has "weights", which means nothing/],
  ['an option that there is not', config(0, { unit: 3 }), /unknown option 'unit'/],
  ['an option of another type', config(0, { units: '3' }), /units must be a number, got "3"/],
  ['half a unit', config(0, { units: 2.5 }), /units must be a whole number of at least 1, got 2.5/],
  ['negative units', config(0, { units: -3 }), /got -3/],
  ['units beyond all memory', config(0, { units: 1e15 }), /at most 2\^30 elements fit, got \[4, 1000000000000000\]/],
  ['units for gigabytes', config(0, { units: 2 ** 28 }), /dense1.weight: expected \[4, 268435456\], got \[4, 3\]/],
  ['an unknown activation', config(0, { activation: 'eval' }), /activation must be one of .*, got "eval"/],
  ['an activation that objects have', config(0, { activation: 'toString' }), /got "toString"/],
  [
    'an unknown regularizer',
    config(0, { weightRegularizer: { type: 'l3', lambda: 1 } }),
    /type must be one of .*, got "l3"/,
  ],
  ['a regularizer that objects have', config(0, { weightRegularizer: { type: 'constructor' } }), /got "constructor"/],
  ['a negative penalty', config(0, { weightRegularizer: { type: 'l2', lambda: -1 } }), /lambda.*-1/],
  ['an initializer of its own', config(0, { weightInitializer: { fill: 'x' } }), /must be the name of an initializer/],
  ['dropout of everything', config(2, { rate: 1 }), /rate must be in \[0, 1\), got 1/],
  ['an epsilon of 0', config(1, { epsilon: 0 }), /epsilon must be positive, got 0/],
  [
    'a momentum that JSON reads as infinite',
    text(JSON.stringify(JSON.parse(readSafetensors(good).metadata['simdgrad.model'])).replace('0.99', '1e999')),
    /momentum must be in \[0, 1\), got Infinity/,
  ],
  ['another input shape', top({ inputShape: [5] }), /dense1.weight: expected \[5, 3\], got \[4, 3\]/],
  ['inputs for gigabytes', top({ inputShape: [2 ** 28] }), /dense1.weight: expected \[268435456, 3\], got \[4, 3\]/],
  ['an input shape of text', top({ inputShape: '4' }), /inputShape: shape must be an array/],
  ['no input shape', top({ inputShape: undefined }), /inputShape/],
  ['an input of nothing', top({ inputShape: [0] }), /at least 1, got \[0\]/],
  ['an input shape of a million axes', top({ inputShape: new Array(1e6).fill(1) }), /at most 64 axes, got 1000000/],
  ['a negative seed', top({ seed: -1 }), /seed must be a whole number of at least 0, got -1/],
  ['a seed of text', top({ seed: '1' }), /seed must be a number, got "1"/],
  ['a negative count of forwards', top({ trainingForwards: -1 }), /trainingForwards must be .*, got -1/],
  [
    'a count of forwards beyond 2³²',
    top({ trainingForwards: 2 ** 32 }),
    /trainingForwards must be below 2\^32, got 4294967296/,
  ],
  ['frozen layers that are no list', top({ frozen: 'all' }), /frozen must be an array, got "all"/],
  ['a frozen layer that there is not', top({ frozen: ['dense9'] }), /no layer "dense9", which should be frozen/],
  [
    'a missing weight',
    spoiled(({ tensors }) => Reflect.deleteProperty(tensors, 'dense2.bias') && 0),
    /dense2.bias \[2\] is missing/,
  ],
  [
    'missing running statistics',
    spoiled(({ tensors }) => Reflect.deleteProperty(tensors, 'batchNorm1.runningMean') && 0),
    /batchNorm1.runningMean \[3\] is missing/,
  ],
  ['a weight too many', weight('dense3.weight', float32([2, 2])), /no layer has "dense3.weight"/],
  [
    'a hundred weights too many',
    spoiled(({ tensors }) => {
      for (let i = 0; i < 100; i++) tensors[`w${i}`] = float32([1]);
    }),
    /"w0", .*, … 100 in all/,
  ],
  [
    'a weight of another shape',
    weight('dense1.weight', float32([3, 4])),
    /dense1.weight: expected \[4, 3\], got \[3, 4\]/,
  ],
  ['a flat weight', weight('dense1.weight', float32([12])), /dense1.weight: expected \[4, 3\], got \[12\]/],
  ['an empty weight', weight('dense1.weight', float32([4, 0])), /dense1.weight: expected \[4, 3\], got \[4, 0\]/],
  [
    'a weight of another type',
    weight('dense1.bias', { dtype: 'F64', shape: [3], data: new Float64Array(3) }),
    /weight "dense1.bias" must be F32, got F64/,
  ],
  ['a weight that is not a number', weight('dense1.bias', float32([3], Number.NaN)), /dense1.bias has NaN at place 0/],
  [
    'infinite running statistics',
    weight('batchNorm1.runningVariance', float32([3], Infinity)),
    /batchNorm1.runningVariance has Infinity/,
  ],
  [
    'preprocessing that is no JSON',
    spoiled(({ metadata }) => {
      metadata['simdgrad.preprocessing'] = 'NaN';
    }),
    /the preprocessing is not JSON/,
  ],
  [
    'preprocessing too deep',
    spoiled(({ metadata }) => {
      metadata['simdgrad.preprocessing'] = '['.repeat(1e6);
    }),
    /the preprocessing holds/,
  ],
  [
    'a header that names a weight twice',
    fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{}}', [0, 0, 0, 0]),
    /"a" comes twice/,
  ],
];

describe('hostile model files', () => {
  it.each(rows)('%s', (_, file, message) => {
    const before = process.memoryUsage().arrayBuffers;
    const error = thrownBy(() => deserializeModel(file));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/^deserializeModel: /);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(1100);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * file.length + 2 ** 20);
  });

  it('leave nothing behind: the good file loads as before', async () => {
    const loaded = deserializeModel(good);
    expect(await loaded.model.fingerprint()).toBe(await model.fingerprint());
    expect(loaded.preprocessing).toEqual({ classes: ['a', 'b'] });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('with random bits flipped are refused with a DataError, or load', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(7)), { minLength: 1, maxLength: 5 }), (flips) => {
        const bytes = good.slice();
        for (const [place, bit] of flips) bytes[place] ^= 1 << bit;
        try {
          deserializeModel(bytes);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('with any JSON in the place of any value are refused with a DataError, or load', () => {
    const places = placesIn(JSON.parse(readSafetensors(good).metadata['simdgrad.model']));
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        ...['l2', 'relu', 'Dense', '__proto__', 'constructor', 1e9, 2 ** 30, 2 ** 31, 1e308, -0, [1e9, 1e9]],
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), value, (place, replacement) => {
        const bytes = spoiled(({ topology }) => {
          const parent = place.slice(0, -1).reduce((inside, key) => inside[key], topology);
          parent[place[place.length - 1]] = replacement;
        });
        try {
          deserializeModel(bytes);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** The paths to all values in a JSON value but itself. */
function placesIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => [[key], ...placesIn(inside).map((path) => [key, ...path])]);
}

describe('deserializeModel refuses', () => {
  class Plain extends Layer {
    override forward(x: Tensor): Tensor {
      return x;
    }
  }
  const residual = serializeModel({ model: new Sequential([new Residual({ units: 4 })], { inputShape: [4] }) });
  type ErrorClass = new (...args: never[]) => Error;
  const calls: [what: string, call: () => unknown, error: ErrorClass, message: RegExp][] = [
    ['text', () => deserializeModel('model' as never), TypeError, /a Uint8Array or ArrayBuffer, got "model"/],
    ['a misspelt option', () => deserializeModel(good, { layer: {} } as never), TypeError, /did you mean 'layers'/],
    [
      'a list of layers',
      () => deserializeModel(good, { layers: [Residual] as never }),
      TypeError,
      /object of classes by type, got an array/,
    ],
    [
      'a layer for a class',
      () => deserializeModel(good, { layers: { Residual: new Dense(3) as never } }),
      TypeError,
      /Residual must be a class of layers, got a Dense/,
    ],
    [
      'a function for a class',
      () => deserializeModel(good, { layers: { Residual: (() => 0) as never } }),
      TypeError,
      /Residual must be a class of layers/,
    ],
    [
      'another Dense',
      () => deserializeModel(good, { layers: { Dense: Residual } }),
      TypeError,
      /Dense is a layer of the library/,
    ],
    [
      'a class of another type',
      () => deserializeModel(residual, { layers: { Residual: Plain } }),
      DataError,
      /the class given for 'Residual' makes layers of type 'Plain'/,
    ],
  ];
  it.each(calls)('%s', (_, call, error, message) => {
    const thrown = thrownBy(call);
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(/^deserializeModel: /);
    expect(thrown.message).toMatch(message);
  });
});
