/** How the results of a part become a chapter of the report of the suite. */
import { listText, plural } from '../../src/experiments/figure-text.ts';
import type { Block, Provenance, ReportDocument, TableBlock } from '../../src/report/index.ts';
import type { ResultTable } from '../part.ts';
import type { ReportedFigure } from '../report.ts';
import type { ResultsFile } from '../results.ts';

/** The file of a part whose results are known. */
export type FileOf<Results> = Omit<ResultsFile, 'results'> & { readonly results: Results };

/** What is particular to a part. */
export interface Chapter {
  readonly title: string;
  readonly question: string;
  /** A sentence or two, from the figures. */
  readonly answer: string;
  readonly blocks: readonly Block[];
  /** Of more than the runtime. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** The chapter of a file, with what was promised at its end. */
export function documentOf(
  file: FileOf<unknown>,
  { title, question, answer, blocks, versions }: Chapter,
): ReportDocument {
  const promises = promiseBlocks(file.figures);
  return {
    title,
    question,
    answer: [answer, verdictOf(file.figures)].filter((text) => text !== '').join('\n'),
    blocks: [...blocks, ...promises],
    provenance: provenanceOf(file, versions),
  };
}

function provenanceOf(
  { command, machine, runtime, date }: FileOf<unknown>,
  versions: Provenance['versions'] = {},
): Provenance {
  const ofRuntime = Object.fromEntries(
    runtime.split(', ').map((text) => [text.slice(0, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)]),
  );
  return { command, machine, versions: { ...ofRuntime, ...versions }, date, seeds: [], fingerprints: {} };
}

/** Missed promises that an answer names. */
const mostNamed = 4;

/** 'All 12 promises are met.', or those that are missed. */
export function verdictOf(figures: readonly ReportedFigure[]): string {
  if (figures.length === 0) return '';
  const missed = figures.filter(({ met }) => !met);
  if (missed.length === 0)
    return figures.length === 1 ? 'The promise is met.' : `All ${plural(figures.length, 'promise')} are met.`;
  const named = missed.slice(0, mostNamed).map(({ what, text, promise }) => `${what} is ${text}, promised ${promise}`);
  if (missed.length > mostNamed) named.push(`${missed.length - mostNamed} more`);
  return `Missed of ${plural(figures.length, 'promise')}: ${listText(named)}.`;
}

function promiseBlocks(figures: readonly ReportedFigure[]): Block[] {
  if (figures.length === 0) return [];
  return [
    { kind: 'heading', text: 'Promised and measured' },
    {
      kind: 'table',
      caption: 'What was promised beside what was measured',
      columns: columnsOf(['', '>measured', '>promise', 'met']),
      rows: figures.map(({ what, text, promise, met }) => [what, text, promise, met ? 'yes' : 'no']),
      strong: figures.flatMap(({ met }, i) => (met ? [] : [i])),
    },
  ];
}

/** A table as a part has it for a terminal. */
export function tableBlock({ title, head, rows, align }: ResultTable): TableBlock {
  const sides = head.map((_, j) => align?.[j] ?? (j === 0 ? 'left' : 'right'));
  return { kind: 'table', caption: title, columns: head.map((text, j) => ({ title: text, align: sides[j] })), rows };
}

/** Columns by their titles; with '>' before it its cells stand to the right. */
export function columnsOf(titles: readonly string[]): TableBlock['columns'] {
  return titles.map((title) => (title.startsWith('>') ? { title: title.slice(1), align: 'right' } : { title }));
}

export function percentText(share: number): string {
  return `${(100 * share).toFixed(Math.abs(share) < 0.0995 ? 1 : 0)} %`;
}
