/** Commands of a page: runs those of ours whose output is shown, and looks whether the words of others would be understood. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { Context } from '../src/cli/context.ts';
import { runSimdgrad, simdgradProgram } from '../src/cli/simdgrad.ts';
import { keepingTerminal } from '../test/helpers/output.ts';
import { contentOf, type Fence } from './page.ts';
import type { Review } from './review.ts';
import { type ShellLine, shellLines } from './shell-words.ts';

/** No terminal, 80 columns, no variables. */
function quietContext() {
  return { terminal: keepingTerminal(), errors: keepingTerminal(), environment: {} } satisfies Context;
}

/** What a fence of one command of ours prints. */
export async function commandOutput(text: string): Promise<string | { readonly problem: string }> {
  const lines = shellLines(text);
  const words = lines.length === 1 && lines[0].commands.length === 1 ? ownWords(lines[0].commands[0]) : undefined;
  if (!words) return { problem: `expected one command 'npm start -- WORDS' before its output, got '${text}'` };
  const context = quietContext();
  try {
    const exitCode = await runSimdgrad(words, context);
    if (exitCode === 0) return context.terminal.text();
    return { problem: `'${text}' ends with ${exitCode}: ${context.errors.text().trim()}` };
  } catch (error) {
    return { problem: `'${text}' fails: ${(error as Error).message}` };
  }
}

/** Looks at every command of a fence without running it. */
export async function checkCommands(review: Review, fence: Fence): Promise<void> {
  const { start } = contentOf(fence);
  for (const { line, commands, problem } of shellLines(fence.token.text)) {
    const at = start + fence.token.text.split('\n').slice(0, line).join('\n').length + (line > 0 ? 1 : 0);
    if (problem !== undefined) review.wrong(at, problem);
    for (const words of commands) {
      const wrong = await problemOf(words, review.page.root);
      if (wrong !== undefined) review.wrong(at, `'${words.join(' ')}': ${wrong}`);
    }
  }
}

/** The words after `npm start --` or `simdgrad`; undefined of other commands. */
function ownWords(words: ShellLine['commands'][number]): readonly string[] | undefined {
  if (words[0] === 'simdgrad') return words.slice(1);
  if (words[0] === 'npx' && words[1] === 'simdgrad') return words.slice(2);
  const rest = words.filter((word) => word !== '--silent');
  if (rest[0] !== 'npm' || rest[1] !== 'start') return undefined;
  if (rest.length === 2) return [];
  return rest[2] === '--' ? rest.slice(3) : undefined;
}

/** Commands of others that pages may show, by their first words. */
const known: readonly RegExp[] = [
  /^npm (?:ci|test|pack)$/,
  /^npm test -- \S/,
  /^npm (?:i|install)(?: (?:simdgrad|vega|vega-lite|\S*simdgrad-[\w.*-]+\.tgz))*$/,
  /^git clone https:\/\/\S+(?: \S+)?$/,
  /^git (?:add|commit|switch|diff|status)\b/,
  /^cd \S+$/,
  /^(?:head|less|tail|grep|wc)\b/,
];

/** Commands whose last words name files of ours to run. */
const runsFiles = /^(?:node|tsx|npx tsx|vitest run|npx vitest run|npx biome check(?: --write)?|python3) ((?:\S+ ?)+)$/;

/** What is wrong with a command, if anything is. */
export async function problemOf(words: readonly string[], root: string): Promise<string | undefined> {
  const own = ownWords(words);
  if (own) return problemOfOwn(own);
  const text = words.join(' ');
  if (known.some((pattern) => pattern.test(text))) return undefined;
  if (words[0] === 'npm' && words[1] === 'run') {
    const name = words.slice(2).find((word) => !word.startsWith('--'));
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    return name !== undefined && Object.hasOwn(scripts, name) ? undefined : `package.json has no script '${name}'`;
  }
  const files = runsFiles.exec(text)?.[1].split(' ');
  if (!files) return 'a command that pages/commands.ts does not know; write another, or add it there';
  const missing = files.find((file) => /[./]/.test(file) && !existsSync(join(root, file)));
  return missing === undefined ? undefined : `there is no file ${missing}`;
}

/** Thrown where a command would begin: its words have been understood. */
const understood = new Error('the words are understood');

async function problemOfOwn(words: readonly string[]): Promise<string | undefined> {
  const context = quietContext();
  const program = simdgradProgram(context).hook('preAction', () => {
    throw understood;
  });
  try {
    await program.parseAsync(words.length > 0 ? words : ['compare', 'digits'], { from: 'user' });
  } catch (error) {
    if (error === understood || (error instanceof CommanderError && error.exitCode === 0)) return undefined;
    return context.errors.text().trim().split('\n')[0] || (error as Error).message;
  }
  return 'does nothing';
}
