import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What ECMAScript leaves to the engine, the locale or the clock, one use a line. */
const banned = [
  ...'exp expm1 log log1p log2 log10 pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot random'
    .split(' ')
    .map((name) => `Math.${name}`),
  'globalThis.Math.exp(1)',
  'Math?.exp(1)',
  "Math['exp']",
  'Math',
  '2 ** a',
  '3 ** 2',
  'a ** 2',
  '2 ** 0.5',
  '(a **= 2)',
  "'a'.localeCompare('b')",
  '(1234.5).toLocaleString()',
  'a.toLocaleUpperCase()',
  'a.toLocaleDateString()',
  'new Intl.NumberFormat()',
  'new Intl.Collator().compare',
  'new Date()',
  'Date.now()',
  'globalThis.Date',
];
const allowed = [
  'Math.sqrt(2)',
  'Math.floor(a)',
  'Math.imul(a, 2)',
  'Math.PI',
  'a * a',
  '2 ** 30',
  '2 ** -8',
  'expert.exp',
  'performance.now()',
  '"Date ** Math.exp"',
];

const fileOf = (expressions: readonly string[]): string => expressions.map((text) => `use(${text});\n`).join('');

it('the lint rule finds every use of a function whose bits are left open, and where it should', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'simdgrad-lint-')));
  try {
    for (const name of ['biome.json', 'lint', '.gitignore'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    const files: Record<string, readonly string[]> = {
      'src/tensor/banned.ts': banned,
      'src/tensor/allowed.ts': allowed,
      'src/cli/main.ts': banned,
      'src/report/table.ts': banned,
      'src/training/progress.ts': banned,
      'test/some.test.ts': banned,
    };
    for (const [name, expressions] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), fileOf(expressions));
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const run = (...paths: string[]) =>
      spawnSync(process.execPath, [biome, 'lint', '--reporter=github', '--max-diagnostics=none', ...paths], {
        cwd: folder,
        encoding: 'utf8',
      });

    const { stdout, status } = run('.');
    const found = [...stdout.matchAll(/^::error title=plugin,file=([^,]+),line=(\d+)/gm)];
    const lines = new Set(found.map(([, , line]) => Number(line)));
    expect(banned.filter((_, i) => !lines.has(i + 1))).toEqual([]);
    expect(new Set(found.map(([, file]) => relative(folder, resolve(folder, file))))).toEqual(
      new Set(['src/tensor/banned.ts']),
    );
    expect(status).not.toBe(0);
    expect(run('src/tensor/allowed.ts').stdout).not.toContain('title=plugin');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
