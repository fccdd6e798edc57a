import { requireBoolean, requireKnownOptions, valueText } from '../errors.ts';
import { type ImportPackage, loadVega } from './charts/load-vega.ts';
import type { Drawing } from './charts/render-spec.ts';
import { requireDocuments } from './check-document.ts';
import type { ReportDocument } from './document.ts';
import { escaped, escapedProse } from './escape.ts';
import { renderBlock } from './render-block.ts';
import { provenanceHtml } from './render-provenance.ts';
import { style } from './style.ts';

export interface RenderReportOptions {
  /** Of the whole; that of the document, or how many there are, unless set. */
  readonly title?: string;
  /** True unless set. Without charts their figures stand as tables, and no package is needed. */
  readonly charts?: boolean;
  /** How packages are found; `import` unless set. */
  readonly importPackage?: ImportPackage;
}

/** Shorter ones need no table of contents. */
const fewestSections = 3;
const provenanceTitle = 'Where these figures come from';

/**
 * One HTML file of one or more documents: nothing in it comes from a network, no script runs, it can be printed, and it
 * follows the reader's choice of light or dark. The same documents give the same text.
 *
 *     const html = await renderReport([document]);
 *
 * Charts are drawn by the packages vega and vega-lite, which are only loaded if there are any.
 *
 * @throws MissingPackageError if there are charts and no packages to draw them; with `charts: false` it needs none. TypeError,
 *   RangeError, ShapeError for a document that is none, naming the field.
 */
export async function renderReport(
  documents: readonly ReportDocument[],
  options: RenderReportOptions = {},
): Promise<string> {
  const who = 'renderReport';
  requireKnownOptions(who, options, ['title', 'charts', 'importPackage']);
  const { title, charts = true, importPackage } = options;
  requireBoolean(who, { charts });
  if (title !== undefined && typeof title !== 'string') {
    throw new TypeError(`${who}: title must be text, got ${valueText(title)}`);
  }
  requireDocuments(who, documents);
  const anyChart = documents.some(({ blocks }) => blocks.some(({ kind }) => kind === 'chart'));
  const drawing = charts && anyChart ? await loadVega(who, importPackage) : undefined;

  const alone = documents.length === 1;
  const heading = title ?? (alone ? documents[0].title : `${documents.length} experiments`);
  const contents = contentsHtml(documents);
  const bodies: string[] = [];
  for (const [number, document] of documents.entries())
    bodies.push(await documentHtml(document, number, alone, drawing));
  const main = alone
    ? bodies[0]
    : documents
        .map(
          (document, i) =>
            `<section class="chapter"><h2 id="${chapterId(i)}">${escaped(document.title)}</h2>${findingHtml(document)}${bodies[i]}</section>`,
        )
        .join('');
  return (
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">\n` +
    `<meta name="generator" content="simdgrad">\n<title>${escaped(heading)}</title>\n<style>${style}</style>\n</head>\n` +
    `<body>\n<div class="page${contents === '' ? '' : ' with-contents'}">\n` +
    `<header><h1>${escaped(heading)}</h1>${alone ? findingHtml(documents[0]) : ''}</header>\n` +
    `${contents}<main>${main}</main>\n</div>\n</body>\n</html>\n`
  );
}

/** What was asked, and what came out. */
function findingHtml({ question, answer }: ReportDocument): string {
  const lines = (answer ?? '').split('\n').filter((line) => line !== '');
  const found = lines.map((line) => `<dd class="answer">${escapedProse(line)}</dd>`).join('');
  return `<dl class="finding"><dt>Question</dt><dd>${escapedProse(question)}</dd>${found === '' ? '' : `<dt>Answer</dt>${found}`}</dl>`;
}

async function documentHtml(
  { blocks, provenance }: ReportDocument,
  number: number,
  alone: boolean,
  drawing: Drawing | undefined,
): Promise<string> {
  const heading = alone ? 'h2' : 'h3';
  const context = { drawing, heading, sectionId: (index: number) => sectionId(number, index) };
  const parts: string[] = [];
  for (const [index, block] of blocks.entries()) parts.push(await renderBlock(block, index, context));
  const last = `<${heading} id="${sectionId(number, blocks.length)}">${provenanceTitle}</${heading}>`;
  return `${parts.join('\n')}\n<section class="provenance">${last}${provenanceHtml(provenance)}</section>`;
}

/** Links to the sections, by chapter where there are several. */
function contentsHtml(documents: readonly ReportDocument[]): string {
  const sections = documents.map(({ blocks }, number) => {
    const links = blocks.flatMap((block, i) =>
      block.kind === 'heading' ? [linkHtml(sectionId(number, i), block.text)] : [],
    );
    return [...links, linkHtml(sectionId(number, blocks.length), provenanceTitle)];
  });
  if (sections.flat().length < fewestSections) return '';
  const listOf = (items: readonly string[]): string => `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`;
  const list =
    documents.length === 1
      ? listOf(sections[0])
      : listOf(documents.map(({ title }, i) => linkHtml(chapterId(i), title) + listOf(sections[i])));
  return `<nav aria-label="Contents"><h2>Contents</h2>${list}</nav>\n`;
}

function linkHtml(id: string, text: string): string {
  return `<a href="#${id}">${escaped(text)}</a>`;
}

function chapterId(number: number): string {
  return `chapter-${number + 1}`;
}

function sectionId(number: number, index: number): string {
  return `section-${number + 1}-${index + 1}`;
}
