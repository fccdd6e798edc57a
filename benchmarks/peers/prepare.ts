/** The programs of the peers' processes as JavaScript, so that no process begins by compiling itself. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { PeerError } from './child.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = join(folder, '..', '..');
const built = join(folder, 'build');

/**
 * Writes `build/PROGRAM.js` for each. Packages are found where they are installed; simdgrad is what users import: the package in
 * dist/, which is built again if it is older than its sources.
 *
 * @throws PeerError if simdgrad cannot be built.
 */
export async function preparePrograms(programs: readonly string[], signal: AbortSignal): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: { '.': { node: string } };
  };
  const entry = join(root, manifest.exports['.'].node);
  const sources = ['src', 'kernels', 'datasets', 'scripts'].map((name) => newest(join(root, name)));
  if (!existsSync(entry) || statSync(entry).mtimeMs < Math.max(...sources)) {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { encoding: 'utf8' });
    signal.throwIfAborted();
    if (status !== 0) throw new PeerError(`simdgrad cannot be built: ${stderr.trim()}`);
  }
  await build({
    entryPoints: programs.map((name) => join(folder, `${name}.ts`)),
    outdir: built,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    plugins: [asInstalled(entry)],
  });
}

/** What a program imports of simdgrad it gets from the package, as users do; what it takes from elsewhere it takes without side effects. */
function asInstalled(entry: string): Plugin {
  return {
    name: 'as-installed',
    setup({ onResolve }) {
      onResolve({ filter: /^[^.]/ }, ({ kind }) => (kind === 'entry-point' ? undefined : { external: true }));
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (!file.startsWith(join(root, 'src') + sep)) return { path: file, sideEffects: false };
        // Modules of its own the package has for nobody: what needs them is not in the programs.
        const inPackage = file === join(root, 'src', 'index.ts') ? entry : file;
        return { path: relative(built, inPackage).split(sep).join('/'), external: true, sideEffects: false };
      });
    },
  };
}

/** When the newest file under a folder was written. */
function newest(place: string): number {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(
    0,
    ...files.map(({ parentPath, name }) => statSync(join(parentPath ?? dirname(place), name)).mtimeMs),
  );
}
