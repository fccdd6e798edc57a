import { basename, dirname, extname, join } from 'node:path';
import { writeFileAtomically } from '../node/index.ts';
import type { ReportDocument } from '../report/document.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import type { Context } from './context.ts';
import { importPackage } from './import-package.ts';

/**
 * Writes documents as Markdown at `path`, and its pictures beside it, their names beginning as its own: the pictures first, so that
 * the text never links to what is not there.
 *
 * @returns the names of the pictures.
 * @throws MissingPackageError where charts cannot be drawn; FileError if a file cannot be written.
 */
export async function writeMarkdown(
  path: string,
  documents: readonly ReportDocument[],
  { importPackage: given = (name) => importPackage(name) }: Pick<Context, 'importPackage'>,
): Promise<readonly string[]> {
  const name = basename(path, extname(path)).replace(/[^\w-]/g, '-') || 'report';
  const { text, files } = await renderMarkdown(documents, { name, importPackage: given });
  for (const [file, svg] of Object.entries(files)) {
    await writeFileAtomically(join(dirname(path), file), svg, { who: 'simdgrad' });
  }
  await writeFileAtomically(path, text, { who: 'simdgrad' });
  return Object.keys(files);
}
