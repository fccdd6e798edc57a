import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Argument } from 'commander';
import { drawBar } from '../../src/cli/bar.ts';
import type { Context } from '../../src/cli/context.ts';
import { createProgram, keepsResults, runProgram as runCommand } from '../../src/cli/program.ts';
import { FileError } from '../../src/index.ts';
import { keepPage, pageDifference, readPage, walkthroughsIn } from './pages.ts';
import { readProgram, WalkthroughError } from './read-program.ts';
import { remedy } from './require-page.ts';
import { runProgram } from './run-program.ts';
import { type Page, writePage } from './write-page.ts';

/** What the command may use of the world; tests give one of their own. */
export interface WalkthroughsContext extends Pick<Context, 'terminal' | 'errors'> {
  /** Of the programs. */
  readonly programs: string;
  /** Of the pages. */
  readonly pages: string;
}

interface Options {
  readonly check?: true;
}

/**
 * `npm run walkthroughs`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0, 1 where something failed or is not up to date, 2 after a mistake in the words.
 */
export async function runWalkthroughs(words: readonly string[], context: WalkthroughsContext): Promise<number> {
  const { programs, pages, terminal } = context;
  const all = walkthroughsIn(programs);
  const program = keepsResults(createProgram('npm run walkthroughs --', context))
    .description('run the walkthroughs, and write their pages from what they print, draw and find')
    .addArgument(new Argument('[names...]', 'which; all unless named').choices(all))
    .option('--check', 'write nothing, and fail where a page is not what its program gives')
    .addHelpText(
      'after',
      `\nThe walkthroughs: ${all.join(', ')}. Data sets are looked for in SIMDGRAD_DATASETS and in the cache, and downloaded where they are in neither.`,
    )
    .action(async (names: string[], { check }: Options) => {
      const stale: string[] = [];
      for (const name of names.length === 0 ? all : names) {
        const page = await buildPage(name, context);
        const difference = pageDifference(name, await readPage(pages, name), page);
        if (difference === undefined) terminal.output.write(`${name}: up to date\n`);
        else if (check) stale.push(`${name}: ${difference}; ${remedy(name)}`);
        else {
          await keepPage(pages, name, page);
          const path = relative(process.cwd(), join(pages, `${name}.md`));
          terminal.output.write(`${name}: written to ${path}, with ${page.pictures.size} pictures\n`);
        }
      }
      if (stale.length > 0) throw new WalkthroughError(stale.join('\n'));
    });
  return runCommand(
    program,
    words,
    context,
    (error): error is Error => error instanceof WalkthroughError || error instanceof FileError,
  );
}

/** Runs a program and makes its page; how far it is stands in the terminal for errors. */
export async function buildPage(
  name: string,
  { programs, errors }: Pick<WalkthroughsContext, 'programs' | 'errors'>,
): Promise<Page> {
  const path = join(programs, `${name}.ts`);
  const source = await readFile(path, 'utf8');
  const cells = readProgram(name, source);
  const bar = errors.interactive ? drawBar(errors, { status: name, clear: true }) : undefined;
  let begun = 0;
  try {
    const notes = await runProgram(name, path, source, (note) => {
      if (note.kind !== 'prose') return;
      begun++;
      bar?.update((begun - 1) / cells.length, `${name}  part ${begun} of ${cells.length}`);
    });
    return writePage(name, cells, notes);
  } finally {
    bar?.stop();
  }
}
