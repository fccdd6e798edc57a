import { join, relative, resolve } from 'node:path';
import type { Context } from '../../src/cli/context.ts';
import { createProgram, keepsResults, runProgram } from '../../src/cli/program.ts';
import { plural } from '../../src/experiments/figure-text.ts';
import { buildSite } from './build-site.ts';

/** What the command may use of the world; tests give one of their own. */
export interface SiteContext extends Pick<Context, 'terminal' | 'errors'> {
  /** The repository. */
  readonly root: string;
}

/**
 * `npm run site`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0, 1 where a document cannot be shown, 2 after a mistake in the words.
 */
export async function runSite(words: readonly string[], context: SiteContext): Promise<number> {
  const { root, terminal } = context;
  const folder = join(root, 'build', 'site');
  const program = keepsResults(createProgram('npm run site --', context))
    .description(`show the documents as pages for a browser, in ${relative(root, folder)}`)
    .action(async () => {
      const { pages, sources } = await buildSite(root, folder);
      const index = relative(process.cwd(), resolve(folder, 'index.html'));
      terminal.output.write(`${plural(pages.length, 'page')} and ${plural(sources.length, 'source')}: open ${index}\n`);
    });
  return runProgram(program, words, context, (error): error is Error => error instanceof SyntaxError);
}
