/**
 * Builds `dist/`, what the package ships: the library as one JavaScript module a file with its types, and
 * `simdgrad/node` with the packages it needs bundled in, so that installing simdgrad installs one package.
 */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
await rm('dist', { recursive: true, force: true });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

/** The library stays outside the bundle: its classes must exist once. */
const libraryStaysOutside = {
  name: 'library-stays-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\// }, ({ path, importer }) =>
      importer.startsWith(join(root, 'src')) ? { path: path.replace(/\.ts$/, '.js'), external: true } : undefined,
    );
  },
};
const { metafile } = await build({
  entryPoints: ['src/node/index.ts'],
  outfile: 'dist/node/index.js',
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  metafile: true,
  plugins: [libraryStaysOutside],
  // The bundled packages are CommonJS and ask for Node's modules by require().
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});

// The other modules of src/node are in the bundle; only their types are wanted.
for (const file of await readdir('dist/node')) {
  if (/\.js(\.map)?$/.test(file) && file !== 'index.js') await rm(join('dist/node', file));
}
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await licensesOf(Object.keys(metafile.inputs)));

/** The licence texts of the packages that files under node_modules belong to. */
async function licensesOf(files) {
  const folders = new Set();
  for (const file of files) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (match) folders.add(match[1]);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} comes without a licence text`);
    texts.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`);
  }
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
