/**
 * Pointers from pages into source: links to lines. One that ends a paragraph before a colon is followed by a fence that quotes the
 * lines; any other has a text in backticks that stands in them. Where the same text stands on other lines, and nowhere else, the
 * numbers follow it.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Tokens } from 'marked';
import { firstDifference } from './generated-parts.ts';
import { type Block, type Fence, isFence, languageOf, type PageLink } from './page.ts';
import type { Review } from './review.ts';
import { linesIn, placesOfLines, placesOfText, type Range, withoutIndentation } from './source-lines.ts';

/** A link to lines of a file. */
interface Pointer {
  readonly link: PageLink;
  /** From the root of the repository. */
  readonly file: string;
  readonly source: readonly string[];
  readonly range: Range;
}

const lines = /^L([1-9]\d*)(?:-L([1-9]\d*))?$/;
const lineWords = /lines?\s+\d+(?:\s+to\s+\d+)?/g;

/** Looks at all pointers of a page. Returns the fences that quote. */
export function checkPointers(review: Review): ReadonlySet<Fence> {
  const quotations = new Set<Fence>();
  for (const link of review.page.links()) {
    const [path, anchor] = link.href.split('#');
    if (path === '' || anchor === undefined || !/^L\d/.test(anchor) || link.href.includes('://')) continue;
    const fence = quotationAfter(review, link);
    if (fence) quotations.add(fence);
    const pointer = pointerOf(review, link, path, anchor);
    if (!pointer) continue;
    if (fence) checkQuotation(review, pointer, fence);
    else checkMention(review, pointer);
  }
  return quotations;
}

/** Reads what a link points to; says what is wrong with it otherwise. */
function pointerOf(review: Review, link: PageLink, path: string, anchor: string): Pointer | undefined {
  const { root, path: page } = review.page;
  const file = normalize(join(dirname(page), path)).replaceAll('\\', '/');
  const numbers = lines.exec(anchor);
  if (!numbers) {
    review.wrong(link.start, `#${anchor}: lines are written #L12 or #L12-L15`);
    return undefined;
  }
  const [first, last] = [Number(numbers[1]), Number(numbers[2] ?? numbers[1])];
  if (!statSync(join(root, file), { throwIfNoEntry: false })?.isFile()) return undefined; // which the links tell
  const source = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n').split('\n');
  return { link, file, source, range: { first, last } };
}

/** The fence that a link to lines introduces: it is the last thing of its paragraph, before a colon. */
function quotationAfter({ page }: Review, { token, block }: PageLink): Fence | undefined {
  if (block.token.type !== 'paragraph') return undefined;
  const inline = (block.token as Tokens.Paragraph).tokens;
  const [last, colon] = inline.slice(-2);
  if (last !== token || colon?.raw.trim() !== ':') return undefined;
  const next: Block | undefined = page.after(block);
  return next && isFence(next.token) && languageOf(next.token).rest === '' ? (next as Fence) : undefined;
}

function checkQuotation(review: Review, pointer: Pointer, fence: Fence): void {
  const { link, file, source, range } = pointer;
  const quoted = fence.token.text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
  const there = withoutIndentation(linesIn(source, range)).join('\n');
  const places = there === quoted ? [range] : placesOfLines(source, quoted.split('\n'));
  if (places.length === 1) write(review, pointer, places[0]);
  else {
    const why = places.length === 0 ? 'nowhere in it' : `at ${places.map(rangeWords).join(' and ')}`;
    const difference = firstDifference(quoted, there);
    const message = `${rangeText(file, range)} is not what is quoted, which stands ${why}: of the quotation, ${difference}`;
    review.wrong(link.start, message);
  }
}

function checkMention(review: Review, pointer: Pointer): void {
  const { link, file, source, range } = pointer;
  const [code, ...more] = (link.token as Tokens.Link).tokens;
  if (code?.type !== 'codespan' || more.length > 0) {
    review.wrong(
      link.start,
      'a link to lines has a text in backticks that stands there, or a colon and a quotation after it',
    );
    return;
  }
  const { text } = code as Tokens.Codespan;
  const places = placesOfText(source, text);
  if (places.some(({ first, last }) => first >= range.first && last <= range.last)) return;
  if (places.length === 1 && places[0].last - places[0].first === range.last - range.first) {
    write(review, pointer, places[0]);
    return;
  }
  const why = places.length === 0 ? 'nowhere in the file' : `at ${places.map(rangeWords).join(', ')}`;
  review.wrong(link.start, `'${text}' does not stand at ${rangeText(file, range)}, but ${why}`);
}

/** Writes the numbers of lines, in the address and in the words of the link. */
function write(review: Review, { link, file, range: before }: Pointer, range: Range): void {
  const { text } = review.page;
  const moved = before.first !== range.first || before.last !== range.last;
  const message = moved
    ? `${rangeText(file, before)} has moved to ${rangeWords(range)}; npm run pages writes it`
    : `the link to ${rangeText(file, range)} names other lines in its text; npm run pages writes it`;
  const anchor = range.first === range.last ? `L${range.first}` : `L${range.first}-L${range.last}`;
  const address = { start: link.start, end: link.start + link.href.length };
  const words = text.slice(link.block.start, link.start);
  const named = [...words.slice(words.lastIndexOf('[')).matchAll(lineWords)].at(-1);
  if (named) {
    const start = link.block.start + words.lastIndexOf('[') + named.index;
    const { 0: old } = named;
    if (old.replace(/\s+/g, ' ') !== rangeWords(range)) {
      review.mend({ start, end: start + old.length, text: rangeWords(range) }, message);
    }
  }
  review.mend({ ...address, text: `${link.href.split('#')[0]}#${anchor}` }, message);
}

function rangeWords({ first, last }: Range): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}

function rangeText(file: string, range: Range): string {
  return `${file}, ${rangeWords(range)}`;
}
