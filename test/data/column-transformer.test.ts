import { describe, expect, test } from 'vitest';
import {
  ColumnTransformer,
  type ColumnTransformerOptions,
  DataError,
  MinMaxScaler,
  NotFittedError,
  RobustScaler,
  StandardScaler,
  Table,
} from '../../src/index.ts';
import type { AnyJson } from '../helpers/any-json.ts';
import { thrownBy } from '../helpers/errors.ts';

const missing = Number.NaN;
const table = new Table({
  id: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
  age: [20, 40, missing, 30, 50, 60],
  kind: ['oak', 'elm', 'oak', 'ash', 'oak', ''],
  pay: [0, 10, 1000, missing, -10, 99],
  tier: ['Other', 'low', 'low', 'low', 'mid', 'top'],
});
const { stringify } = JSON;

/** The features by name. */
function features(transformer: ColumnTransformer, from: Table): Record<string, number[]> {
  const rows = transformer.transform(from).toArray() as number[][];
  return Object.fromEntries(transformer.featureNames.map((name, j) => [name, rows.map((row) => row[j])]));
}

/** Numbers as they are, so that only categories are looked at. */
const plain = { columns: [] };

describe('numbers', () => {
  test('are filled by the median, then scaled, unless told otherwise', () => {
    const made = new ColumnTransformer({ categorical: { columns: [] } }).fit(table);
    const age = [20, 40, 40, 30, 50, 60].map((value) => [value]);
    const pay = [0, 10, 1000, 10, -10, 99].map((value) => [value]);
    const expected = {
      age: new StandardScaler().fitTransform(age).flat().map(Math.fround),
      pay: new StandardScaler().fitTransform(pay).flat().map(Math.fround),
    };
    expect(features(made, table)).toEqual(expected);
  });

  test.each([
    ['minMax', MinMaxScaler],
    ['robust', RobustScaler],
    ['standard', StandardScaler],
  ] as const)('are scaled %s in float64', (scale, Scaler) => {
    const values = [1e9 + 0.125, 1e9 + 0.25, 1e9 + 0.75, 1e9 + 2];
    const made = new ColumnTransformer({ numeric: { scale } }).fitTransform(new Table({ values }));
    const expected = new Scaler().fitTransform(values.map((value) => [value]));
    expect([...made.toFloat32Array()]).toEqual(expected.flat().map(Math.fround));
  });

  test('may be filled by the mean or by a number, and left unscaled', () => {
    const by = (impute: 'mean' | number) =>
      features(new ColumnTransformer({ numeric: { columns: ['age'], impute, scale: 'none' } }).fit(table), table).age;
    expect(by('mean')).toEqual([20, 40, 40, 30, 50, 60]);
    expect(by(-1)).toEqual([20, 40, -1, 30, 50, 60]);
    const empty = new Table({ x: [missing, missing] });
    expect([
      ...new ColumnTransformer({ numeric: { impute: 7, scale: 'none' } }).fitTransform(empty).toFloat32Array(),
    ]).toEqual([7, 7]);
  });

  test('take their logarithm after they are filled, before they are scaled', () => {
    const made = new ColumnTransformer({
      numeric: { columns: ['pay', 'age'], log: ['pay'], scale: 'none' },
      categorical: plain,
    }).fit(table);
    const { pay, age } = features(made, table);
    const expected = [0, Math.log(11), Math.log(1001), Math.log(11), -Math.log(11), Math.log(100)];
    pay.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 6);
    });
    expect(age).toEqual([20, 40, 40, 30, 50, 60]);
    expect(made.featureNames).toEqual(['pay', 'age']);
  });
});

