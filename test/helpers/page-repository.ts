/** A folder with pages and what they speak of, to be looked at as a repository. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Checked, checkDocument } from '../../pages/check-document.ts';
import type { Generator } from '../../pages/generators/index.ts';

/** Writes the files, by their paths, into a folder that is removed when the test has ended. */
export function repositoryOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'simdgrad-pages-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What is found in `page.md` of such a folder. */
export function checkPage(
  text: string,
  files: Readonly<Record<string, string>> = {},
  generators: Readonly<Record<string, Generator>> = {},
): Promise<Checked> {
  return checkDocument(repositoryOf({ ...files, 'page.md': text }), 'page.md', generators);
}

/** A fence. */
export function fence(language: string, ...lines: string[]): string {
  return ['```' + language, ...lines, '```', ''].join('\n');
}
