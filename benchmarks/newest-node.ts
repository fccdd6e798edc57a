import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('runtimes', import.meta.url));

export const howToInstall = 'npm ci --prefix benchmarks/runtimes --ignore-scripts';

export interface FoundNode {
  readonly path: string;
  /** Such as 22.23.3. */
  readonly version: string;
}

/** The newest Node there is: the one that runs this, or one that was installed in benchmarks/runtimes. */
export function newestNode(packages = join(folder, 'node_modules')): FoundNode {
  const own: FoundNode = { path: process.execPath, version: process.versions.node };
  return [own, ...installedIn(packages)].reduce((best, one) => (isNewer(one.version, best.version) ? one : best));
}

function installedIn(packages: string): FoundNode[] {
  const names = existsSync(packages) ? readdirSync(packages).filter((name) => name.startsWith('node-')) : [];
  return names.map((name) => {
    const { version, bin } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
    return { path: join(packages, name, bin.node), version };
  });
}

export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number));
  const at = a.findIndex((number, i) => number !== b[i]);
  return at >= 0 && a[at] > b[at];
}
