import { describe, expect, expectTypeOf, test } from 'vitest';
import { DataError } from '../../../src/errors.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { type ParametersOf, Space } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';
import { thrownBy } from '../../helpers/errors.ts';

const definition = {
  learningRate: logUniform(1e-4, 1e-1),
  optimizer: choice(['sgd', 'adam', 'rmsProp']),
  momentum: when('optimizer', ['sgd', 'rmsProp'], uniform(0, 0.9)),
  nesterov: when('optimizer', 'sgd', choice([true, false])),
  decay: when('nesterov', true, integer(1, 4)),
};
const space = new Space(definition);

describe('a space', () => {
  test('has the parameters of a point, without those whose condition does not hold', () => {
    expect(space.at([0, 0.5, 0.1, 0.1, 0.1])).toEqual({ learningRate: 1e-4, optimizer: 'adam' });
    expect(space.at([0, 0.9, 0.5, 0.1, 0.1])).toEqual({ learningRate: 1e-4, optimizer: 'rmsProp', momentum: 0.45 });
    const all = { learningRate: 1e-4, optimizer: 'sgd', momentum: 0, nesterov: true, decay: 4 };
    expect(space.at([0, 0, 0, 0, 0.99])).toEqual(all);
    expect(space.at([0, 0, 0, 0.9, 0.99])).toEqual({
      learningRate: 1e-4,
      optimizer: 'sgd',
      momentum: 0,
      nesterov: false,
    });
  });

  test('has the places of a point, and of what is left out none', () => {
    const units = space.units({ learningRate: 1e-4, optimizer: 'adam' });
    expect(Array.from(units)).toEqual([0, 0.5, Number.NaN, Number.NaN, Number.NaN]);
    const point = space.at([0.3, 0.1, 0.7, 0.2, 0.6]);
    expect(space.at(space.units(point))).toEqual({
      ...point,
      learningRate: expect.closeTo(point.learningRate, 15),
      momentum: expect.closeTo(point.momentum!, 15),
    });
  });

  test('counts its points, those that differ in what is left out as one', () => {
    expect(space.size).toBe(Infinity);
    const { optimizer, nesterov, decay } = definition;
    // adam, rmsProp, sgd without nesterov, sgd with four decays
    expect(new Space({ optimizer, nesterov, decay }).size).toBe(7);
    expect(new Space({ a: integer(1, 2 ** 31), b: when('a', [7, 8], choice(['x', 'y'])) }).size).toBe(2 ** 31 + 2);
    expect(new Space({ a: choice([1]), b: when('a', 1, choice(['x', 'y'])) }).size).toBe(2);
  });

  test('has the types of its parameters', () => {
    type Point = ParametersOf<typeof definition>;
    expectTypeOf<Point['learningRate']>().toEqualTypeOf<number>();
    expectTypeOf<Point['optimizer']>().toEqualTypeOf<'sgd' | 'adam' | 'rmsProp'>();
    expectTypeOf<Point['momentum']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Point['nesterov']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf(space.at([])).toEqualTypeOf<Point>();
  });

  test('comes back from JSON', () => {
    const back = Space.fromJSON(JSON.parse(JSON.stringify(space)));
    expect(back.toJSON()).toEqual(space.toJSON());
    expect(back.at([0.2, 0.1, 0.2, 0.3, 0.4])).toEqual(space.at([0.2, 0.1, 0.2, 0.3, 0.4]));
  });
});

