import { describe, expect, test } from 'vitest';
import { choice } from '../../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../../src/search/space/continuous.ts';
import type { Dimension } from '../../../src/search/space/dimension.ts';
import { dimensionFrom } from '../../../src/search/space/dimension-from-json.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { thrownBy } from '../../helpers/errors.ts';

/** How much of the interval each value has, counted at many even places. */
function shares(dimension: Dimension, places = 60_000): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (let i = 0; i < places; i++) {
    const value = dimension.at((i + 0.5) / places);
    counts.set(value, (counts.get(value) ?? 0) + 1 / places);
  }
  return counts;
}

describe('continuous dimensions', () => {
  test('are scales of the interval', () => {
    expect([0, 0.25, 1].map((u) => uniform(-2, 6).at(u))).toEqual([-2, 0, 6]);
    expect(logUniform(1e-4, 1e-2).at(0.5)).toBeCloseTo(1e-3, 15);
    expect([logUniform(1e-4, 0.1).at(0), logUniform(1e-4, 0.1).at(1)]).toEqual([1e-4, 0.1]);
  });

  test.each([uniform(-2, 6), uniform(0, 1e300), logUniform(1e-8, 1e8), logUniform(1e-300, 1e308)])(
    '%s: the place of a value is where it is, and no place is outside',
    (dimension) => {
      for (let i = 0; i <= 100; i++) {
        const value = dimension.at(i / 100);
        expect(dimension.includes(value)).toBe(true);
        expect(Math.abs(dimension.unit(value) - i / 100)).toBeLessThan(1e-12);
      }
      expect([dimension.includes(Number.NaN), dimension.includes('1'), dimension.size]).toEqual([
        false,
        false,
        Infinity,
      ]);
    },
  );
});

describe('integers', () => {
  test('have cells of one width, with steps from the lowest', () => {
    const dimension = integer(3, 12, { step: 4 }); // 3, 7, 11
    expect(dimension.size).toBe(3);
    expect([...shares(dimension)]).toEqual([3, 7, 11].map((value) => [value, expect.closeTo(1 / 3, 10)]));
    expect([11, 12, 15, 4, 3.5, '3'].map((value) => dimension.includes(value))).toEqual([
      true,
      ...Array(5).fill(false),
    ]);
  });

  test('on a scale of logarithms have cells from the middle before to the middle behind', () => {
    const dimension = integer(8, 256, { step: 8, log: true });
    const found = shares(dimension);
    expect(found.size).toBe(32);
    const width = Math.log(260) - Math.log((8 * 8) / 12);
    expect(found.get(8)).toBeCloseTo((2 * Math.log(12 / 8)) / width, 4);
    for (const value of [16, 128, 256]) {
      expect(found.get(value)).toBeCloseTo(Math.log((value + 4) / (value - 4)) / width, 4);
    }
  });

  test.each([
    integer(0, 0),
    integer(-5, 5),
    integer(1, 1000, { log: true }),
    integer(1, 2 ** 31, { log: true }),
    integer(-(2 ** 53) + 1, 2 ** 53 - 1, { step: 2 ** 40 }),
    integer(1, 9, { step: 3, log: true }),
  ])('%s: the middle of a cell is in it', (dimension) => {
    const { size } = dimension;
    for (let i = 0; i < Math.min(size, 500); i++) {
      const value = dimension.at(size <= 500 ? (i + 0.5) / size : i / 500);
      expect(dimension.at(dimension.unit(value))).toBe(value);
      expect(dimension.includes(value)).toBe(true);
    }
    for (const u of [0, 1]) expect(dimension.at(dimension.unit(dimension.at(u)))).toBe(dimension.at(u));
    expect(dimension.includes(dimension.at(1))).toBe(true);
  });
});

test('choices have cells of one width, in their order', () => {
  const dimension = choice(['relu', 'tanh', 2, false]);
  expect([...shares(dimension)]).toEqual(['relu', 'tanh', 2, false].map((value) => [value, expect.closeTo(0.25, 10)]));
  for (const value of ['relu', 'tanh', 2, false] as const) expect(dimension.at(dimension.unit(value))).toBe(value);
  expect([dimension.includes('relu'), dimension.includes('2'), dimension.size]).toEqual([true, false, 4]);
  expect(dimension.at(1)).toBe(false);
});

