/** Every example runs and prints what its last comment says. */
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
