import { describe, expect, test } from 'vitest';
import { tableText } from '../../src/cli/table.ts';
import { keepingTerminal } from '../helpers/output.ts';

const contents = {
  head: ['part', 'rows', 'accuracy'],
  rows: [
    ['train', 1119, '71.2 %'],
    ['test', 240, '9.5 %'],
  ],
} as const;

describe('tableText', () => {
  test('plain: columns, text to the left, figures to the right', () => {
    expect(tableText(contents, keepingTerminal())).toBe(
      ['part   rows  accuracy', 'train  1119    71.2 %', 'test    240     9.5 %', ''].join('\n'),
    );
  });

  test('in a terminal: a bold head over a line', () => {
    const bold = (text: string) => `\x1b[1m${text}\x1b[22m`;
    expect(tableText(contents, keepingTerminal({ isTTY: true }))).toBe(
      [
        `${bold('part')}   ${bold('rows')}  ${bold('accuracy')}`,
        '─'.repeat(21),
        'train  1119    71.2 %',
        'test    240     9.5 %',
        '',
      ].join('\n'),
    );
  });

  test('in a terminal without colour: no codes', () => {
    const text = tableText(contents, keepingTerminal({ isTTY: true, environment: { NO_COLOR: '1' } }));
    expect(text).not.toContain('\x1b');
    expect(text).toContain('─');
  });

  test('colour does not count as width, nor make a figure text', () => {
    const { colors } = keepingTerminal({ isTTY: true });
    const rows = [
      [colors.green('1'), 'a'],
      ['100', 'b'],
    ];
    expect(tableText({ head: ['n', 't'], rows }, keepingTerminal())).toBe(
      `  n  t\n  ${colors.green('1')}  a\n100  b\n`,
    );
  });

  test('a column with any text in it stands to the left, and one without rows does', () => {
    expect(tableText({ head: ['value'], rows: [[1], ['none']] }, keepingTerminal())).toBe('value\n1\nnone\n');
    expect(tableText({ head: ['a', 'bc'], rows: [] }, keepingTerminal())).toBe('a  bc\n');
  });
});
