import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { noneIfMissing } from './file-error.ts';

/** As many links in a row as Linux follows. */
const mostLinks = 40;

/** The file that a path leads to, which need not exist, by the one name that has no links in it. @throws errors of the system. */
export async function followLinks(path: string): Promise<string> {
  for (let i = 0; i < mostLinks; i++) {
    const folder = await realpath(dirname(path));
    path = join(folder, basename(path));
    const link = await lstat(path).catch(noneIfMissing);
    if (!link?.isSymbolicLink()) return path;
    path = resolve(folder, await readlink(path));
  }
  return realpath(path); // which says that this is a circle
}
