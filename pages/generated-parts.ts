/** Parts of a page that programs write: compares them, and fills them anew. */
import { dirname, join } from 'node:path';
import type { Generated, Generator } from './generators/index.ts';
import { isFence, type Page } from './page.ts';
import type { Review } from './review.ts';

const comment = /(?<!`)<!-- (?:generated: ([^\n]*?)|\/generated) -->/g;

/** Compares every generated part with what its generator gives. */
export async function checkGenerated(review: Review, generators: Readonly<Record<string, Generator>>): Promise<void> {
  const { page } = review;
  let open: { words: string; start: number; end: number } | undefined;
  for (const match of page.text.matchAll(comment)) {
    const [text, words] = match;
    if (isInCode(page, match.index)) continue;
    if (words !== undefined) {
      if (open) review.wrong(open.start, unclosed(open.words));
      open = { words, start: match.index, end: match.index + text.length };
    } else if (open) {
      await compare(review, generators, open, match.index);
      open = undefined;
    } else review.wrong(match.index, '<!-- /generated --> ends what no <!-- generated: NAME --> began');
  }
  if (open) review.wrong(open.start, unclosed(open.words));
}

function unclosed(words: string): string {
  return `<!-- generated: ${words} --> is not ended by <!-- /generated -->`;
}

function isInCode({ blocks }: Page, offset: number): boolean {
  const block = blocks.find(({ token, start }) => offset < start + token.raw.length);
  return block?.token.type === 'code' || isFence(block?.token);
}

/** Compares the part from the end of one comment to the beginning of the other. */
async function compare(
  review: Review,
  generators: Readonly<Record<string, Generator>>,
  { words: text, start, end }: { words: string; start: number; end: number },
  close: number,
): Promise<void> {
  const { root, path, text: whole } = review.page;
  const [name, ...words] = text.split(/\s+/);
  if (!Object.hasOwn(generators, name)) {
    const known = Object.keys(generators).join(', ') || 'none';
    return review.wrong(start, `generated: there is no '${name}' in pages/generators/index.ts, which has ${known}`);
  }
  let generated: Generated;
  try {
    const given = await generators[name](words, root);
    generated = typeof given === 'string' ? { text: given, files: {} } : given;
  } catch (error) {
    return review.wrong(start, `generated: ${text}: ${(error as Error).message}`);
  }
  for (const [file, content] of Object.entries(generated.files)) {
    review.mendFile(start, join(dirname(path), file).replaceAll('\\', '/'), content);
  }
  const made = generated.text.trim();
  // A comment that is a line of its own ends there for Markdown, and blocks may follow; within a sentence, words.
  const ownLine = whole[end] === '\n' && (start === 0 || whole[start - 1] === '\n');
  const part = ownLine ? `\n\n${made}\n\n` : made;
  const before = whole.slice(end, close);
  const difference = firstDifference(before.trim(), made);
  const what = difference ?? 'its blank lines are others';
  review.mend({ start: end, end: close, text: part }, `generated: ${text}: ${what}; npm run pages writes it`);
}

/** Where two texts first differ, in words: what stands there and what was expected. Undefined where they do not. */
export function firstDifference(there: string, expected: string): string | undefined {
  if (there === expected) return undefined;
  const [a, b] = [there.split('\n'), expected.split('\n')];
  const i = b.findIndex((line, i) => line !== a[i]);
  if (i < 0) return `line ${b.length + 1} there is '${a[b.length]}', expected the end`;
  return `line ${i + 1} there is ${i < a.length ? `'${a[i]}'` : 'missing'}, expected '${b[i]}'`;
}
