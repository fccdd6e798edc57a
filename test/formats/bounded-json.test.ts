import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { jsonText, parseJson } from '../../src/formats/bounded-json.ts';
import { StandardScaler } from '../../src/index.ts';
import { thrownBy } from '../helpers/errors.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('jsonText', () => {
  it('writes what comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = jsonText('test', 'x', value);
        expect(parseJson('test', 'x', text)).toEqual(JSON.parse(JSON.stringify(value))); // in which −0 is 0
      }),
    );
    expect(jsonText('test', 'x', { a: undefined, b: Object.create(null) })).toBe('{"b":{}}');
  });

  it('asks what can say itself as JSON', () => {
    const scaler = new StandardScaler().fit([[1], [3]]);
    expect(JSON.parse(jsonText('test', 'x', { scaler }))).toEqual({ scaler: scaler.toJSON() });
  });

  const circle: { inside?: unknown } = {};
  circle.inside = circle;
  const wrong: [what: string, value: unknown, error: typeof TypeError | typeof RangeError, message: RegExp][] = [
    ['NaN', { rate: Number.NaN }, RangeError, /^test: x: "rate" is NaN, which JSON does not have$/],
    ['an infinity', [Infinity], RangeError, /x: "0" is Infinity/],
    ['undefined', undefined, TypeError, /^test: x must be plain JSON, got undefined$/],
    ['undefined in an array', [undefined], TypeError, /x: "0" must be plain JSON, got undefined/],
    ['a function', { f: () => 0 }, TypeError, /"f" must be plain JSON, got function f/],
    ['a symbol', { s: Symbol.iterator }, TypeError, /"s" must be plain JSON/],
    ['a bigint', { n: 1n }, TypeError, /"n" must be plain JSON/],
    ['a typed array', { mean: Float32Array.of(1) }, TypeError, /"mean" must be plain JSON, got a Float32Array of 1/],
    ['a Map', { classes: new Map() }, TypeError, /"classes" must be plain JSON, got a Map/],
    ['a circle', circle, TypeError, /^test: x cannot be written as JSON: .*circular/s],
    [
      'a getter that throws',
      Object.defineProperty({}, 'a', { get: () => fail(), enumerable: true }),
      TypeError,
      /no luck/,
    ],
    ['what is too deep', JSON.parse(nested(65)), RangeError, /^test: x holds arrays and objects more than 64 deep$/],
    ['what is too long', 'x'.repeat(2 ** 24), RangeError, /^test: x has 16777218 characters, but at most 16777216/],
  ];
  function fail(): never {
    throw new Error('no luck');
  }

  it.each(wrong)('refuses %s', (_, value, error, message) => {
    const thrown = thrownBy(() => jsonText('test', 'x', value));
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(message);
  });
});

describe('parseJson', () => {
  it('reads depth 64, and brackets in strings at any depth', () => {
    for (const text of [nested(64), '"[[[[\\"[[[["', JSON.stringify(`${nested(100)}\\"`)]) {
      expect(parseJson('test', 'x', text)).toEqual(JSON.parse(text));
    }
  });

  it.each([
    ['nothing', '', /^test: x is not JSON: /],
    ['half of it', '{"a":', /is not JSON/],
    ['NaN', '{"a":NaN}', /is not JSON/],
    ['what is too deep', nested(65), /^test: x holds arrays and objects more than 64 deep$/],
    ['what is too deep and never ends', '[{"":'.repeat(3e6), /more than 64 deep/],
    [
      'what is too long',
      ' '.repeat(2 ** 24 + 1),
      /^test: x has 16777217 characters, but at most 16777216 are allowed$/,
    ],
    ['a string that ends in a backslash', '"\\', /is not JSON/],
  ])('refuses %s', (_, text, message) => {
    const error = thrownBy(() => parseJson('test', 'x', text));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(message);
  });
});
