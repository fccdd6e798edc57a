import { requireKnownOptions, valueText } from '../errors.ts';
import type { ImportPackage } from './charts/load-vega.ts';
import { requireDocuments } from './check-document.ts';
import type { Block, Provenance, ReportDocument, TableBlock } from './document.ts';
import { writable } from './escape.ts';
import { imageSheet } from './image-sheet.ts';
import { renderChart } from './render-chart.ts';
import { seedsText } from './render-provenance.ts';

export interface RenderMarkdownOptions {
  /** Pictures are files beside the text, whose names begin so: letters, digits, `-` and `_`. 'report' unless set. */
  readonly name?: string;
  /** How packages are found; `import` unless set. */
  readonly importPackage?: ImportPackage;
}

export interface MarkdownReport {
  readonly text: string;
  /** The pictures: text of SVG by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * One or more documents as GitHub's Markdown, with charts and images as SVG files beside it: what a repository shows. The same
 * documents give the same text and pictures.
 *
 *     const { text, files } = await renderMarkdown([document], { name: 'mnist' });
 *
 * @throws MissingPackageError if there are charts and not the packages vega and vega-lite, which draw them; TypeError, RangeError,
 *   ShapeError for a document that is none, naming the field.
 */
export async function renderMarkdown(
  documents: readonly ReportDocument[],
  options: RenderMarkdownOptions = {},
): Promise<MarkdownReport> {
  const who = 'renderMarkdown';
  requireKnownOptions(who, options, ['name', 'importPackage']);
  const { name = 'report', importPackage } = options;
  if (typeof name !== 'string' || !/^[\w-]+$/.test(name)) {
    throw new TypeError(`${who}: name must be letters, digits, - and _, got ${valueText(name)}`);
  }
  requireDocuments(who, documents);
  const files: Record<string, string> = {};
  const picture = (caption: string, svg: string): string => {
    const file = freeName(`${name}-${slug(caption)}`, files);
    files[file] = svg;
    return `![${inline(caption)}](${file})`;
  };
  const parts: string[] = [];
  for (const { title, question, answer, blocks, provenance } of documents) {
    parts.push(`# ${inline(title)}`, `**Question.** ${inline(question)}`);
    if (answer !== undefined) parts.push(`**Answer.** ${answer.split('\n').map(inline).join('\n\n')}`);
    for (const block of blocks) parts.push(await blockText(block, picture, importPackage));
    parts.push('## Where these figures come from', provenanceText(provenance));
  }
  return { text: `${parts.join('\n\n')}\n`, files };
}

async function blockText(
  block: Block,
  picture: (caption: string, svg: string) => string,
  importPackage: ImportPackage | undefined,
): Promise<string> {
  switch (block.kind) {
    case 'heading':
      return `## ${inline(block.text)}`;
    case 'text':
      return inline(block.text);
    case 'code':
      return `${block.caption === undefined ? '' : `${inline(block.caption)}:\n\n`}${fenced(block.text, block.language)}`;
    case 'table':
      return tableText(block);
    case 'chart': {
      const { caption, chart } = block;
      return `${picture(caption, await renderChart(chart, { title: caption, importPackage }))}\n\n*${inline(caption)}*`;
    }
    case 'images':
      return `${picture(block.caption, imageSheet(block.images, block.caption))}\n\n*${inline(block.caption)}*`;
  }
}

function tableText({ caption, columns, rows, strong = [] }: TableBlock): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const bold = (cell: string): string => (cell.trim() === '' ? cell : `**${cell}**`);
  return [
    `*${inline(caption)}*\n`,
    line(columns.map(({ title }) => inline(title))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((row, i) => line(row.map((cell) => (strong.includes(i) ? bold(inline(cell)) : inline(cell))))),
  ].join('\n');
}

function provenanceText({ command, versions, machine, date, seeds, fingerprints }: Provenance): string {
  const list = (entries: Readonly<Record<string, string>>): string =>
    Object.entries(entries)
      .map(([name, value]) => `${inline(name)} ${inline(value)}`)
      .join(', ');
  const lines = [
    `- command: ${codeSpan(command)}`,
    `- machine: ${inline(machine)}; ${list(versions)}; ${inline(date)}`,
    ...(seeds.length > 0 ? [`- seeds: ${inline(seedsText(seeds))}`] : []),
    ...Object.entries(fingerprints).map(
      ([name, value]) => `- SHA-256 of the weights, ${inline(name)}: ${codeSpan(value)}`,
    ),
  ];
  return lines.join('\n');
}

/** A text on one line that means nothing but itself in Markdown, also in a table. */
function inline(text: string): string {
  return writable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]{}|~#!$]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])(?= |$)/, '$1\\$2')
    .replace(/:\/\//g, ':\\//')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
    .replace(/@/g, '&#64;');
}

/** A text between more backquotes than it holds in a row. */
function codeSpan(text: string): string {
  const flat = writable(text).replace(/\s+/g, ' ');
  const marks = '`'.repeat(longestRun(flat) + 1);
  return flat.includes('`') ? `${marks} ${flat} ${marks}` : `${marks}${flat}${marks}`;
}

function fenced(text: string, language: string): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${marks}${language === 'text' ? 'text' : language}\n${writable(text).replace(/\n$/, '')}\n${marks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** 'parameters-against-test-accuracy': the words of a caption as a file name. */
function slug(caption: string): string {
  const words = caption.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.slice(0, 6).join('-').slice(0, 60) || 'figure';
}

function freeName(stem: string, files: Readonly<Record<string, string>>): string {
  let name = `${stem}.svg`;
  for (let i = 2; Object.hasOwn(files, name); i++) name = `${stem}-${i}.svg`;
  return name;
}
