/** The package as npm would install it, built from the sources that are here, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface InstalledPackage {
  /** Where programs find `simdgrad`. */
  readonly folder: string;
  /** Writes a program there. Gives its path. */
  write(name: string, program: string): string;
  remove(): void;
}

/** @throws Error if it cannot be built; what is wrong has been printed. */
export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-start-'));
  const installed = join(folder, 'node_modules', 'simdgrad');
  mkdirSync(installed, { recursive: true });
  const words = [join(root, 'scripts', 'build.mjs'), join(installed, 'dist')];
  const { status } = spawnSync(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error('the package could not be built');
  }
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  return {
    folder,
    write(name, program) {
      const path = join(folder, name);
      writeFileSync(path, program);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
