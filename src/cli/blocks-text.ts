import type { Block, TableBlock } from '../report/document.ts';
import { tableText } from './table.ts';
import { type Terminal, widthOf } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Wider lines of running text are hard to read. */
const widestText = 100;

/**
 * What a terminal can show of a report's blocks: headings, text, tables. A heading with nothing of that below it is left out. A table that is too wide goes on below with its
 * first column again. Ends with a line break, unless there is nothing to show.
 */
export function blocksText(blocks: readonly Block[], terminal: Terminal): string {
  const { colors } = terminal;
  const canBeShown = blocks.filter(({ kind }) => kind === 'heading' || kind === 'table' || kind === 'text');
  const shown = canBeShown.flatMap((block, i): string[] => {
    if (block.kind === 'heading' && (canBeShown[i + 1] ?? block).kind === 'heading') return [];
    if (block.kind === 'heading') return [`${colors.bold(paragraph(block.text, terminal))}\n`];
    if (block.kind === 'table') return [blockTableText(block, terminal)];
    if (block.kind !== 'text') return [];
    const text = paragraph(block.text, terminal);
    return [`${block.tone === 'remark' ? colors.dim(text) : text}\n`];
  });
  return shown.join('\n');
}

function blockTableText({ caption, columns, rows }: TableBlock, terminal: Terminal): string {
  const tables: string[] = [];
  for (let from = 1; from < columns.length; ) {
    let to = columns.length;
    let text = tableOf(columns, rows, from, to, terminal);
    while (to > from + 1 && widthOf(text) > terminal.width) text = tableOf(columns, rows, from, --to, terminal);
    tables.push(text);
    from = to;
  }
  return `${paragraph(caption, terminal)}:\n${tables.join('\n')}`;
}

/** The first column and those from `from` up to and without `to`. */
function tableOf(
  columns: TableBlock['columns'],
  rows: TableBlock['rows'],
  from: number,
  to: number,
  terminal: Terminal,
): string {
  const part = <T>(all: readonly T[]): T[] => [all[0], ...all.slice(from, to)];
  return tableText(
    {
      head: part(columns.map(({ title }) => title)),
      rows: rows.map(part),
      align: part(columns.map(({ align = 'left' }) => align)),
    },
    terminal,
  );
}

function paragraph(text: string, terminal: Terminal): string {
  return wrap(text, Math.min(terminal.width, widestText));
}
