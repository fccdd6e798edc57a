import Table from 'cli-table3';
import { type Terminal, withoutColors } from './terminal.ts';

export interface TableContents {
  readonly head: readonly string[];
  /** Numbers stand to the right, text to the left. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** Side of each column, where it is not to be told from the cells. */
  readonly align?: readonly ('left' | 'right')[];
}

const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};

/**
 * A table as text, ending with a line break: columns two spaces apart and nothing else where it goes to a file or a
 * pipe; with lines under a bold head in an interactive terminal. A column whose cells are all numbers, or figures
 * such as '61.2 %', stands to the right.
 */
export function tableText({ head, rows, align }: TableContents, terminal: Terminal): string {
  const { interactive, colors } = terminal;
  const figures = head.map((_, j) => rows.length > 0 && rows.every((row) => isFigure(row[j])));
  const table = new Table({
    head: head.map((name) => colors.bold(name)),
    colAligns: head.map((_, j) => align?.[j] ?? (figures[j] ? 'right' : 'left')),
    chars: interactive ? { ...bare, mid: '─', 'mid-mid': '──', middle: '  ' } : { ...bare, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => row.map((cell) => String(cell))));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** A number, or text that is one to a reader: colour codes aside, a sign, digits, and perhaps a per cent sign or bytes. */
function isFigure(cell: string | number): boolean {
  if (typeof cell === 'number') return true;
  return /^([-+−]?[\d.,]+(e[-+]?\d+)?( ?%| [kMGT]?B)?|–|)$/.test(withoutColors(cell));
}