test.each([
  uniform(0, 1),
  logUniform(1, 2),
  integer(2, 9, { step: 3 }),
  integer(1, 9, { log: true }),
  choice(['a', 1, true]),
])('%s comes back from JSON', (dimension) => {
  const back = dimensionFrom(JSON.parse(JSON.stringify(dimension)));
  expect([back.toJSON(), String(back), back.size]).toEqual([dimension.toJSON(), String(dimension), dimension.size]);
});

test('they say what their values are', () => {
  expect([uniform(0, 0.5), integer(8, 20, { step: 8 }), integer(1, 3), choice(['a', 2])].map(String)).toEqual([
    'from 0 to 0.5',
    'a whole number from 8 to 16 by steps of 8',
    'a whole number from 1 to 3',
    'one of "a", 2',
  ]);
});

test.each<[string, () => unknown, typeof RangeError | typeof TypeError, string]>([
  ['uniform, inverted', () => uniform(2, 1), RangeError, 'uniform: low must be below high, got 2 and 1'],
  ['uniform, of one value', () => uniform(1, 1), RangeError, 'uniform: low must be below high, got 1 and 1'],
  ['uniform, infinite', () => uniform(0, Infinity), RangeError, 'uniform: high must be finite, got Infinity'],
  ['uniform, too wide', () => uniform(-1e308, 1e308), RangeError, 'uniform: high − low must be finite, got Infinity'],
  ['logUniform of zero', () => logUniform(0, 1), RangeError, 'logUniform: low must be positive, got 0'],
  ['logUniform, inverted', () => logUniform(1, 0.1), RangeError, 'logUniform: low must be below high, got 1 and 0.1'],
  ['integer, inverted', () => integer(3, 1), RangeError, 'integer: low must not be above high, got 3 and 1'],
  ['integer, a fraction', () => integer(0.5, 1), RangeError, 'integer: low must be a whole number of at least'],
  [
    'integer, log of zero',
    () => integer(0, 8, { log: true }),
    RangeError,
    'integer: low must be a whole number of at least 1, got 0',
  ],
  [
    'integer, no step',
    () => integer(0, 8, { step: 0 }),
    RangeError,
    'integer: step must be a whole number of at least 1, got 0',
  ],
  [
    'integer, too many',
    () => integer(0, 2 ** 40),
    RangeError,
    'integer: there may be 2^31 values at most, got 1099511627777; take a larger step',
  ],
  [
    'integer, misspelt',
    () => integer(0, 8, { stpe: 2 } as never),
    TypeError,
    "integer: unknown option 'stpe'; did you mean 'step'?",
  ],
  ['choice of nothing', () => choice([]), RangeError, 'choice: there must be a value to choose, got an empty list'],
  ['choice of one text', () => choice('relu' as never), TypeError, `choice: values must be a list, got "relu"`],
  ['choice, twice', () => choice(['a', 'b', 'a']), RangeError, 'choice: "a" is there twice; leave one out'],
  ['choice of NaN', () => choice([1, Number.NaN]), RangeError, 'choice: numbers must be finite, got NaN at 1'],
  [
    'choice of objects',
    () => choice([{}] as never),
    TypeError,
    'choice: values must be texts, numbers or truth values, got',
  ],
  [
    'JSON of another kind',
    () => dimensionFrom({ kind: 'normal' }),
    RangeError,
    `kind must be one of uniform, logUniform, integer, choice, got "normal"`,
  ],
])('%s is refused', (_, call, kind, message) => {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toContain(message);
});

describe('cells', () => {
  test.each([
    integer(3, 12, { step: 4 }),
    integer(8, 256, { step: 8, log: true }),
    integer(1, 3, { log: true }),
    choice(['a', 'b', 3]),
  ] as Dimension[])('of %s lie side by side, and hold the places of their value', (dimension) => {
    let end = 0;
    for (let i = 0; i < dimension.size; i++) {
      const [low, high] = dimension.cell(end + 1e-9);
      expect(low).toBeCloseTo(end, 12);
      const value = dimension.at(low + 1e-9);
      expect(dimension.at(high - 1e-9)).toBe(value);
      expect(dimension.unit(value)).toBeCloseTo((low + high) / 2, 12);
      end = high;
    }
    expect(end).toBeCloseTo(1, 12);
  });

  test('of a scale are its places', () => {
    expect([uniform(-2, 6), logUniform(1, 2)].map((dimension) => dimension.cell(0.3))).toEqual([
      [0.3, 0.3],
      [0.3, 0.3],
    ]);
  });
});
