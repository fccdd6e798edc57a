import { type Cell, filled, WalkthroughError } from './read-program.ts';
import { codeFence, marker } from './write-page.ts';

/** Stands for a figure while a prose is turned into a pattern. */
const figure = '\u0000';
const outputs = /(?:\n\n(?:```text\n(?:(?!```)[\s\S])*?\n```|!\[[^\]\n]*\]\([^)\n]+\.svg\)\n\n\*[^\n]+\*))*/;

/**
 * Compares a page with a program without running it: the same cells in the same order, each with the prose of the program but for its figures,
 * and nothing between them but outputs and pictures.
 *
 * @throws WalkthroughError naming the first line of the program of which the page has something else.
 */
export function requirePageOf(name: string, cells: readonly Cell[], markdown: string): void {
  if (!markdown.startsWith(marker)) throw new WalkthroughError(`${name}: the page must begin with ${marker}`);
  let at = marker.length;
  for (const { prose, code, line } of cells) {
    const words = escaped(filled(prose, () => figure)).replaceAll(figure, '[^\n]*?');
    const fence = code === '' ? '' : escaped(`\n\n${codeFence(code)}`);
    const pattern = new RegExp(`\n\n${words}${fence}${outputs.source}(?=\n\n|\n$)`, 'y');
    pattern.lastIndex = at;
    const found = pattern.exec(markdown);
    if (!found) {
      throw new WalkthroughError(`${name}: the page is not of this program from its line ${line} on; ${remedy(name)}`);
    }
    at += found[0].length;
  }
  if (markdown.slice(at).trim() === '') return;
  throw new WalkthroughError(`${name}: the page has more than the program; ${remedy(name)}`);
}

/** What to do about a page that is not up to date. */
export function remedy(name: string): string {
  return `npm run walkthroughs -- ${name} builds it`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
