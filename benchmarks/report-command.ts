import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Context } from '../src/cli/context.ts';
import { createProgram, keepsResults, runProgram } from '../src/cli/program.ts';
import { writeMarkdown } from '../src/cli/write-markdown.ts';
import { writeReport } from '../src/cli/write-report.ts';
import { FileError, MissingPackageError } from '../src/errors.ts';
import { benchmarkDocuments, reportTitle } from './describe/documents.ts';
import { PartError } from './part-process.ts';

/** What the command may use of the world; tests give one of their own. */
export interface ReportContext extends Pick<Context, 'terminal' | 'errors' | 'importPackage'> {
  /** Where the files of results are. */
  readonly folder: string;
  /** The page, unless told otherwise, and the text of the repository. */
  readonly html: string;
  readonly markdown: string;
}

interface Options {
  readonly output: string;
  readonly markdown: boolean;
}

/**
 * `npm run bench:report`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0, 1 where something failed, 2 after a mistake in the words.
 */
export async function runBenchReport(words: readonly string[], context: ReportContext): Promise<number> {
  const { folder, html, markdown: text, terminal } = context;
  const usual = relative(process.cwd(), html);
  const program = keepsResults(createProgram('npm run bench:report --', context))
    .description('make a page of the results of the benchmarks, and the text of docs/results')
    .option('-o, --output <file>', 'where the page goes', usual)
    .option('--no-markdown', 'leave docs/results as it is')
    .addHelpText('after', '\nThe results are those that npm run bench and npm run bench:peers have written.')
    .action(async ({ output, markdown }: Options) => {
      const documents = await benchmarkDocuments(folder);
      if (documents.length === 0) throw new PartError(`there are no results in ${folder}; npm run bench writes them`);
      if (output === usual) await mkdir(dirname(html), { recursive: true });
      const { hint } = await writeReport(output, documents, context, reportTitle);
      terminal.output.write(`written to ${output}\n${hint === undefined ? '' : `${hint}\n`}`);
      if (!markdown) return;
      const pictures = await writeMarkdown(text, documents, context);
      await removeOldPictures(text, pictures);
      terminal.output.write(`written to ${relative(process.cwd(), text)}, with ${pictures.length} pictures\n`);
    });
  const isExpected = (error: unknown): error is Error =>
    error instanceof PartError || error instanceof FileError || error instanceof MissingPackageError;
  return runProgram(program, words, context, isExpected);
}

/** Pictures of an earlier text whose captions were others. */
async function removeOldPictures(markdown: string, kept: readonly string[]): Promise<void> {
  const folder = dirname(markdown);
  for (const file of await readdir(folder)) {
    if (/^benchmarks-.*\.svg$/.test(file) && !kept.includes(file)) await rm(join(folder, file));
  }
}
