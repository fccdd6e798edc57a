import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { documentsIn } from '../documents.ts';
import { graphDrawer } from '../draw-graph.ts';
import { Page } from '../page.ts';
import { folderPage, type Linked, pageOf, sourcePage } from './addresses.ts';
import { type Shown, styleFile, wholePage } from './layout.ts';
import { outlineOf } from './outline.ts';
import { pageBody, titleOf } from './page-body.ts';
import { folderBody, sourceBody } from './source-page.ts';
import { style } from './style.ts';

/** What was written, as paths within the site. */
export interface Site {
  /** Of documents. */
  readonly pages: readonly string[];
  readonly sources: readonly string[];
  readonly folders: readonly string[];
  readonly copies: readonly string[];
}

/**
 * Writes the documents of a repository as a site that needs no server: pages, sources and folders that they link, pictures.
 *
 * @param folder is emptied first.
 */
export async function buildSite(root: string, folder: string): Promise<Site> {
  rmSync(folder, { recursive: true, force: true });
  const draw = await graphDrawer();
  const documents = documentsIn(root).map((path) => {
    return new Page(root, path, readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n'));
  });
  const outline = outlineOf(documents);
  const linked: Linked = { sources: new Set(), folders: new Set(), copies: new Set() };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const show = (shown: Shown): void => write(shown.page, wholePage(shown, outline));
  write(styleFile, style);
  for (const page of documents) {
    const [path, title] = [pageOf(page.path), titleOf(page)];
    show({ page: path, title, body: pageBody(page, draw, linked), document: page.path });
  }
  for (const one of linked.folders) {
    show({ page: folderPage(one), title: one, body: folderBody(root, one, linked) });
  }
  for (const one of linked.sources) show({ page: sourcePage(one), title: basename(one), body: sourceBody(root, one) });
  for (const one of linked.copies) {
    mkdirSync(dirname(join(folder, one)), { recursive: true });
    copyFileSync(join(root, one), join(folder, one));
  }
  return {
    pages: documents.map(({ path }) => pageOf(path)),
    sources: [...linked.sources].map(sourcePage),
    folders: [...linked.folders].map(folderPage),
    copies: [...linked.copies],
  };
}
