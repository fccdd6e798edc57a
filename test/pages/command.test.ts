/** `npm run pages`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runPages } from '../../pages/command.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { fence, repositoryOf } from '../helpers/page-repository.ts';

const page = (output: string) => `# A\n\n${fence('ts', 'console.log(1 + 1);')}\n${fence('text', output)}\n[b](b.md)\n`;

async function pages(root: string, ...words: string[]) {
  const context = { terminal: keepingTerminal(), errors: keepingTerminal(), root };
  const exitCode = await runPages(words, context);
  return { exitCode, text: context.terminal.text(), errors: context.errors.text() };
}

it('writes what it can mend, and says the rest', async () => {
  const root = repositoryOf({ 'docs/a.md': page('3'), 'b.md': 'Fine.\n' });
  const read = () => readFileSync(join(root, 'docs', 'a.md'), 'utf8');
  expect(await pages(root, '--check')).toEqual({
    exitCode: 1,
    errors: '',
    text:
      "wrong docs/a.md:8: the program prints something else: line 1 there is '3', expected '2'; npm run pages writes it\n" +
      'wrong docs/a.md:11: there is no docs/b.md\n2 not true\n',
  });
  expect(read()).toBe(page('3'));
  expect(await pages(root)).toMatchObject({
    exitCode: 1,
    text: 'written docs/a.md\nwrong docs/a.md:11: there is no docs/b.md\n1 to mend by hand\n',
  });
  expect(read()).toBe(page('2'));
  expect(await pages(root, join(root, 'b.md'))).toEqual({ exitCode: 0, text: '1 document up to date\n', errors: '' });
});

it('refuses what is no document', async () => {
  const root = repositoryOf({ 'a.md': '# A\n' });
  expect(await pages(root, join(root, 'c.md'))).toMatchObject({
    exitCode: 2,
    errors: expect.stringMatching(/There is no document/),
  });
  expect((await pages(root, '--help')).text).toMatch(/bring the documents up to date[\s\S]*npm run pages -- --check/);
});
