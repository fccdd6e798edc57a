/** Every example runs and prints what its last comment says; the README shows one of them as it is. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundled } from './helpers/bundled.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const examples = readdirSync(join(root, 'examples')).sort();
const programs = await bundled(...examples.map((file) => `examples/${file}`));

/** What a program prints. */
function outputOf(path: string): string {
  return execFileSync(process.execPath, [path], { cwd: root, encoding: 'utf8' });
}

/** The output that an example promises in the comment at its end, after a line `// prints`. */
function promised(source: string): string {
  const [, comment] = source.split('\n// prints\n');
  expect(comment, 'the example ends in the comment of what it prints').toBeDefined();
  return comment.replace(/^\/\/ ?/gm, '');
}

describe.each(examples.map((file, i) => [file, programs[i]]))('examples/%s', (file, program) => {
  it('prints what it says', () => {
    const source = readFileSync(join(root, 'examples', file), 'utf8');
    expect(source.split('\n').length).toBeLessThan(60);
    expect(outputOf(program)).toBe(promised(source));
  });
});

describe('README.md', () => {
  it('shows a program and its output as they are', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }));
    const shown = blocks.find(({ language }) => language === 'ts')!.text;
    const source = readFileSync(join(root, 'examples', '06-first-model.ts'), 'utf8');
    const [program, output] = source.split('\n// prints\n');
    expect(shown.trim()).toBe(
      program
        .replace(/^\/\*\*.*\*\/\n/, '')
        .replace("'../src/index.ts'", "'simdgrad'")
        .trim(),
    );
    const text = blocks.find(({ language }) => language === 'text')!.text;
    expect(text).toBe(output.replace(/^\/\/ ?/gm, ''));
  });
});
