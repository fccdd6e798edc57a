/** The order of the pages: groups by folder, in each the order in which its README links them. */
import { basename, dirname, join, normalize } from 'node:path';
import type { Page } from '../page.ts';
import { titleOf } from './page-body.ts';

/** Titles of folders, in the order in which they are listed; folders that are not here come after them by their names. */
const titles: Readonly<Record<string, string>> = {
  '.': 'Start',
  'docs/read': 'Guided tour',
  'docs/optimizers': 'Optimizers',
  'docs/walkthroughs': 'Walkthroughs',
  exercises: 'Exercises',
  docs: 'More',
  'docs/results': 'Results',
  'docs/decisions': 'Decisions',
};

/** Groups whose pages are read one after the other. */
const inOrder = ['docs/read', 'docs/walkthroughs'];

export interface Entry {
  /** The path of the document. */
  readonly path: string;
  readonly title: string;
}

export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Each leads to the next. */
  readonly inOrder: boolean;
}

/** All documents in their groups. */
export function outlineOf(pages: readonly Page[]): Group[] {
  const known = Object.keys(titles);
  const folderOf = ({ path }: Page): string => {
    const folder = dirname(path);
    return folder.startsWith('exercises/') ? 'exercises' : folder;
  };
  const folders = [...new Set([...known, ...pages.map(folderOf).sort()])];
  return folders.flatMap((folder) => {
    const members = pages.filter((page) => folderOf(page) === folder);
    if (members.length === 0) return [];
    const rank = rankIn(folder, members);
    const sorted = [...members].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
    const entries = sorted.map((page) => ({ path: page.path, title: titleOf(page) }));
    return [{ title: titles[folder] ?? folder, entries, inOrder: inOrder.includes(folder) }];
  });
}

/** The README first, then what it links in its order, then the rest. */
function rankIn(folder: string, members: readonly Page[]): (page: Page) => number {
  const index = members.find(({ path }) => basename(path) === 'README.md');
  const linked =
    index?.links().map(({ href }) => normalize(join(folder, href.split('#')[0])).replaceAll('\\', '/')) ?? [];
  return (page) => {
    if (page === index) return -1;
    const at = linked.indexOf(page.path);
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
}

/** The pages before and after one, where they are read in order. */
export function neighboursOf(outline: readonly Group[], path: string): { before?: Entry; after?: Entry } {
  const group = outline.find(({ entries }) => entries.some((entry) => entry.path === path));
  if (!group?.inOrder) return {};
  const at = group.entries.findIndex((entry) => entry.path === path);
  return { before: group.entries[at - 1], after: group.entries[at + 1] };
}
