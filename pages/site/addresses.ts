/** Where on the site the files of the repository are. */
import { statSync } from 'node:fs';
import { dirname, join, normalize, posix } from 'node:path';

/** Files that are shown with numbered lines; others that a page links are copied as they are. */
const source = /\.(?:ts|mts|mjs|js|py|grit|sh|csv|json|yml)$/;

/** What the site has to hold beside its pages, because they link it: paths of the repository. */
export interface Linked {
  readonly sources: Set<string>;
  readonly folders: Set<string>;
  readonly copies: Set<string>;
}

/** The page of a document. */
export function pageOf(document: string): string {
  return document.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html');
}

/** The address of one page of the site from another. */
export function addressBetween(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to);
}

/**
 * The address on the site of what a document links, and notes what it is.
 *
 * @param href as the document has it.
 */
export function siteAddress(root: string, document: string, href: string, linked: Linked): string {
  if (href.startsWith('#') || /^[a-z][a-z+.-]*:/i.test(href)) return href;
  const [path, anchor = ''] = href.split('#');
  const file = normalize(join(dirname(document), decodeURIComponent(path)))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  const to = targetOf(root, file, linked);
  const hash = anchor === '' ? '' : `#${anchor.replace(/^(L\d+)-L\d+$/, '$1')}`;
  return encodeURI(addressBetween(pageOf(document), to)) + hash;
}

function targetOf(root: string, file: string, { sources, folders, copies }: Linked): string {
  if (file.endsWith('.md')) return pageOf(file);
  const stats = statSync(join(root, file), { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    if (statSync(join(root, file, 'README.md'), { throwIfNoEntry: false })) return `${file}/index.html`;
    folders.add(file);
    return folderPage(file);
  }
  const shown = source.test(file) && (stats?.size ?? 0) < 200_000;
  (shown ? sources : copies).add(file);
  return shown ? sourcePage(file) : file;
}

/** The page that shows a source. */
export function sourcePage(file: string): string {
  return `${file}.html`;
}

/** The page that lists a folder. */
export function folderPage(folder: string): string {
  return `${folder}/index.html`;
}
