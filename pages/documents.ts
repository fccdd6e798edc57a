/** Which files of the repository are documents, and what of each is looked at. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that hold nothing of ours, or nothing that is kept. */
const leftOut = ['node_modules', 'build', 'dist', 'runs', 'coverage'];

/** What of a document is looked at. */
export interface Rules {
  /** Languages of fences, generated parts, pointers into source and commands; links and pictures are always looked at. */
  readonly text: boolean;
  /** Its ```ts fences are programs of their own, which are run. */
  readonly programs: boolean;
  /** Fences may name a file after their language: instructions, which another test follows. */
  readonly instructions: boolean;
}

/** Written by commands from results, by which other tests judge them, or about what was once true. */
const onlyLinks = /^(?:docs\/results\/|CHANGELOG\.md$)/;

/** The first line of a page whose fences are the cells of one program, which another command runs. */
const builtElsewhere = /^<!-- built by: npm run [\w:-]+ -->/;

/** The Markdown files of a repository, sorted, as paths with '/'. */
export function documentsIn(root: string): string[] {
  const found: string[] = [];
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !leftOut.includes(entry.name)) open.push(path);
      } else if (entry.name.endsWith('.md')) found.push(relative(root, path).replaceAll('\\', '/'));
    }
  }
  return found.sort();
}

/** What of a document is looked at, by its path and its text. */
export function rulesOf(path: string, text: string): Rules {
  const all = !onlyLinks.test(path);
  return { text: all, programs: all && !builtElsewhere.test(text), instructions: path === 'CONTRIBUTING.md' };
}

/** Whether a path of the repository is one that git keeps. */
export function isKept(path: string): boolean {
  return !leftOut.includes(path.split('/')[0]);
}
