import { describe, expect, test } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { DataError } from '../../src/errors.ts';
import { thrownBy } from '../helpers/errors.ts';

const table = new Table({
  age: [31, 27, 45],
  name: ['Ada', 'Bob', 'Cyd'],
  height: new Float32Array([1.5, 1.75, 2]),
  code: ['1', ' 2.5 ', ''],
});

describe('Table', () => {
  test('knows its columns in order', () => {
    expect(table.columnNames).toEqual(['age', 'name', 'height', 'code']);
    expect(table.rowCount).toBe(3);
    expect(table.column('age')).toEqual(Float64Array.of(31, 27, 45));
    expect(table.column('name')).toEqual(['Ada', 'Bob', 'Cyd']);
    expect(table.column('height')).toEqual(Float64Array.of(1.5, 1.75, 2));
  });

  test('keeps the order of pairs, which an object with keys like numbers would not', () => {
    const years = new Table([
      ['2001', [1]],
      ['1999', [2]],
    ]);
    expect(years.columnNames).toEqual(['2001', '1999']);
  });

  test('knows the type of a column, and how much of it is missing', () => {
    expect(table.columnNames.map((name) => table.type(name))).toEqual(['number', 'string', 'number', 'string']);
    expect(table.columnNames.map((name) => table.missing(name))).toEqual([0, 0, 0, 1]);
    expect(new Table({ x: [Number.NaN, 0, Number.NaN] }).missing('x')).toBe(2);
    expect(() => table.type('agee')).toThrow('no column "agee"; did you mean \'age\'?');
  });

  test('keeps the rows for which a function is true', () => {
    const kept = table.filter((row) => row.number('age') > 30 && row.string('name') !== 'Cyd');
    expect(kept.rowCount).toBe(1);
    expect(kept.columnNames).toEqual(table.columnNames);
    expect(kept.strings('name')).toEqual(['Ada']);
    expect(table.filter((row) => row.index !== 1).numbers('age')).toEqual(Float64Array.of(31, 45));
    expect(table.filter((row) => row.number('code') > 1).rowCount).toBe(1);
    expect(table.filter((row) => Number.isNaN(row.number('code'))).strings('name')).toEqual(['Cyd']);
    expect(table.filter((row) => row.string('height') === '1.75').strings('name')).toEqual(['Bob']);
    expect(table.filter(() => false).rowCount).toBe(0);
    const error = thrownBy(() => table.filter((row) => row.number('name') > 0));
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      row: 1,
      column: 'name',
      message: `Table: column 'name' is not numeric: row 1 is "Ada"`,
    });
    expect(() => table.filter((row) => row.string('nam') === '')).toThrow("did you mean 'name'");
    expect(() => table.filter((async () => true) as never)).toThrow(
      'keep must give true or false, got a Promise for row 1',
    );
    expect(() => table.filter('age' as never)).toThrow(TypeError);
  });

  test('gives numbers from text that spells them throughout, and text from numbers', () => {
    expect(table.numbers('code')).toEqual(Float64Array.of(1, 2.5, Number.NaN));
    expect(table.strings('height')).toEqual(['1.5', '1.75', '2']);
    expect(new Table({ x: [1, Number.NaN] }).strings('x')).toEqual(['1', '']);
  });

  test('names the first row that is no number', () => {
    const error = thrownBy(() => new Table({ size: ['3', '', '4 cm', 'x'] }).numbers('size'));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(`Table: column 'size' is not numeric: row 3 is "4 cm"`);
    expect(error).toMatchObject({ row: 3, column: 'size' });
  });

  test('takes no hexadecimal, infinite or overflowing number', () => {
    for (const text of ['0x10', 'Infinity', '1e999', '1,5', '1_000', '-', '.', 'e5', 'NaN', '1 2', '0b1']) {
      expect(() => new Table({ x: ['1', text] }).numbers('x'), text).toThrow('row 2');
    }
    for (const [text, value] of Object.entries({
      '+1': 1,
      '-.5': -0.5,
      '5.': 5,
      '1E-3': 0.001,
      '\t007 ': 7,
      '-0': -0,
    })) {
      expect(new Table({ x: [text] }).numbers('x')[0], text).toBe(value);
    }
  });

  test('suggests the closest name for a missing column, and lists all', () => {
    const error = thrownBy(() => table.column('hieght'));
    expect(error.message).toBe(
      `Table: no column "hieght"; did you mean 'height'? Columns: 'age', 'name', 'height', 'code'`,
    );
    expect(error).toMatchObject({ column: 'hieght' });
    expect(() => table.numbers('AGE')).toThrow("did you mean 'age'?");
    expect(() => table.strings('weightless')).toThrow(`no column "weightless". Columns: 'age'`);
    expect(() => table.select(['age', 'nmae'])).toThrow("did you mean 'name'?");
    expect(() => table.drop(['cod'])).toThrow("did you mean 'code'?");
    expect(() => table.toMatrix(['ages'])).toThrow("did you mean 'age'?");
    expect(() => new Table({}).column('x')).toThrow('Columns: none');
    expect(() => table.column('toString')).toThrow(DataError);
    expect(() => table.column('constructor')).toThrow(DataError);
  });

  test('selects and drops columns', () => {
    expect(table.select(['code', 'age']).columnNames).toEqual(['code', 'age']);
    expect(table.drop(['name', 'code']).columnNames).toEqual(['age', 'height']);
    expect(table.drop([]).columnNames).toEqual(table.columnNames);
    expect(table.select([]).rowCount).toBe(3);
    expect(() => table.select(['age', 'age'])).toThrow("'age' is named twice");
    expect(table.drop(['age', 'age']).columnNames).toEqual(['name', 'height', 'code']);
  });

  test('takes no text for a list of names', () => {
    const letters = new Table({ id: [1], i: [2], d: [3], x: [4] });
    for (const [method, call] of [
      ['select', () => letters.select('id' as never)],
      ['drop', () => letters.drop('id' as never)],
      ['toMatrix', () => letters.toMatrix('id' as never)],
    ] as const) {
      expect(call).toThrow(`Table.${method}: names must be a list of names, got "id"`);
      expect(call).toThrow(TypeError);
    }
    expect(() => letters.drop([1] as never)).toThrow('Table.drop: names must be a list of names, but holds 1');
  });

  test('gathers rows, in any order and more than once', () => {
    const some = table.rows([2, 0, 2]);
    expect(some.rowCount).toBe(3);
    expect(some.column('name')).toEqual(['Cyd', 'Ada', 'Cyd']);
    expect(some.numbers('age')).toEqual(Float64Array.of(45, 31, 45));
    expect(table.rows(new Uint32Array(0)).rowCount).toBe(0);
    expect(table.rows([1]).rows([0]).strings('name')).toEqual(['Bob']);
    for (const index of [3, -1, 0.5, Number.NaN]) {
      expect(() => table.rows([0, index])).toThrow(`Table.rows: index ${index} at position 1 of a table of 3 rows`);
    }
    for (const none of [5, '01', null, undefined]) {
      expect(() => table.rows(none as never)).toThrow(/^Table\.rows: rows must be a list of numbers, got /);
      expect(() => table.rows(none as never)).toThrow(TypeError);
    }
  });

  test('makes a float32 matrix, row by row', () => {
    expect(table.toMatrix(['age', 'height'])).toEqual({
      data: Float32Array.of(31, 1.5, 27, 1.75, 45, 2),
      shape: [3, 2],
    });
    expect(table.select(['height', 'age']).toMatrix().data).toEqual(Float32Array.of(1.5, 31, 1.75, 27, 2, 45));
    expect(table.toMatrix([])).toEqual({ data: new Float32Array(0), shape: [3, 0] });
  });

  test('refuses what would train on nonsense', () => {
    const missing = thrownBy(() => table.toMatrix(['age', 'code']));
    expect(missing).toBeInstanceOf(DataError);
    expect(missing.message).toBe("Table.toMatrix: a value is missing at row 3, column 'code'");
    expect(missing).toMatchObject({ row: 3, column: 'code' });
    expect(() => table.toMatrix()).toThrow(`column 'name' is not numeric: row 1 is "Ada"`);
    expect(() => new Table({ x: [1, 1e39] }).toMatrix()).toThrow("1e+39 is too large for float32 at row 2, column 'x'");
  });

  test('never changes', () => {
    const ages = [1, 2];
    const names = ['a', 'b'];
    const numbers = Float64Array.of(3, 4);
    const mine = new Table({ ages, names, numbers });
    ages[0] = 99;
    names[0] = 'z';
    numbers[0] = 99;
    (mine.column('ages') as Float64Array)[1] = 99;
    mine.numbers('ages')[1] = 99;
    mine.rows([0, 1]).numbers('ages')[1] = 99;
    expect(mine.numbers('ages')).toEqual(Float64Array.of(1, 2));
    expect(mine.numbers('numbers')).toEqual(Float64Array.of(3, 4));
    expect(mine.strings('names')).toEqual(['a', 'b']);
    expect(() => (mine.strings('names') as string[]).push('c')).toThrow(TypeError);
    expect(() => (mine.rows([0]).strings('names') as string[]).push('c')).toThrow(TypeError);
    expect(() => (mine.columnNames as string[]).push('c')).toThrow(TypeError);
  });

  test('refuses columns that are no columns', () => {
    expect(thrownBy(() => new Table({ a: [1, 2], b: ['x'] })).message).toBe(
      "Table: columns must have one length, got 2 values in 'a' and 1 in 'b'",
    );
    expect(() => new Table({ a: [1, 'x'] as never })).toThrow(
      `Table: column 'a' must hold numbers (NaN where missing) or text throughout: row 1 is 1, row 2 is "x"`,
    );
    expect(() => new Table({ a: [null] as never })).toThrow('row 1 is null');
    expect(() => new Table({ a: [1, undefined] as never })).toThrow('row 2 is undefined');
    for (const [value, text] of [
      [5, '5'],
      ['abc', '"abc"'],
      [null, 'null'],
      [{}, 'an Object'],
    ] as const) {
      expect(() => new Table({ a: value as never })).toThrow(
        `Table: column 'a' must be an array of numbers or text, got ${text}`,
      );
    }
    expect(() => new Table(undefined as never)).toThrow('Table: expected columns by name, got undefined');
    expect(() => new Table([['a', [1]] as const, ['a', [2]] as const])).toThrow("two columns are named 'a'");
    expect(new Table({}).rowCount).toBe(0);
  });
});
