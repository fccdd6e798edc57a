import { expect, test } from 'vitest';
import { figureText, padded, placesOf, signedText } from '../../src/cli/explain-figure.ts';

test.each([
  [0, '0'],
  [-0, '0'],
  [1, '1'],
  [-2.5, '−2.5'],
  [0.1 + 0.2, '0.3'],
  [1 / 3, '0.33333'],
  [123456, '123460'],
  [1e-4, '0.0001'],
  [0.999999e-4, '0.0001'],
  [0.99e-4, '9.9e−5'],
  [-1.23456789e-8, '−1.2346e−8'],
  [9999999, '1e7'],
  [1e7, '1e7'],
  [999990, '999990'],
  [-3.4e38, '−3.4e38'],
])('%d is %s', (value, text) => {
  expect(figureText(value)).toBe(text);
  expect(signedText(value)).toBe(text.startsWith('−') ? text : ` ${text}`);
});

test('marks above letters take no place', () => {
  expect(placesOf('m̂')).toBe(1);
  expect(padded('m̂', 3)).toBe('m̂  ');
});
