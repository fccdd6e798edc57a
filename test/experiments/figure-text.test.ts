import { describe, expect, test } from 'vitest';
import { readableJson } from '../../src/cli/readable-json.ts';
import { wrap } from '../../src/cli/wrap.ts';
import {
  countText,
  intervalText,
  percentSpreadText,
  percentText,
  plural,
  pointsText,
  spreadText,
  tableSpreadText,
} from '../../src/experiments/figure-text.ts';

test('figures', () => {
  expect([0, 0.61234, 1].map((share) => percentText(share))).toEqual(['0.0 %', '61.2 %', '100.0 %']);
  const spread = { mean: 0.61234, deviation: 0.0312 };
  expect(percentSpreadText(spread)).toBe('61.2 ± 3.1 %');
  expect(percentSpreadText(spread, 2)).toBe('61.23 ± 3.12 %');
  expect(tableSpreadText(spread)).toBe('61.2 ± 3.1');
  expect(spreadText(spread, 3)).toBe('0.612 ± 0.031');
  const single = { mean: 0.5, deviation: undefined };
  expect([percentSpreadText(single), tableSpreadText(single), spreadText(single, 0)]).toEqual(['50.0 %', '50.0', '1']);
  expect([0.0123, -0.0123, 0, 0.0004, -0.0004].map((difference) => pointsText(difference))).toEqual([
    '+1.2',
    '−1.2',
    '0.0',
    '0.0',
    '0.0',
  ]);
  expect(intervalText([-0.042, 0.0321])).toBe('−4.2 to +3.2');
  expect([countText(1234567.4), plural(1, 'seed'), plural(2000, 'epoch')]).toEqual([
    '1,234,567',
    '1 seed',
    '2,000 epochs',
  ]);
});

describe('wrap', () => {
  test('breaks at spaces and indents what follows', () => {
    expect(wrap('one two three four', 9)).toBe('one two\nthree\nfour');
    expect(wrap('one two three four', 9, 4)).toBe('one two\n    three\n    four');
    expect(wrap('short', 80)).toBe('short');
  });

  test('keeps a per cent sign with its number', () => {
    expect(wrap('right for 42.5 % of all', 14)).toBe('right for\n42.5 % of all');
  });

  test('keeps a word that is too long, and spaces that align', () => {
    expect(wrap('a extraordinarily b', 5)).toBe('a\nextraordinarily\nb');
    expect(wrap('name      what it is', 40)).toBe('name      what it is');
  });
});

describe('readableJson', () => {
  test('has lists of numbers in one line', () => {
    expect(readableJson({ a: [1, 2.5, null], b: [], c: { d: [[1, 2], [3]] } })).toBe(
      '{\n "a": [1, 2.5, null],\n "b": [],\n "c": {\n  "d": [\n   [1, 2],\n   [3]\n  ]\n }\n}\n',
    );
  });

  test('changes nothing in text', () => {
    const value = { text: '[\n 1,\n 2\n]', list: ['[ 1,  2 ]', 'a\n]'] };
    expect(JSON.parse(readableJson(value))).toEqual(value);
  });
});
