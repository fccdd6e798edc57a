/** Languages of fences, the programs of a page, and its commands, with what they print. */
import { walkTokens } from 'marked';
import { checkCommands, commandOutput } from './commands.ts';
import type { Rules } from './documents.ts';
import { firstDifference } from './generated-parts.ts';
import { type Block, contentOf, type Fence, isFence, languageOf } from './page.ts';
import type { Review } from './review.ts';
import { runProgram } from './run-program.ts';

const languages = ['ts', 'text', 'sh', 'mermaid', 'json', 'css', 'html', 'yaml'];

/** Before a fence: it is not run, because. What is said of the words of commands holds all the same. */
const notRun = /^<!-- not run: \S.* -->\s*$/;

/**
 * Looks at every fence of a page.
 *
 * @param quotations fences that quote source, which are no programs.
 */
export async function checkFences(review: Review, rules: Rules, quotations: ReadonlySet<Fence>): Promise<void> {
  const { page } = review;
  for (const block of page.blocks) {
    if (isFence(block.token)) await checkFence(review, rules, block as Fence, quotations.has(block as Fence));
    else checkWithin(review, rules, block);
  }
}

async function checkFence(review: Review, rules: Rules, fence: Fence, quotation: boolean): Promise<void> {
  const { language, rest } = languageOf(fence.token);
  if (rest !== '') {
    if (!rules.instructions) review.wrong(fence.start, `\`\`\`${fence.token.lang}: expected only a language`);
    return;
  }
  if (!languages.includes(language)) return review.wrong(fence.start, languageMessage(language));
  const before = review.page.before(fence);
  const runs = !quotation && !(before?.token.type === 'html' && notRun.test(before.token.raw));
  if (language === 'ts' && runs && rules.programs) await checkProgram(review, fence);
  if (language === 'sh') await checkShell(review, fence, runs);
}

/** Fences within lists and quotations, whose places are not known well enough to run them. */
function checkWithin(review: Review, rules: Rules, { token: outer, start }: Block): void {
  walkTokens([outer], (token) => {
    if (!isFence(token)) return;
    const { language, rest } = languageOf(token);
    if (rest !== '' && rules.instructions) return;
    if (!languages.includes(language)) review.wrong(start, languageMessage(language));
    else if (language === 'ts' || language === 'sh') {
      review.wrong(start, `a \`\`\`${language} fence within a list or quotation is not run; begin it at the margin`);
    }
  });
}

function languageMessage(language: string): string {
  const what = language === '' ? 'a fence without a language' : `a fence of the language '${language}'`;
  return `${what}; expected one of ${languages.join(', ')}`;
}

async function checkProgram(review: Review, fence: Fence): Promise<void> {
  const { output, failure } = await runProgram(fence.token.text);
  if (failure) {
    const at = failure.line === undefined ? fence.start : lineStart(review, fence, failure.line);
    return review.wrong(at, `the program fails: ${failure.message}`);
  }
  compareOutput(review, outputAfter(review, fence, ['text']), output, 'the program');
}

/** Where a line of a fence, from 1, begins in the text of the page. */
function lineStart({ page }: Review, fence: Fence, line: number): number {
  const { start, end } = contentOf(fence);
  const before = page.text
    .slice(start, end)
    .split('\n')
    .slice(0, line - 1);
  return start + before.reduce((length, text) => length + text.length + 1, 0);
}

async function checkShell(review: Review, fence: Fence, runs: boolean): Promise<void> {
  const output = outputAfter(review, fence, ['text', 'mermaid']);
  if (!output || !runs) return checkCommands(review, fence);
  const printed = await commandOutput(fence.token.text);
  if (typeof printed === 'string') compareOutput(review, output, printed, 'the command');
  else review.wrong(fence.start, printed.problem);
}

/** The fence of the output of another: the next block, if it is of one of the languages. */
function outputAfter({ page }: Review, fence: Fence, outputs: readonly string[]): Fence | undefined {
  const next = page.after(fence);
  return next && isFence(next.token) && outputs.includes(languageOf(next.token).language) ? (next as Fence) : undefined;
}

function compareOutput(review: Review, fence: Fence | undefined, output: string, who: string): void {
  if (!fence) return;
  const printed = output.trimEnd();
  const marks = /^(?:`+|~+)/.exec(fence.token.raw)?.[0] ?? '```';
  const difference = firstDifference(fence.token.text.trimEnd(), printed);
  if (printed.includes(marks)) review.wrong(fence.start, `${who} prints ${marks}; use a longer fence`);
  else if (difference !== undefined) {
    const text = printed === '' ? '' : `${printed}\n`;
    const message = `${who} prints something else: ${difference}; npm run pages writes it`;
    review.mend({ ...contentOf(fence), text }, message);
  }
}
