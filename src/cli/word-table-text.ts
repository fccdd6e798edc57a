import type { WordTable } from '../experiments/comparison-words.ts';
import { tableText } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A table of texts: its first column to the left, the others to the right, the row that matters in bold. */
export function wordTableText({ head, rows, strong }: WordTable, terminal: Terminal): string {
  const { bold } = terminal.colors;
  const shown = rows.map((row, i) => (i === strong ? row.map(bold) : row));
  return tableText({ head, rows: shown, align: head.map((_, j) => (j === 0 ? 'left' : 'right')) }, terminal);
}
