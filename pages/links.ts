/** Links of a page, to other pages, their headings and files, and its pictures. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Tokens } from 'marked';
import { isKept } from './documents.ts';
import { anchorsOf } from './headings.ts';
import { Page } from './page.ts';
import type { Review } from './review.ts';

const tag = /<(?:a|img|source)\s[^>]*>/g;
const attribute = /\s(?:href|src|srcset)="([^"]*)"/;

/**
 * Looks whether all that a page links and shows is there.
 *
 * @param made files that are written with the page.
 */
export function checkLinks(review: Review, made: readonly string[]): void {
  for (const { token, href, start } of review.page.links()) {
    const wrong = problemOf(review.page, href, made);
    if (wrong !== undefined) review.wrong(start, wrong);
    if (token.type === 'image' && (token as Tokens.Image).text.trim() === '') {
      review.wrong(start, `the picture ${href} has no text for those who do not see it: ![what it shows](…)`);
    }
  }
  for (const { token, start } of review.page.blocks) {
    if (token.type === 'code') continue;
    for (const { 0: text, index } of token.raw.matchAll(tag)) {
      const href = attribute.exec(text)?.[1];
      const wrong = href === undefined ? undefined : problemOf(review.page, href, made);
      if (wrong !== undefined) review.wrong(start + index, wrong);
      if (text.startsWith('<img') && !/\salt="[^"]/.test(text)) {
        review.wrong(start + index, `the picture ${href} has no text for those who do not see it: alt="what it shows"`);
      }
    }
  }
}

/** What is wrong with an address on a page, if anything is. */
function problemOf(page: Page, href: string, made: readonly string[]): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(href)) {
    return URL.canParse(href) && new URL(href).protocol === 'https:' ? undefined : `${href}: expected an https address`;
  }
  const [path, anchor] = href.split('#').map(decodeURIComponent);
  if (path.startsWith('/')) return `${href}: expected a relative address`;
  const file = path === '' ? page.path : normalize(join(dirname(page.path), path)).replaceAll('\\', '/');
  if (file.startsWith('../')) return `${href} leads out of the repository`;
  if (made.includes(file)) return undefined;
  if (!isKept(file) || !exists(page.root, file)) return `there is no ${file}`;
  if (anchor === undefined || (/^L\d/.test(anchor) && !file.endsWith('.md'))) return undefined;
  if (!file.endsWith('.md')) return `${href}: only pages have headings; lines are written #L12 or #L12-L15`;
  const text = file === page.path ? page.text : readFileSync(join(page.root, file), 'utf8');
  const anchors = anchorsOf(file === page.path ? page : new Page(page.root, file, text));
  return anchors.includes(anchor)
    ? undefined
    : `${file} has no heading #${anchor}; it has ${anchors.map((one) => `#${one}`).join(', ')}`;
}

/** Whether a file is there by exactly this name, which some systems do not ask for. */
function exists(root: string, file: string): boolean {
  if (!statSync(join(root, file), { throwIfNoEntry: false })) return false;
  const names = file.split('/').filter((name) => name !== '' && name !== '.');
  return names.every((name, i) => readdirSync(join(root, ...names.slice(0, i))).includes(name));
}
