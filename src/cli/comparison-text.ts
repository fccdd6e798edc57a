/** A comparison of networks as people read it in a terminal. */
import type { Comparison, ComparisonSetup } from '../experiments/comparison.ts';
import {
  figuresTable,
  floorSentence,
  networksWithFigures,
  seedTable,
  setupSentences,
  type Verdict,
  verdictsOf,
} from '../experiments/comparison-words.ts';
import { type Terminal, widthOf } from './terminal.ts';
import { wordTableText } from './word-table-text.ts';
import { wrap } from './wrap.ts';

/** Wider lines of running text are hard to read. */
const widestText = 100;

/** What is going to be compared: data, split, training, networks. */
export function setupText(
  {
    networks,
    ...setup
  }: Omit<ComparisonSetup, 'networks' | 'rows' | 'floor'> & {
    readonly networks: readonly { readonly name: string; readonly description: string }[];
  },
  terminal: Terminal,
): string {
  const names = Math.max(...networks.map(({ name }) => name.length)) + 2;
  const lines = [
    terminal.colors.bold(setup.dataset.title),
    ...setupSentences(setup).map((sentence) => paragraph(sentence, terminal)),
    '',
    ...networks.map(({ name, description }) => paragraph(`${name.padEnd(names - 1)} ${description}`, terminal, names)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The table of figures, the floor, test accuracies seed by seed, and what follows from them. */
export function comparisonText(comparison: Comparison, terminal: Terminal): string {
  const shown = networksWithFigures(comparison);
  if (shown.length === 0) return '';
  const floor = terminal.colors.dim(paragraph(floorSentence(comparison), terminal));
  const sections = [summaryText(comparison, shown, terminal) + floor];
  const seeds = seedTable(comparison);
  if (seeds) sections.push(wordTableText(seeds, terminal).trimEnd());
  const verdicts = verdictsOf(comparison).map((verdict) => verdictText(verdict, terminal));
  if (verdicts.length > 0) sections.push(verdicts.join('\n\n'));
  return `${sections.join('\n\n')}\n`;
}

/** A column for each network; where that is too wide, as many as fit and the others below. */
function summaryText(comparison: Comparison, shown: readonly string[], terminal: Terminal): string {
  for (let columns = shown.length; ; columns--) {
    const tables: string[] = [];
    for (let from = 0; from < shown.length; from += columns) {
      tables.push(wordTableText(figuresTable(comparison, shown.slice(from, from + columns)), terminal));
    }
    const text = tables.join('\n');
    if (columns === 1 || widthOf(text) <= terminal.width) return text;
  }
}

function verdictText({ sign, text, note }: Verdict, terminal: Terminal): string {
  const { colors } = terminal;
  const plain = paragraph(text, terminal);
  if (note === undefined) return plain;
  const verdict = sign === 0 ? plain : colors[sign === 1 ? 'green' : 'red'](plain);
  return `${verdict}\n${colors.dim(paragraph(note, terminal))}`;
}

function paragraph(text: string, terminal: Terminal, indent = 0): string {
  return wrap(text, Math.min(terminal.width, widestText), indent);
}
