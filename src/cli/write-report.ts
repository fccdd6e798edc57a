import { MissingPackageError } from '../errors.ts';
import { writeFileAtomically } from '../node/index.ts';
import type { ReportDocument } from '../report/document.ts';
import { renderReport } from '../report/render-report.ts';
import type { Context } from './context.ts';
import { importPackage } from './import-package.ts';

/** Whether a report has its charts; if not, how to get them. */
export interface WrittenReport {
  readonly hint: string | undefined;
}

/**
 * Writes documents as one HTML file. Where the packages that draw charts are missing, their figures stand as tables, and a
 * hint says what to install.
 *
 * @throws FileError if it cannot be written.
 */
export async function writeReport(
  path: string,
  documents: readonly ReportDocument[],
  { importPackage: given = (name) => importPackage(name) }: Pick<Context, 'importPackage'>,
  title?: string,
): Promise<WrittenReport> {
  let html: string;
  let hint: string | undefined;
  try {
    html = await renderReport(documents, { title, importPackage: given });
  } catch (error) {
    if (!(error instanceof MissingPackageError)) throw error;
    html = await renderReport(documents, { title, charts: false });
    hint = `charts stand as tables; to have them drawn, npm install ${error.packages.join(' ')}`;
  }
  await writeFileAtomically(path, html, { who: 'simdgrad' });
  return { hint };
}
