import { describe, expect, test } from 'vitest';
import { LabelEncoder } from '../../src/data/label-encoder.ts';
import { DataError, NotFittedError } from '../../src/errors.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

describe('LabelEncoder', () => {
  test.each(golden.labelEncoder)('equals scikit-learn on $labels', ({ labels, classes, indices }) => {
    const encoder = new LabelEncoder();
    expect(encoder.fit(labels)).toBe(encoder);
    expect(encoder.classes).toEqual(classes);
    expect(encoder.transform(labels)).toEqual(indices);
    expect(encoder.inverseTransform(indices)).toEqual(labels);
    expect(new LabelEncoder().fitTransform(labels)).toEqual(indices);
  });

  test('takes typed arrays and columns of a table', () => {
    const encoder = new LabelEncoder<number>().fit(Float64Array.of(8, 3, 8, 5));
    expect(encoder.transform(Float64Array.of(3, 8))).toEqual([0, 2]);
    expect(encoder.inverseTransform(Int32Array.of(2, 0))).toEqual([8, 3]);
  });

  test('does not depend on the order of rows', () => {
    expect(new LabelEncoder().fit(['b', 'a', 'c']).toJSON()).toEqual(
      new LabelEncoder().fit(['c', 'b', 'a', 'a']).toJSON(),
    );
  });

  test('forgets what it learned before when fitted again', () => {
    const encoder = new LabelEncoder<string>().fit(['x', 'y']).fit(['z']);
    expect(encoder.classes).toEqual(['z']);
  });

  test('names an unknown label, its row and the known classes', () => {
    const encoder = new LabelEncoder<number | string>().fit([3, 4, 5]);
    const error = thrownBy(() => encoder.transform([3, 9]));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('LabelEncoder.transform: unknown label 9 at row 2; known classes: 3, 4, 5');
    expect(error).toMatchObject({ row: 2 });
    expect(() => encoder.transform(['3'])).toThrow('unknown label "3" at row 1');
    const many = new LabelEncoder().fit(Array.from({ length: 25 }, (_, i) => i));
    expect(() => many.transform([-1])).toThrow('18, 19 and 5 more');
  });

  test('refuses labels that are none', () => {
    expect(() => new LabelEncoder().fit([])).toThrow('LabelEncoder.fit: no labels');
    expect(thrownBy(() => new LabelEncoder().fit([1, 'a']))).toMatchObject({
      message: 'LabelEncoder.fit: labels must be all numbers or all text: row 1 is 1, row 2 is "a"',
      row: 2,
    });
    expect(() => new LabelEncoder().fit([1, Number.NaN])).toThrow('must be text or a finite number, got NaN at row 2');
    expect(() => new LabelEncoder().fit([undefined as never])).toThrow('got undefined at row 1');
    expect(() => new LabelEncoder().fit([Number.POSITIVE_INFINITY])).toThrow('got Infinity at row 1');
  });

  test('refuses an index without a class', () => {
    const encoder = new LabelEncoder().fit(['a', 'b']);
    for (const index of [2, -1, 0.5, Number.NaN]) {
      expect(() => encoder.inverseTransform([0, index])).toThrow(
        `LabelEncoder.inverseTransform: class index must be a whole number below 2, got ${index} at row 2`,
      );
    }
  });

  test('must be fitted first', () => {
    const encoder = new LabelEncoder();
    for (const use of [
      () => encoder.transform(['a']),
      () => encoder.inverseTransform([0]),
      () => encoder.classes,
      () => encoder.toJSON(),
    ]) {
      expect(thrownBy(use)).toBeInstanceOf(NotFittedError);
    }
    expect(() => encoder.transform(['a'])).toThrow('LabelEncoder.transform: not fitted; call fit(labels) first');
  });

  test('goes through JSON', () => {
    for (const labels of [
      ['oak', 'Ash'],
      [2.5, -1, 0],
    ]) {
      const text = JSON.stringify(new LabelEncoder().fit(labels));
      const copy = LabelEncoder.fromJSON(JSON.parse(text));
      expect(JSON.stringify(copy)).toBe(text);
      expect(copy.transform(labels)).toEqual(new LabelEncoder().fitTransform(labels));
    }
    for (const json of [null, {}, { type: 'LabelEncoder' }, { type: 'StandardScaler', classes: ['a'] }]) {
      expect(() => LabelEncoder.fromJSON(json as never)).toThrow('LabelEncoder.fromJSON: expected');
    }
    for (const classes of [[], ['b', 'a'], ['a', 'a']]) {
      expect(() => LabelEncoder.fromJSON({ type: 'LabelEncoder', classes })).toThrow('must be distinct and in order');
    }
  });
});
