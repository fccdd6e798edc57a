/**
 * Builds `dist/`, what the package ships: the library as one JavaScript module a file with its types, and one file each for
 * `simdgrad/node`, `simdgrad/datasets` and the command line, with the packages they need bundled in, so that installing
 * simdgrad installs one package.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
/** Where to: `node scripts/build.mjs [FOLDER]`, `dist` unless told otherwise. */
const dist = resolve(process.argv[2] ?? 'dist');
await rm(dist, { recursive: true, force: true });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', dist], {
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

const inputs = new Set();
for (const entry of ['src/node/index.ts', 'datasets/index.ts', 'src/cli/main.ts']) {
  for (const input of await bundle(entry)) inputs.add(input);
}
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await licensesOf([...inputs]));

/** Makes one file of the modules in the entry's folder and the packages they import. Gives the files that are in it. */
async function bundle(entry) {
  const folder = resolve(dirname(entry));
  const outfile = join(dist, entry.replace(/\.ts$/, '.js'));
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
    plugins: [onlyOnce(folder, resolve(dirname(outfile)))],
    // The bundled packages are CommonJS and ask for Node's modules by require().
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);",
    },
  });
  const [{ imports }] = Object.values(metafile.outputs);
  for (const { path } of imports) {
    if (!path.startsWith('.') || existsSync(join(dirname(outfile), path))) continue;
    throw new Error(
      `${outfile} imports ${path}, which is not in dist/; what is in a bundle is imported by its index.ts`,
    );
  }
  // The folder's other modules are in the bundle; only their types are wanted.
  for (const file of await readdir(dirname(outfile))) {
    if (/\.js(\.map)?$/.test(file) && join(dirname(outfile), file) !== outfile) await rm(join(dirname(outfile), file));
  }
  return Object.keys(metafile.inputs);
}

/** Modules outside the folder stay outside the bundle: their classes must exist once. */
function onlyOnce(folder, outFolder) {
  return {
    name: 'only-once',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
        const file = resolve(dirname(importer), path);
        const isOurs = importer.startsWith(root + sep) && !importer.includes(`${sep}node_modules${sep}`);
        if (!isOurs || file.startsWith(folder + sep) || extname(file) !== '.ts') return undefined;
        const built = join(dist, relative(root, file)).replace(/\.ts$/, '.js');
        return { path: relative(outFolder, built).replaceAll(sep, '/'), external: true };
      });
    },
  };
}

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
