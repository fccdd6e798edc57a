/**
 * Builds what the package ships: `node scripts/build.mjs [FOLDER]`, `dist` unless told otherwise.
 *
 *     FOLDER/src/     the library as one JavaScript module a file, of which bundlers take what a page needs; types of everything
 *     FOLDER/node/    for Node, which takes most of a millisecond for every file of a program: each entry as one module and what
 *                     they share as a few, with the packages they need bundled in, so that installing simdgrad installs one package
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const dist = resolve(process.argv[2] ?? 'dist');
await rm(dist, { recursive: true, force: true });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', dist], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

/** What `import 'simdgrad'` and the others mean in Node, and the command line. */
const nodeEntries = {
  simdgrad: 'src/entries/simdgrad.ts',
  node: 'src/entries/node.ts',
  report: 'src/report/index.ts',
  datasets: 'datasets/index.ts',
  cli: 'src/cli/main.ts',
  'job-worker': 'src/node/job-worker.ts', // started by its name, in a thread
  'trial-worker': 'src/node/trial-worker.ts', // imported by its name, in such threads
  'study-tasks': 'src/cli/study-tasks.ts', // imported by its name, in such threads
  'search-tasks': 'src/cli/search-tasks.ts', // likewise
  'experiment-tasks': 'src/cli/experiment-tasks.ts', // imported by its name, in such a thread
};
/** What others may import without Node. */
const pageEntries = ['src/index.ts', 'src/report/index.ts'];
/** Drawn by packages that are asked for when there is something to draw. */
const optional = ['vega', 'vega-lite'];
/** The kernels as text, the largest files there are: Node finds them where bundlers do. */
const kernelTexts = ['binary', 'relaxed-binary'];
const kernelFiles = new Set(kernelTexts.map((name) => resolve('src', 'wasm', `${name}.ts`)));

const inNode = await build({
  entryPoints: nodeEntries,
  outdir: join(dist, 'node'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  metafile: true,
  external: optional,
  plugins: [{ name: 'kernels-outside', setup: keepKernelsOutside }],
  // The bundled packages are CommonJS and ask for Node's modules by require().
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
  },
});
await mkdir(join(dist, 'node', 'wasm'));
for (const name of kernelTexts) {
  // A map would hold all of it once more.
  const text = join(dist, 'src', 'wasm', `${name}.js`);
  await writeFile(text, (await readFile(text, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
  await rm(`${text}.map`);
  // Where `environment.ts` requires it.
  await writeFile(
    join(dist, 'node', 'wasm', `${name}.js`),
    `export { kernelModule } from '../../src/wasm/${name}.js';\n`,
  );
}
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licensesOf(Object.keys(inNode.metafile.inputs)));
await removeOthers();

function keepKernelsOutside({ onResolve }) {
  onResolve({ filter: /binary\.ts$/ }, ({ path, resolveDir }) => {
    if (!kernelFiles.has(resolve(resolveDir, path))) return undefined;
    return { path: `./wasm/${basename(path, '.ts')}.js`, external: true };
  });
}

/** Takes away the modules that nothing but the bundles for Node needed; their types stay. */
async function removeOthers() {
  const { metafile } = await build({
    entryPoints: pageEntries,
    outdir: 'nowhere',
    bundle: true,
    format: 'esm',
    platform: 'browser', // where an import of Node's modules is an error
    external: optional,
    metafile: true,
    write: false,
  });
  const wanted = new Set(Object.keys(metafile.inputs).map((path) => join(dist, path.replace(/\.ts$/, '.js'))));
  for (const entry of await readdir(dist, { recursive: true })) {
    const path = join(dist, entry);
    const module = path.replace(/\.map$/, '');
    if (!module.endsWith('.js') || entry.startsWith('node') || wanted.has(module)) continue;
    await rm(path);
  }
  for (const path of wanted) if (!existsSync(path)) throw new Error(`${relative(root, path)} is missing`);
}

/** The licence texts of the packages that files under node_modules belong to, and the notices in comments of others that begin with `!`. */
async function licensesOf(files) {
  const folders = new Set();
  for (const file of files) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (match) folders.add(match[1]);
  }
  const texts = [];
  for (const file of files.filter((path) => !path.includes('node_modules')).sort()) {
    const notice = /\/\*!(.*?)\*\//s.exec(await readFile(file, 'utf8'));
    if (notice) texts.push(`${file}\n\n${notice[1].trim()}\n`);
  }
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} comes without a licence text`);
    texts.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`);
  }
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
