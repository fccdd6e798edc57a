/** Parts that all pages of `simdgrad explain` are made of. */
import type { RuleText } from '../explain/rule-text.ts';
import { padded, placesOf, signedText } from './explain-figure.ts';
import type { Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Wider lines of running text are hard to read. */
const widestText = 100;

/** The first sentence and the formula; nothing of either where there is none. */
export function ruleLines({ summary, formula }: RuleText, terminal: Terminal): string[] {
  const lines = summary === '' ? [] : [paragraph(summary, terminal)];
  if (formula.length > 0) lines.push('', ...formula.flatMap((line) => formulaLines(line, terminal.width)));
  return lines;
}

/** A line of a formula, indented; one that is too wide goes on below, broken where it has most room. */
export function formulaLines(line: string, width: number, indent = 4): string[] {
  const whole = ' '.repeat(indent) + line;
  if (placesOf(whole) <= width || line.trim() === '') return [whole.trimEnd()];
  const at = Math.max(...[...line.matchAll(/\S( {3,})(?=\S)/g)].map(({ index, 1: gap }) => index + 1 + gap.length), 0);
  if (at > 0) {
    const inside = line.length - line.trimStart().length;
    const rest = formulaLines(line.slice(at), width, indent + inside + 4);
    return [...formulaLines(line.slice(0, at).trimEnd(), width, indent), ...rest];
  }
  const room = wrap(line, width - indent, 4).split('\n');
  return room.map((one) => ' '.repeat(indent) + one);
}

/** Running text, as wide as the terminal. */
export function paragraph(text: string, terminal: Terminal, indent = 0): string {
  return wrap(text, Math.min(terminal.width, widestText), indent);
}

/** A row of numbers under its name. */
export interface FigureRow {
  readonly label: string;
  readonly values: readonly number[];
}

/**
 * Rows of numbers, one column for each value, digits below digits; with as many columns beside each other as the line has room for.
 *
 * @param heads of the columns; left out if there are none.
 * @param places that labels take, if rows of several tables are to stand below each other.
 */
export function figureLines(
  rows: readonly FigureRow[],
  { width }: Terminal,
  { heads, places = labelPlaces(rows) }: { heads?: readonly string[]; places?: number } = {},
): string[] {
  const count = Math.max(...rows.map(({ values }) => values.length));
  const fitting = Math.max(1, Math.floor((width - places - 4) / columnPlaces));
  const lines: string[] = [];
  for (let from = 0; from < count; from += fitting) {
    const part = <T>(all: readonly T[]): readonly T[] => all.slice(from, from + fitting);
    if (heads)
      lines.push(
        lineOf(
          '',
          part(heads).map((head) => ` ${head}`),
          places,
        ),
      );
    for (const { label, values } of rows) {
      if (values.length > from) lines.push(lineOf(label, part(values).map(signedText), places));
    }
  }
  return lines;
}

/** Places that the labels of these rows take. */
export function labelPlaces(rows: readonly FigureRow[]): number {
  return Math.max(...rows.map(({ label }) => placesOf(label)));
}

const columnPlaces = 13;

function lineOf(label: string, cells: readonly string[], places: number): string {
  return `  ${padded(label, places)}  ${cells.map((cell) => padded(cell, columnPlaces)).join('')}`.trimEnd();
}

/** `name  what it is`, in one line: what has no room is left out from a comma on, or from a word on. */
export function entryLine(name: string, about: string, places: number, { width }: Terminal): string {
  const text = about.replace(/^[A-Z]\w+: (.)/, (_, first: string) => first.toUpperCase()).replace(/\.$/, '');
  const room = Math.min(width, widestText) - places - 4;
  const sentence = text.split('. ')[0];
  let shown = sentence;
  if (shown.length > room) {
    const comma = Math.max(
      sentence.lastIndexOf(',', room),
      sentence.lastIndexOf(':', room),
      sentence.lastIndexOf(';', room),
    );
    shown = comma > room / 3 ? sentence.slice(0, comma) : `${sentence.slice(0, sentence.lastIndexOf(' ', room - 2))} …`;
  }
  return `  ${name.padEnd(places)}  ${shown}`;
}
