/** A whole page of the site: its head, the list of pages, what it shows, and where to go on. */
import { escaped } from '../../src/report/escape.ts';
import { addressBetween, pageOf } from './addresses.ts';
import { type Entry, type Group, neighboursOf } from './outline.ts';

export interface Shown {
  /** Its path on the site. */
  readonly page: string;
  readonly title: string;
  readonly body: string;
  /** Of the document that it shows; sources and folders are of none. */
  readonly document?: string;
}

/** Name of the style sheet at the top of the site. */
export const styleFile = 'style.css';

/** A page as HTML. */
export function wholePage({ page, title, body, document }: Shown, outline: readonly Group[]): string {
  const full = document === 'README.md' ? title : `${title} · simdgrad`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(full)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${addressBetween(page, styleFile)}">
</head>
<body>
<a class="skip" href="#content">To the text</a>
<nav aria-label="Pages">
<a class="home" href="${addressBetween(page, 'index.html')}">simdgrad</a>
<input type="checkbox" id="menu"><label for="menu">Pages</label>
<div class="groups">
${outline.map((group) => groupHtml(group, page, document)).join('\n')}
</div>
</nav>
<main id="content">
${body.trim()}
${document === undefined ? '' : neighbours(outline, page, document)}
</main>
</body>
</html>
`;
}

function groupHtml({ title, entries }: Group, page: string, document: string | undefined): string {
  const here = entries.some(({ path }) => path === document);
  const open = here || document === undefined ? ' open' : '';
  const items = entries.map((entry) => `<li>${link(entry, page, entry.path === document)}</li>`).join('\n');
  return `<details${open}><summary>${escaped(title)}</summary>\n<ul>\n${items}\n</ul></details>`;
}

function link({ path, title }: Entry, page: string, here: boolean): string {
  return `<a href="${addressBetween(page, pageOf(path))}"${here ? ' aria-current="page"' : ''}>${escaped(title)}</a>`;
}

function neighbours(outline: readonly Group[], page: string, document: string): string {
  const { before, after } = neighboursOf(outline, document);
  if (!before && !after) return '';
  const way = (entry: Entry | undefined, words: string, name: string): string =>
    entry
      ? `<a class="${name}" href="${addressBetween(page, pageOf(entry.path))}"><span>${words}</span>${escaped(entry.title)}</a>`
      : '';
  return `<div class="way">${way(before, 'Before', 'before')}${way(after, 'Next', 'after')}</div>`;
}
