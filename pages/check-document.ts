import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFences } from './code-fences.ts';
import { rulesOf } from './documents.ts';
import { checkGenerated } from './generated-parts.ts';
import { type Generator, generators as ours } from './generators/index.ts';
import { checkLinks } from './links.ts';
import { Page } from './page.ts';
import { checkPointers } from './pointers.ts';
import { type Finding, Review } from './review.ts';

export interface Checked {
  /** As the file has it, with '\n' alone at the ends of lines. */
  readonly before: string;
  /** With all that can be mended mended. */
  readonly text: string;
  /** Files that are made with it and are not as they should be, by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** By lines. */
  readonly findings: readonly Finding[];
}

/**
 * Looks at a document: generated parts first, then languages of fences, programs and commands with what they print, pointers into
 * source, links and pictures.
 *
 * @param root the repository.
 * @param path of the document, from there.
 */
export async function checkDocument(
  root: string,
  path: string,
  generators: Readonly<Record<string, Generator>> = ours,
): Promise<Checked> {
  const before = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
  const rules = rulesOf(path, before);
  const parts = new Review(new Page(root, path, before));
  if (rules.text) await checkGenerated(parts, generators);
  const rest = new Review(new Page(root, path, parts.mended()));
  if (rules.text) await checkFences(rest, rules, checkPointers(rest));
  checkLinks(rest, Object.keys(parts.files));
  const findings = [...parts.findings, ...rest.findings].sort((a, b) => a.line - b.line);
  return { before, text: rest.mended(), files: parts.files, findings };
}

/** A finding as a line of text. */
export function findingLine(path: string, { line, message }: Finding): string {
  return `${path}:${line}: ${message}`;
}