describe('categories', () => {
  test('become features in order, missing cells one of their own', () => {
    const made = new ColumnTransformer({ drop: ['id', 'tier'], numeric: plain }).fit(table);
    expect(features(made, table)).toEqual({
      'kind=ash': [0, 0, 0, 1, 0, 0],
      'kind=elm': [0, 1, 0, 0, 0, 0],
      'kind=oak': [1, 0, 1, 0, 1, 0],
      'kind (missing)': [0, 0, 0, 0, 0, 1],
    });
  });

  test('that are rare share Other, which is not the category of that name', () => {
    const made = new ColumnTransformer({
      drop: ['id', 'kind'],
      numeric: plain,
      categorical: { minFrequency: { tier: 2 } },
    }).fit(table);
    expect(features(made, table)).toEqual({
      'tier=low': [0, 1, 1, 1, 0, 0],
      'tier (Other)': [1, 0, 0, 0, 1, 1],
    });
    const own = new ColumnTransformer({ numeric: plain, categorical: { columns: ['tier'] } }).fit(table);
    expect(own.featureNames).toEqual(['tier=Other', 'tier=low', 'tier=mid', 'tier=top']);
  });

  test('that exceed maxCategories join Other, the least frequent first, of equals the later', () => {
    const made = (maxCategories: number) =>
      new ColumnTransformer({ numeric: plain, categorical: { columns: ['tier'], maxCategories } }).fit(table)
        .featureNames;
    expect(made(4)).toEqual(['tier=Other', 'tier=low', 'tier=mid', 'tier=top']);
    expect(made(3)).toEqual(['tier=Other', 'tier=low', 'tier (Other)']);
    expect(made(2)).toEqual(['tier=low', 'tier (Other)']);
  });

  test('that were not there in fit go to Other, or nowhere if nothing was rare', () => {
    const later = new Table({ kind: ['oak', 'yew', '', 'ash'] });
    const options = (minFrequency: number) => ({ numeric: plain, categorical: { columns: ['kind'], minFrequency } });
    const train = [0, 1, 2, 3]; // without the missing cell
    expect(features(new ColumnTransformer(options(2)).fit(table, train), later)).toEqual({
      'kind=oak': [1, 0, 0, 0],
      'kind (Other)': [0, 1, 1, 1],
    });
    expect(features(new ColumnTransformer(options(1)).fit(table, train), later)).toEqual({
      'kind=ash': [0, 0, 0, 1],
      'kind=elm': [0, 0, 0, 0],
      'kind=oak': [1, 0, 0, 0],
    });
  });

  test('may have to be known', () => {
    const options: ColumnTransformerOptions = {
      numeric: plain,
      categorical: { columns: ['kind'], minFrequency: 2, unknown: 'error' },
    };
    const made = new ColumnTransformer(options).fit(table);
    const copy = ColumnTransformer.fromJSON(JSON.parse(stringify(made)));
    for (const one of [made, copy]) {
      expect(features(one, new Table({ kind: ['elm', '', 'oak'] }))['kind (Other)']).toEqual([1, 1, 0]);
      const error = thrownBy(() => one.transform(new Table({ kind: ['oak', 'yew'] })));
      expect(error).toBeInstanceOf(DataError);
      expect(error).toMatchObject({ row: 2, column: 'kind' });
      expect(error.message).toBe(
        `ColumnTransformer.transform: the category "yew" at row 2, column 'kind', was not there in fit; it saw "oak", "ash", "elm"`,
      );
    }
    const whole = new ColumnTransformer(options).fit(table, [0, 1, 2, 3]);
    expect(() => whole.transform(table)).toThrow(`a missing value at row 6, column 'kind', was not there in fit`);
  });

  test('may be numbers', () => {
    const codes = new Table({ code: [10, 9, missing, -1, 10], x: [1, 2, 3, 4, 5] });
    const made = new ColumnTransformer({ categorical: { columns: ['code'] }, numeric: { scale: 'none' } }).fit(codes);
    expect(features(made, codes)).toEqual({
      x: [1, 2, 3, 4, 5],
      'code=-1': [0, 0, 0, 1, 0],
      'code=9': [0, 1, 0, 0, 0],
      'code=10': [1, 0, 0, 0, 1],
      'code (missing)': [0, 0, 1, 0, 0],
    });
    expect(() => made.transform(new Table({ code: [Number.POSITIVE_INFINITY], x: [1] }))).toThrow(
      "value must be finite, got Infinity at row 1, column 'code'",
    );
  });

  test('lose their first feature where that follows from the others', () => {
    const made = new ColumnTransformer({
      numeric: plain,
      categorical: { columns: ['kind', 'tier'], dropFirst: true, minFrequency: { tier: 9 } },
    }).fit(table);
    expect(features(made, table)).toEqual({
      'kind=elm': [0, 1, 0, 0, 0, 0],
      'kind=oak': [1, 0, 1, 0, 1, 0],
      'kind (missing)': [0, 0, 0, 0, 0, 1],
    });
    expect(made.categoriesOf('kind')[0]).toEqual({ kind: 'category', value: 'ash', count: 1, feature: undefined });
    expect(made.categoriesOf('tier')).toEqual([{ kind: 'other', categories: 4, count: 6, feature: undefined }]);
  });
});

