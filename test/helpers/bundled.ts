/**
 * Programs for processes of their own. Node takes more than a second to read 150 sources through tsx, which are two processes, and a
 * tenth of that for a bundle of them.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { afterAll } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles programs, given by their paths in the repository, into modules named as they are, in a folder that is removed when the
 * tests of the file have ended. Modules that threads begin with are programs like others. The paths of the bundles, in order.
 */
export async function bundled<const Programs extends readonly string[]>(
  ...programs: Programs
): Promise<{ readonly [I in keyof Programs]: string }> {
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build', 'programs-')); // in here, where packages are found
  afterAll(() => rmSync(folder, { recursive: true }));
  const named = programs.map((path) => [/([^/]+)\.ts$/.exec(path)![1], join(root, path)] as const);
  await build({
    entryPoints: Object.fromEntries(named),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['vega', 'vega-lite'],
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
  });
  // What `environment.ts` requires by name.
  const relaxed = readFileSync(join(root, 'src', 'wasm', 'relaxed-binary.ts'), 'utf8');
  mkdirSync(join(folder, 'wasm'));
  writeFileSync(join(folder, 'wasm', 'package.json'), '{ "type": "commonjs" }');
  writeFileSync(join(folder, 'wasm', 'relaxed-binary.js'), (await transform(relaxed, { format: 'cjs' })).code);
  return named.map(([name]) => join(folder, `${name}.js`)) as { [I in keyof Programs]: string };
}
