/**
 * A folder with room for a few bytes only, for tests of what happens when a disk is full: a file system in memory, which
 * Linux lets root mount. Elsewhere such tests are skipped, by name; with SIMDGRAD_REQUIRE containing 'small-disk', as in
 * continuous integration, they fail instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

const required = /\bsmall-disk\b/.test(process.env.SIMDGRAD_REQUIRE ?? '');

/** Mounts a file system of `bytes`, in pages of 4,096; gives its folder, or says why it cannot be done. */
function mountSmallDisk(bytes: number): { folder: string; why: undefined } | { folder: undefined; why: string } {
  if (process.platform !== 'linux') return { folder: undefined, why: `not on ${process.platform}` };
  if (process.getuid!() !== 0) return { folder: undefined, why: 'only root may mount' };
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-small-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status === 0) return { folder, why: undefined };
  rmdirSync(folder);
  return { folder: undefined, why: `mount: ${stderr?.trim() || 'not there'}` };
}

function unmount(folder: string): void {
  const { status, stderr } = spawnSync('umount', [folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`umount ${folder}: ${stderr}`); // an open file on it, most likely
  rmdirSync(folder);
}

const trial = mountSmallDisk(4096);
if (trial.folder !== undefined) unmount(trial.folder);

/** A test that gets a folder with room for `bytes`, empty and on a file system of its own. */
export function testOnSmallDisk(name: string, bytes: number, run: (folder: string) => void | Promise<void>): void {
  if (trial.why !== undefined && !required) {
    test.skip(`${name} [needs a file system of limited size: ${trial.why}]`, () => {});
    return;
  }
  test(name, async () => {
    const { folder, why } = mountSmallDisk(bytes);
    if (folder === undefined) {
      throw new Error(`needs a file system of limited size, and SIMDGRAD_REQUIRE asks for it: ${why}`);
    }
    try {
      await run(folder);
    } finally {
      unmount(folder);
    }
  });
}
