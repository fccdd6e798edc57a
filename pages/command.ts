import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Context } from '../src/cli/context.ts';
import { createProgram, keepsResults, runProgram } from '../src/cli/program.ts';
import { countText, plural } from '../src/experiments/figure-text.ts';
import { writeFileAtomically } from '../src/node/index.ts';
import { checkDocument, findingLine } from './check-document.ts';
import { documentsIn } from './documents.ts';
import type { Generator } from './generators/index.ts';

/** What the command may use of the world; tests give one of their own. */
export interface PagesContext extends Pick<Context, 'terminal' | 'errors'> {
  /** The repository. */
  readonly root: string;
  readonly generators?: Readonly<Record<string, Generator>>;
}

const about = `
In a document:
  \`\`\`ts    a whole program, which is run; a \`\`\`text fence after it is what it
           prints, and is written
  \`\`\`sh    commands, whose words are checked; one 'npm start -- WORDS' with a
           \`\`\`text or \`\`\`mermaid fence after it is run like a program
  [src/a.ts, lines 3 to 5](../src/a.ts#L3-L5):
           at the end of a paragraph: the \`\`\`ts fence after it quotes these lines
  [\`text\`](../src/a.ts#L3)
           stands on this line; numbers of lines follow what has moved
  <!-- generated: NAME WORDS --> ... <!-- /generated -->
           is written by the generator of this name, in pages/generators/
  <!-- not run: WHY -->
           before a fence: its output is left as it is
  \`\`\` other languages are text, mermaid, json, css, html, yaml; indented code is a
           formula

Links, anchors and pictures must be there. What has changed so that it cannot be
mended is told.

Examples:
  npm run pages
  npm run pages -- docs/read/10-adam.md
  npm run pages -- --check`;

/**
 * `npm run pages`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0; 1 where something is left that is not true; 2 after a mistake in the words.
 */
export async function runPages(words: readonly string[], context: PagesContext): Promise<number> {
  let left = 0;
  const program = keepsResults(createProgram('npm run pages --', context))
    .description('bring the documents up to date')
    .argument('[files...]', 'which documents (default: all)', readFile(context.root), [])
    .option('--check', 'only say what is not true')
    .addHelpText('after', about)
    .action(async (files: readonly string[], { check = false }: { check?: boolean }) => {
      const paths = files.length > 0 ? files : documentsIn(context.root);
      for (const path of paths) left += await bringUpToDate(path, check, context);
      const done = check ? 'true' : 'up to date';
      const what = left === 0 ? `${plural(paths.length, 'document')} ${done}` : `${countText(left)} to mend by hand`;
      context.terminal.output.write(`${check && left > 0 ? `${countText(left)} not true` : what}\n`);
    });
  const ended = await runProgram(program, words, context, (error): error is Error => error instanceof RangeError);
  return ended === 0 && left > 0 ? 1 : ended;
}

/** Reads one more name of a document, from where the command was called. */
function readFile(root: string): (name: string, before: readonly string[]) => readonly string[] {
  return (name, before) => {
    const path = relative(root, resolve(name)).replaceAll('\\', '/');
    if (!path.endsWith('.md') || !existsSync(join(root, path))) {
      throw new InvalidArgumentError(`There is no document ${name}.`);
    }
    return [...before, path];
  };
}

/** Mends a document, and says what was done and what is left, of which it returns how much. */
async function bringUpToDate(
  path: string,
  check: boolean,
  { root, terminal, generators }: PagesContext,
): Promise<number> {
  const { before, text, files, findings } = await checkDocument(root, path, generators);
  const { bold, red, green } = terminal.colors;
  const changed = Object.entries(text === before ? files : { ...files, [path]: text });
  for (const [file, content] of check ? [] : changed) {
    await writeFileAtomically(join(root, file), content);
    terminal.output.write(`${green('written')} ${bold(file)}\n`);
  }
  const left = check ? findings : findings.filter(({ mendable }) => !mendable);
  for (const finding of left) terminal.output.write(`${red('wrong')} ${findingLine(path, finding)}\n`);
  return left.length;
}
