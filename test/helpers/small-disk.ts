/**
 * A folder on a disk that is soon full, for tests: a file system in memory, limited in size. Mounting one takes Linux and
 * root; elsewhere tests that need it are skipped, by name.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';

const page = 4096;

function mount(bytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return folder;
}

function unmount(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'ignore' });
  rmdirSync(folder);
}

/** Why no disk can be mounted here; undefined where one can. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Linux and root';
  try {
    unmount(mount(page));
    return undefined;
  } catch {
    return 'the right to mount';
  }
}

/** A test that gets a folder with room for `bytes` bytes (whole pages of 4,096) in all, or is skipped saying why. */
export function testOnSmallDisk(name: string, bytes: number, run: (folder: string) => void | Promise<void>) {
  const why = obstacle();
  if (why) return test.skip(`${name} [needs a disk of limited size: ${why}]`, () => {});
  return test(name, async () => {
    const folder = mount(bytes);
    try {
      await run(folder);
    } finally {
      unmount(folder);
    }
  });
}
