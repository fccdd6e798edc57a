import { expect, test } from 'vitest';
import { firstDifference } from '../../src/node/first-difference.ts';
import { congruential } from '../helpers/congruential.ts';

const long = 'a'.repeat(64);

test.each<[string, string, string]>([
  ['one', 'two', 'data is "one", and "two" now'],
  ['a'.repeat(60), 'b', `data is "${'a'.repeat(60)}", and "b" now`],
  [`${long},one`, `${long},two`, 'data is "...aaaaaaaaaaaaaa,one", and "...aaaaaaaaaaaaaa,two" now'],
  [
    `${long},${long}`,
    `${long},b${long}`,
    `data is "...${'a'.repeat(14)},${'a'.repeat(39)}...", and "...${'a'.repeat(14)},b${'a'.repeat(38)}..." now`,
  ],
  [`b${long}`, long, `data is "b${'a'.repeat(56)}...", and "${'a'.repeat(57)}..." now`],
  [long, `${long}a`, `data is "...${'a'.repeat(15)}", and "...${'a'.repeat(16)}" now`],
])('%s and %s', (before, now, message) => {
  expect(firstDifference({ data: before }, { data: now })).toBe(message);
});

test('two texts that differ, of whatever length, are never shown as the same', () => {
  const random = congruential(1);
  for (let trial = 0; trial < 500; trial++) {
    const text = 'x'.repeat(Math.floor((random() + 0.5) * 150));
    const at = Math.floor((random() + 0.5) * text.length);
    const other = trial % 2 === 0 ? `${text.slice(0, at)}y${text.slice(at + 1)}` : `${text}x`;
    const shown = /^it is ("[xy.]*"), and ("[xy.]*") now$/.exec(firstDifference(text, other)!)!;
    expect(shown[1], `${text.length}, ${at}`).not.toBe(shown[2]);
  }
});