describe('a transformer', () => {
  const made = new ColumnTransformer({ drop: ['id'], categorical: { minFrequency: 2 } }).fit(table);

  test('says what it learned', () => {
    expect(made.categoriesOf('kind')).toEqual([
      { kind: 'category', value: 'oak', count: 3, feature: 'kind=oak' },
      { kind: 'other', categories: 3, count: 3, feature: 'kind (Other)' },
    ]);
    expect(made.columnTypes).toEqual({ age: 'number', pay: 'number', kind: 'string', tier: 'string' });
    expect(made.summary()).toBe(
      `6 features of 4 columns, learned from 6 rows
age   number, standard: 1 missing become 40
pay   number, standard: 1 missing become 10
kind  2 features: oak 3, (Other) 3 (3 categories)
tier  2 features: low 3, (Other) 3 (3 categories)
`,
    );
    expect(() => made.categoriesOf('age')).toThrow(`"age" is no column of categories. Columns: 'kind', 'tier'`);
  });

  test('sees only the rows it is given', () => {
    const wild = new Table({
      x: [1, Number.POSITIVE_INFINITY, 3, 1e300],
      kind: ['oak', 'yew', 'elm', ''],
    });
    const part = new ColumnTransformer().fit(wild, [2, 0]);
    expect(part.toJSON()).toEqual(new ColumnTransformer().fit(wild.rows([0, 2])).toJSON());
    expect(part.featureNames).toEqual(['x', 'kind=elm', 'kind=oak']);
  });

  test('takes tables with their columns in another order, and more of them', () => {
    const { age, pay, kind, tier } = Object.fromEntries(table.columnNames.map((name) => [name, table.column(name)]));
    const other = new Table([
      ['tier', tier as string[]],
      ['extra', [1, 2, 3, 4, 5, 6]],
      ['pay', pay as Float64Array],
      ['kind', kind as string[]],
      ['age', age as Float64Array],
    ]);
    expect(made.transform(other).toFloat32Array()).toEqual(made.transform(table).toFloat32Array());
  });

  test('takes a column of nothing as missing, whatever type a reader gave it', () => {
    const nothing = new Table({ age: ['', ''], pay: [1, 2], kind: [missing, missing], tier: ['low', 'low'] });
    const same = new Table({ age: [missing, missing], pay: [1, 2], kind: ['', ''], tier: ['low', 'low'] });
    expect(made.transform(nothing).toFloat32Array()).toEqual(made.transform(same).toFloat32Array());
  });

  test('goes through JSON to the same bits', () => {
    for (const options of [
      {},
      { numeric: { scale: 'robust', log: ['pay'], impute: 'mean' } },
      { numeric: { scale: 'minMax' }, categorical: { dropFirst: true, maxCategories: 2 } },
      { numeric: { columns: ['age'], scale: 'none', impute: 3 }, categorical: { columns: [] } },
      { numeric: { columns: [] }, categorical: { columns: ['kind', 'age'], unknown: 'error', minFrequency: 2 } },
    ] as ColumnTransformerOptions[]) {
      const one = new ColumnTransformer(options).fit(table);
      const text = stringify(one);
      const copy = ColumnTransformer.fromJSON(JSON.parse(text));
      expect(stringify(copy)).toBe(text);
      expect(copy.featureNames).toEqual(one.featureNames);
      expect(copy.summary()).toBe(one.summary());
      expect(copy.transform(table).toFloat32Array()).toEqual(one.transform(table).toFloat32Array());
      expect(stringify(copy.fit(table))).toBe(text);
    }
  });

  test('keeps no name of what is rare unless it must know it', () => {
    expect(stringify(made)).not.toContain('ash');
  });

  test('leaves what it learned alone when a fit fails', () => {
    const one = new ColumnTransformer().fit(table);
    const before = stringify(one);
    expect(() => one.fit(new Table({ x: [Number.POSITIVE_INFINITY] }))).toThrow(DataError);
    expect(stringify(one)).toBe(before);
  });

  test('must be fitted first', () => {
    const one = new ColumnTransformer();
    for (const use of [
      () => one.transform(table),
      () => one.featureNames,
      () => one.columnTypes,
      () => one.categoriesOf('kind'),
      () => one.summary(),
      () => one.toJSON(),
    ]) {
      expect(thrownBy(use)).toBeInstanceOf(NotFittedError);
    }
  });
});