describe('parameters from elsewhere', () => {
  test('are put in order, and what is left out may be undefined', () => {
    const given = { nesterov: false, momentum: 0.5, optimizer: 'sgd', learningRate: 0.01, decay: undefined };
    expect(Object.entries(space.require('test', given))).toEqual([
      ['learningRate', 0.01],
      ['optimizer', 'sgd'],
      ['momentum', 0.5],
      ['nesterov', false],
    ]);
  });

  test.each<[string, unknown, string]>([
    ['none', undefined, 'test: expected parameters by name, got undefined'],
    ['a list', [1], 'test: expected parameters by name, got an array of 1'],
    [
      'a misspelt one',
      { learningrate: 1 },
      "test: there is no parameter 'learningrate'; did you mean 'learningRate'? Parameters: learningRate, optimizer",
    ],
    ['a missing one', { optimizer: 'adam' }, 'test: learningRate must be from 0.0001 to 0.1, got undefined'],
    ['one outside', { learningRate: 1, optimizer: 'adam' }, 'test: learningRate must be from 0.0001 to 0.1, got 1'],
    [
      'one of another kind',
      { learningRate: 0.1, optimizer: 'lion' },
      `test: optimizer must be one of "sgd", "adam", "rmsProp", got "lion"`,
    ],
    [
      'one that must be left out',
      { learningRate: 0.1, optimizer: 'adam', momentum: 0.5 },
      `test: momentum must be left out unless optimizer is "sgd" or "rmsProp", got 0.5`,
    ],
  ])('%s is refused', (_, parameters, message) => {
    const error = thrownBy(() => space.require('test', parameters));
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toContain(message);
  });
});

test.each<[string, () => unknown, typeof RangeError | typeof TypeError | typeof DataError, string]>([
  ['nothing', () => new Space({}), RangeError, 'Space: there must be a parameter, got none'],
  ['a list', () => new Space([] as never), TypeError, 'Space: expected dimensions by name, got an array of 0'],
  [
    'a number',
    () => new Space({ a: 1 } as never),
    TypeError,
    "Space: 'a' must be a dimension, such as uniform(0, 1) or choice(['relu', 'tanh']), got 1",
  ],
  [
    'an unknown condition',
    () => new Space({ kind: choice(['x']), b: when('knid', 'x', uniform(0, 1)) }),
    TypeError,
    "Space: 'b' depends on 'knid', which is not there; did you mean 'kind'?",
  ],
  [
    'a condition behind',
    () => new Space({ b: when('a', 'x', uniform(0, 1)), a: choice(['x']) }),
    TypeError,
    "Space: 'b' depends on 'a', which stands behind it; put it before",
  ],
  [
    'a condition on itself',
    () => new Space({ a: when('a', 'x', choice(['x'])) }),
    TypeError,
    "Space: 'a' depends on 'a', which is itself",
  ],
  [
    'a continuous condition',
    () => new Space({ a: uniform(0, 1), b: when('a', 0.5, uniform(0, 1)) }),
    TypeError,
    "Space: 'b' depends on 'a', which is continuous",
  ],
  [
    'a condition that never holds',
    () => new Space({ a: choice(['x']), b: when('a', 'y', uniform(0, 1)) }),
    RangeError,
    `Space: 'b' is there when 'a' is "y", but that is one of "x"`,
  ],
  [
    'when without a name',
    () => when('', 1, uniform(0, 1)),
    TypeError,
    `when: parent must be the name of a parameter, got ""`,
  ],
  [
    'when without a value',
    () => when('a', [], uniform(0, 1)),
    RangeError,
    "when: there must be a value that 'a' has to have, got none",
  ],
  ['when in when', () => when('a', 1, when('b', 1, uniform(0, 1)) as never), TypeError, 'conditions do not nest'],
  ['JSON of nothing', () => Space.fromJSON(null), DataError, 'Space.fromJSON: expected dimensions by name, got null'],
  [
    'JSON of another kind',
    () => Space.fromJSON({ a: { kind: 'normal' } }),
    DataError,
    "Space.fromJSON: 'a': kind must be one of",
  ],
  [
    'JSON with a wrong condition',
    () => Space.fromJSON({ a: { kind: 'choice', values: [1], when: { parent: 'b', values: [1] } } }),
    DataError,
    "Space.fromJSON: Space: 'a' depends on 'b'",
  ],
])('%s is refused', (_, call, kind, message) => {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toContain(message);
});
