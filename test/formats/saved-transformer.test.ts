/** The transformer in a model file: it comes back as it was, and what is wrong with it is refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ColumnTransformer,
  DataError,
  Dense,
  deserializeModel,
  LabelEncoder,
  NotFittedError,
  readSafetensors,
  Sequential,
  ShapeError,
  serializeModel,
  Table,
  writeSafetensors,
} from '../../src/index.ts';
import type { AnyJson } from '../helpers/any-json.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const trees = new Table({
  id: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
  age: [20, 40, Number.NaN, 30, 50, 60],
  kind: ['oak', 'elm', 'oak', 'ash', 'oak', ''],
  ring: ['wide', 'wide', 'thin', 'wide', 'thin', 'odd'],
});
const transformer = new ColumnTransformer({
  drop: ['id'],
  numeric: { log: ['age'], scale: 'robust' },
  categorical: { minFrequency: { ring: 2 }, unknown: 'error' },
}).fit(trees);
const model = new Sequential([new Dense(5, { activation: 'tanh' }), new Dense(2, { activation: 'softmax' })], {
  inputShape: [transformer.featureNames.length],
  seed: 3,
});
const later = new Table({ ring: ['thin', 'odd'], kind: ['elm', ''], extra: [1, 2], age: [Number.NaN, 1e6] });
const good = serializeModel({ model, transformer });

/** The file with another text for its transformer. */
function withText(text: string): Uint8Array {
  const { tensors, metadata } = readSafetensors(good);
  return writeSafetensors(tensors, { ...metadata, 'simdgrad.transformer': text });
}
const writtenText = () => readSafetensors(good).metadata['simdgrad.transformer'];

describe('a model saved with its transformer', () => {
  it('predicts the same bits for raw rows', () => {
    const loaded = deserializeModel(good);
    expect(loaded.transformer!.featureNames).toEqual(transformer.featureNames);
    const expected = model.predict(transformer.transform(later)).toFloat32Array();
    expectSameBits(loaded.predict(later).toFloat32Array(), expected);
    expectSameBits(loaded.model.predict(loaded.transformer!.transform(later)).toFloat32Array(), expected);
    expect(loaded.predict(later).shape).toEqual([2, 2]);
  });

  it('has whatever else is needed beside it', () => {
    const classes = new LabelEncoder<string>().fit(['felled', 'left']);
    const preprocessing = { target: 'fate', task: 'binary', threshold: 0.4, classes };
    const loaded = deserializeModel(serializeModel({ model, transformer, preprocessing }));
    expect(loaded.preprocessing).toEqual(JSON.parse(JSON.stringify(preprocessing)));
    expect(serializeModel(loaded)).toEqual(serializeModel({ model, transformer, preprocessing }));
  });

  it('has the bytes that it has always had if there is none', () => {
    const { metadata } = readSafetensors(serializeModel({ model, transformer: undefined }));
    expect(Object.keys(metadata)).toEqual(['simdgrad.format', 'simdgrad.model']);
    expect(serializeModel({ model, transformer: undefined })).toEqual(serializeModel({ model }));
    const { tensors } = readSafetensors(good);
    expect(writeSafetensors(tensors, metadata)).toEqual(serializeModel({ model }));
  });

  it('needs it to predict for tables', () => {
    const loaded = deserializeModel(serializeModel({ model }));
    expect(loaded.transformer).toBeUndefined();
    const error = thrownBy(() => loaded.predict(later));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(
      'deserializeModel: the model was saved without a transformer, so it takes no table; give features to model.predict',
    );
    expect(() => deserializeModel(good).predict(later.drop(['age']))).toThrow(
      "ColumnTransformer.transform: the table lacks column 'age'",
    );
  });
});

describe('serializeModel refuses', () => {
  it('a transformer that is none, knows nothing, or does not fit the model', () => {
    const refusal = (wrong: unknown) => thrownBy(() => serializeModel({ model, transformer: wrong as never }));
    expect(refusal(transformer.toJSON())).toBeInstanceOf(TypeError);
    expect(refusal(transformer.toJSON()).message).toMatch(/transformer must be a ColumnTransformer, got an Object/);
    expect(refusal(new ColumnTransformer())).toBeInstanceOf(NotFittedError);
    const narrow = refusal(
      new ColumnTransformer({ numeric: { columns: ['age'] }, categorical: { columns: [] } }).fit(trees),
    );
    expect(narrow).toBeInstanceOf(ShapeError);
    expect(narrow.message).toBe('serializeModel: the transformer makes 1 feature, the model takes [8]');
  });
});

describe('a file is refused', () => {
  it.each([
    ['that holds no JSON', '{', /deserializeModel: the transformer is not JSON/],
    [
      'that is nested too deeply',
      '['.repeat(100) + ']'.repeat(100),
      /the transformer holds arrays and objects more than 64 deep/,
    ],
    ['that holds something else', '{"type":"StandardScaler"}', /ColumnTransformer.fromJSON: expected/],
    [
      'whose transformer does not fit its model',
      JSON.stringify(new ColumnTransformer().fit(trees)),
      /the transformer makes 14 features, the model takes \[8\]/,
    ],
  ])('%s', (_what, text, message) => {
    const error = thrownBy(() => deserializeModel(withText(text)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(message);
    expect(error.message.length).toBeLessThan(1000);
  });

  it('or what it says is a transformer: nothing in between', () => {
    const places: (readonly (string | number)[])[] = [];
    const visit = (value: AnyJson, path: readonly (string | number)[]): void => {
      places.push(path);
      if (typeof value === 'object' && value !== null) {
        for (const key of Object.keys(value)) visit(value[key], [...path, key]);
      }
    };
    visit(JSON.parse(writtenText()), []);
    const put = (value: AnyJson, [key, ...rest]: readonly (string | number)[], other: unknown): unknown => {
      if (key === undefined) return other;
      return Array.isArray(value)
        ? value.map((one, i) => (i === Number(key) ? put(one, rest, other) : one))
        : { ...value, [key]: put(value[key], rest, other) };
    };
    const wrong = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, -1, 0, 1e308, '', 'oak', [], {}, ['oak', 'oak'], true),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), wrong, (place, other) => {
        const text = JSON.stringify(put(JSON.parse(writtenText()), place, other));
        let loaded: ReturnType<typeof deserializeModel>;
        try {
          loaded = deserializeModel(withText(text));
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
          return;
        }
        try {
          expect(loaded.predict(later).shape).toEqual([2, 2]);
        } catch (error) {
          expect(error, text).toBeInstanceOf(DataError); // other columns, types or categories
        }
      }),
      { numRuns: 150 },
    );
  });
});