describe('wrong tables', () => {
  const made = new ColumnTransformer({ drop: ['id'] }).fit(table);
  const columns = { age: [1, 2], pay: [1, 2], kind: ['oak', 'elm'], tier: ['low', 'low'] };
  const { age: _, ...lacking } = columns;
  type Row = [what: string, columns: Record<string, number[] | string[]>, message: string, at: object];
  test.each<Row>([
    [
      'a column that is missing',
      { ...lacking, agee: [1, 2] },
      `the table lacks column 'age'; did you mean 'agee'?`,
      { column: 'age' },
    ],
    [
      'text for numbers',
      { ...columns, age: ['', 'old'] },
      `column 'age' must be numbers, got text: "old" at row 2`,
      { row: 2, column: 'age' },
    ],
    [
      'numbers as text',
      { ...columns, age: ['7', '8'] },
      `"7" at row 1; read it with columns: { "age": 'number' }`,
      { row: 1, column: 'age' },
    ],
    [
      'numbers for text',
      { ...columns, kind: [missing, 5] },
      `column 'kind' must be text, got numbers: 5 at row 2; read it with columns: { "kind": 'string' }`,
      { row: 2, column: 'kind' },
    ],
    [
      'an infinite value',
      { ...columns, pay: [1, Number.NEGATIVE_INFINITY] },
      `got -Infinity at row 2, column 'pay'`,
      { row: 2, column: 'pay' },
    ],
    [
      'a value too large to scale to float32',
      { ...columns, pay: [1e300, 1] },
      `column 'pay': StandardScaler.transform: the result at row 1`,
      { row: 1, column: 'pay' },
    ],
    ['no rows', { age: [], pay: [], kind: [], tier: [] }, 'the table has no rows', {}],
  ])('%s', (_what, wrong, message, at) => {
    const error = thrownBy(() => made.transform(new Table(wrong)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain('ColumnTransformer.transform: ');
    expect(error.message).toContain(message);
    expect(error).toMatchObject(at);
  });

  test('are no tables at all', () => {
    for (const wrong of [undefined, { age: [1] }, [[1]]]) {
      expect(() => made.transform(wrong as never)).toThrow('ColumnTransformer.transform: expected a Table, got');
      expect(() => made.fit(wrong as never)).toThrow(TypeError);
    }
    expect(() => made.fit(table, [6])).toThrow('ColumnTransformer.fit: index 6 at position 0 of a table of 6 rows');
    expect(() => made.fit(table, [])).toThrow('ColumnTransformer.fit: no rows to learn from');
    expect(() => made.fit(table, 3 as never)).toThrow(TypeError);
  });

  test('cannot be learned from', () => {
    const refusal = (options: ColumnTransformerOptions, from = table) =>
      thrownBy(() => new ColumnTransformer(options).fit(from));
    expect(refusal({ drop: ['di'] }).message).toMatch(
      /fit: drop names 'di', which the table does not have; did you mean 'id'\?/,
    );
    expect(refusal({ numeric: { columns: ['kind'] } }).message).toMatch(
      /column 'kind' must be numbers, got text: "oak" at row 1$/,
    );
    expect(refusal({ numeric: { log: ['kind'] } }).message).toMatch(/log names 'kind', which is no numeric column/);
    expect(refusal({ categorical: { minFrequency: { age: 5 } } }).message).toMatch(
      /minFrequency names 'age', which is no categorical/,
    );
    expect(refusal({ drop: ['age'], numeric: { columns: ['age'] } }).message).toMatch(
      /'age' is in both drop and numeric.columns/,
    );
    expect(refusal({ drop: [...table.columnNames] }).message).toMatch(/no columns are left to make features of/);
    expect(refusal({}, new Table({ x: [missing, missing] }))).toMatchObject({
      column: 'x',
      message: `ColumnTransformer.fit: column 'x' has no value in 2 rows to take the median of; drop it, or impute a number`,
    });
    expect(refusal({}, new Table({ x: [1e200, -1e200] }))).toMatchObject({
      column: 'x',
      message: expect.stringMatching(/^ColumnTransformer.fit: column 'x': StandardScaler.fit: .*too large to square/),
    });
    expect(refusal({ numeric: { impute: 'mean' } }, new Table({ x: [1.7e308, 1.7e308] })).message).toMatch(
      /too large to take the mean/,
    );
    expect(refusal({}, new Table({ 'a=b': [1, 2], a: ['b', 'c'] })).message).toMatch(
      /two features would be named 'a=b'/,
    );
    const names = Array.from({ length: 10_001 }, (_, i) => `n${i}`);
    expect(refusal({}, new Table({ name: names }))).toMatchObject({
      column: 'name',
      message: expect.stringMatching(
        /column 'name' has 10001 categories, for more than 10000 features in all; drop it/,
      ),
    });
    const numbers = Array.from({ length: 10_001 }, (_, i) => [`n${i}`, [1, 2]] as const);
    const many = refusal({}, new Table(numbers));
    expect(many).toBeInstanceOf(DataError);
    expect(many.message).toBe(
      'ColumnTransformer.fit: 10001 columns of numbers, a feature each, for more than 10000 features in all; drop some',
    );
    expect(refusal({}, new Table([...numbers.slice(1), ['k', ['a', 'b']]])).message).toMatch(
      /10000 columns of numbers, a feature each, for more than 10000 features/,
    );
    expect(refusal({ categorical: { dropFirst: true } }, new Table({ a: ['b', 'b'] })).message).toMatch(
      /no features are left/,
    );
  });
});

test('what it is written down as is a copy', () => {
  const table = new Table({ age: [30, missing, 50], kind: ['oak', 'elm', ''] });
  const transformer = new ColumnTransformer({ categorical: { minFrequency: 2, unknown: 'error' } }).fit(table);
  const expected = transformer.transform(table).toArray();
  const before = JSON.stringify(transformer);
  const spoil = (written: unknown): void => {
    const { numeric, categorical } = written as AnyJson;
    const [kind] = categorical;
    numeric.fill[0] = 1000;
    numeric.columns[0] = 'kind';
    numeric.missing[0] = 7;
    kind.counts.push(1);
    kind.categories.push('ash');
    kind.rare.length = 0;
    kind.other.rows = 0;
  };
  spoil(transformer.toJSON());
  expect(JSON.stringify(transformer)).toBe(before);
  const json = JSON.parse(before);
  const other = ColumnTransformer.fromJSON(json);
  spoil(json);
  expect(JSON.stringify(other)).toBe(before);
  expect(other.transform(table).toArray()).toEqual(expected);
});

test('wrong options', () => {
  type Row = [options: unknown, error: new (message: string) => Error, message: RegExp];
  const rows: Row[] = [
    [{ dorp: [] }, TypeError, /^ColumnTransformer: unknown option 'dorp'; did you mean 'drop'/],
    [{ drop: 'EIN' }, TypeError, /drop must be a list of names, got "EIN"/],
    [{ drop: [1] }, TypeError, /drop must be a list of names, but holds 1/],
    [{ drop: ['a', 'a'] }, RangeError, /drop names 'a' twice/],
    [
      { numeric: { scaler: 'none' } },
      TypeError,
      /^ColumnTransformer: numeric: unknown option 'scaler'; did you mean 'scale'/,
    ],
    [{ numeric: { impute: 'mode' } }, RangeError, /impute must be 'median', 'mean' or a number, got "mode"/],
    [{ numeric: { impute: missing } }, RangeError, /impute must be finite, got NaN/],
    [
      { numeric: { scale: 'max' } },
      RangeError,
      /scale must be one of 'standard', 'minMax', 'robust', 'none', got "max"/,
    ],
    [{ numeric: { log: 'pay' } }, TypeError, /log must be a list/],
    [
      { categorical: { minFrequency: 0 } },
      RangeError,
      /categorical: minFrequency must be a whole number of at least 1, got 0/,
    ],
    [{ categorical: { minFrequency: { a: 0.5 } } }, RangeError, /minFrequency of 'a' must be a whole number/],
    [{ categorical: { minFrequency: [5] } }, TypeError, /minFrequency must be a number/],
    [{ categorical: { maxCategories: 1 } }, RangeError, /maxCategories must be a whole number of at least 2, got 1/],
    [{ categorical: { unknown: 'ignore' } }, RangeError, /unknown must be one of 'other', 'error', got "ignore"/],
    [{ categorical: { dropFirst: 1 } }, TypeError, /dropFirst must be true or false, got 1/],
  ];
  for (const [options, kind, message] of rows) {
    const error = thrownBy(() => new ColumnTransformer(options as never));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  }
});

test('JSON that is not what toJSON gives is refused', () => {
  const json = new ColumnTransformer({ drop: ['id'], categorical: { minFrequency: 2, unknown: 'error' } })
    .fit(table)
    .toJSON();
  const { numeric, categorical, options } = JSON.parse(stringify(json));
  const [first, ...others] = categorical;
  const wrong: unknown[] = [
    null,
    7,
    {},
    { ...json, type: 'StandardScaler' },
    { ...json, rows: 'all' },
    { ...json, options: { drop: 5 } },
    { ...json, options: { ...options, numeric: { scale: 'minMax' } } },
    { ...json, numeric: { ...numeric, columns: ['age'] } },
    { ...json, numeric: { ...numeric, columns: ['age', 'age'] } },
    { ...json, numeric: { ...numeric, columns: [1, 2] } },
    { ...json, numeric: { ...numeric, fill: [1, null] } },
    { ...json, numeric: { ...numeric, missing: [0, -1] } },
    { ...json, numeric: { ...numeric, scaler: null } },
    { ...json, numeric: { ...numeric, scaler: new StandardScaler().fit([[1]]).toJSON() } },
    { ...json, categorical: [null] },
    { ...json, categorical: [first, first] },
    { ...json, categorical: [{ ...first, column: 3 }, ...others] },
    { ...json, categorical: [{ ...first, type: 'boolean' }, ...others] },
    { ...json, categorical: [{ ...first, type: 'number' }, ...others] },
    { ...json, categorical: [{ ...first, categories: ['x', 'x'], counts: [1, 1] }, ...others] },
    { ...json, categorical: [{ ...first, categories: 'oak' }, ...others] },
    { ...json, categorical: [{ ...first, counts: [] }, ...others] },
    { ...json, categorical: [{ ...first, other: { categories: 1 } }, ...others] },
    { ...json, categorical: [{ ...first, other: null }, ...others] },
    { ...json, categorical: [{ ...first, rare: first.categories }, ...others] },
    { ...json, numeric: { columns: [], missing: [], fill: [], scaler: null }, categorical: [] },
    {
      ...json,
      categorical: [
        {
          column: 'c',
          type: 'number',
          categories: Array.from({ length: 20_000 }, (_, i) => i),
          counts: new Array(20_000).fill(1),
          other: null,
        },
      ],
    },
  ];
  wrong.forEach((one, i) => {
    const error = thrownBy(() => ColumnTransformer.fromJSON(one as never));
    expect(error, `${i}: ${error.message}`).toBeInstanceOf(DataError);
    expect(error.message.length).toBeLessThan(600);
  });
  expect(ColumnTransformer.fromJSON(json).toJSON()).toEqual(json);
});
