import { expect, test } from 'vitest';
import { blocksText } from '../../src/cli/blocks-text.ts';
import type { Block } from '../../src/report/document.ts';
import { keepingTerminal } from '../helpers/output.ts';

const table: Block = {
  kind: 'table',
  caption: 'Figures of each network',
  columns: [{ title: 'network' }, { title: 'accuracy', align: 'right' }, { title: 'loss', align: 'right' }],
  rows: [
    ['small', '96.7 %', '0.1055'],
    ['large', '98.9 %', '0.0521'],
  ],
};

test('headings, text and tables are shown; what a terminal cannot show is left out', () => {
  const blocks: Block[] = [
    { kind: 'heading', text: 'Networks' },
    table,
    { kind: 'chart', caption: 'Curves', chart: { kind: 'lines', x: { title: 'x' }, y: { title: 'y' }, series: [] } },
    { kind: 'text', text: 'What it comes to is said in a line that is wrapped.' },
    { kind: 'text', text: 'A remark.', tone: 'remark' },
    { kind: 'heading', text: 'Curves alone' },
    { kind: 'chart', caption: 'Curves', chart: { kind: 'lines', x: { title: 'x' }, y: { title: 'y' }, series: [] } },
    { kind: 'heading', text: 'Nothing' },
  ];
  expect(blocksText(blocks, keepingTerminal({ columns: 40 })).split('\n')).toEqual([
    'Networks',
    '',
    'Figures of each network:',
    'network  accuracy    loss',
    'small      96.7 %  0.1055',
    'large      98.9 %  0.0521',
    '',
    'What it comes to is said in a line that',
    'is wrapped.',
    '',
    'A remark.',
    '',
  ]);
  expect(blocksText(blocks, keepingTerminal({ isTTY: true }))).toContain('\x1b[2mA remark.');
  expect(blocksText([], keepingTerminal())).toBe('');
});

test('a table that is too wide goes on below, each part with the first column', () => {
  expect(blocksText([table], keepingTerminal({ columns: 20 })).split('\n')).toEqual([
    'Figures of each',
    'network:',
    'network  accuracy',
    'small      96.7 %',
    'large      98.9 %',
    '',
    'network    loss',
    'small    0.1055',
    'large    0.0521',
    '',
  ]);
});
