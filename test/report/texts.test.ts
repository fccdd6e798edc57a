import { describe, expect, it } from 'vitest';
import { shortened, textWidth } from '../../src/report/charts/text-width.ts';
import { escaped, writable, writableTexts } from '../../src/report/escape.ts';
import { axisText, numberText } from '../../src/report/number-text.ts';
import { seedsText } from '../../src/report/render-provenance.ts';

describe('escaped', () => {
  it('leaves nothing that begins a tag, ends an attribute or is a character reference', () => {
    expect(escaped(`<a href="x" title='y'>&amp;</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
    );
  });

  it('marks what no document can hold, and keeps what it can', () => {
    expect(writable('a\0\x1b\x7f\ud800\udc00\ud800 \udfff\ufffe')).toBe(
      'a\ufffd\ufffd\ufffd\ud800\udc00\ufffd \ufffd\ufffd',
    );
    expect(writable('tab\tline\r\nпривет 你好 \u{1f600} \u202e')).toBe('tab\tline\r\nпривет 你好 \u{1f600} \u202e');
    expect(writableTexts({ a: ['\0', { b: '\0' }], c: 3, d: null })).toEqual({
      a: ['\ufffd', { b: '\ufffd' }],
      c: 3,
      d: null,
    });
  });
});

describe('numberText', () => {
  it.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [93322, '93,322'],
    [-1234567, '−1,234,567'],
    [0.97123456, '0.9712'],
    [-0.5, '−0.5'],
    [12345.678, '12,346'],
    [0.0001, '0.0001'],
    [0.00001234, '1.23e−5'],
    [1e21, '1e+21'],
  ])('%d is %s', (value, text) => expect(numberText(value)).toBe(text));

  it('writes shares in per cent where the axis does', () => {
    expect(axisText(0.07, { title: '', format: 'percent' })).toBe('7 %');
    expect(axisText(0.9915, { title: '', format: 'percent' })).toBe('99.15 %');
    expect(axisText(0.9915, { title: '' })).toBe('0.9915');
  });
});

describe('textWidth', () => {
  it('grows with the text, the size and the letters', () => {
    expect(textWidth('', 12)).toBe(0);
    expect(textWidth('abc', 24)).toBeCloseTo(2 * textWidth('abc', 12), 12);
    expect(textWidth('WWW', 12)).toBeGreaterThan(textWidth('iii', 12));
    expect(textWidth('你好', 10)).toBe(20);
    expect(textWidth('\u202e\u0301', 10)).toBe(0);
  });

  it('tells how much of a text there is room for', () => {
    expect(shortened('short', 12, 100)).toBe('short');
    const cut = shortened('a text that is much too long', 12, 60);
    expect(cut).toMatch(/^a text.*…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(60);
    expect(shortened('\u{1f600}'.repeat(50), 10, 35)).toBe('\u{1f600}\u{1f600}…');
  });
});

describe('seedsText', () => {
  it.each<[number[], string]>([
    [[], ''],
    [[3], '3'],
    [[0, 1], '0, 1'],
    [[0, 1, 2, 3], '0 to 3'],
    [[5, 0, 1, 2, 9, 7], '5, 0 to 2, 9, 7'],
  ])('%j is %s', (seeds, text) => expect(seedsText(seeds)).toBe(text));
});
