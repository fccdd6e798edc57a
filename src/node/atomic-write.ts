import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError, requireKnownOptions, valueText } from '../errors.ts';
import { fileError, noneIfMissing } from './file-error.ts';
import { followLinks } from './follow-links.ts';

type Chunk = Uint8Array | string;

/** What a file is to hold: bytes, text (as UTF-8), or pieces of either in order. */
export type FileContent = Chunk | Iterable<Chunk> | AsyncIterable<Chunk>;

/**
 * Writes a file so that at every moment its path holds either what was there before or all of the new content: also when
 * the disk fills up, the process is killed, the machine loses power, or the source of the pieces fails half-way.
 *
 * The content goes to a new file beside it (`.NAME-RANDOM.tmp`), onto the disk, and is then renamed. Where that fails, the
 * new file is removed; only a process that is killed can leave it behind. An existing file keeps its permissions, and
 * its owner where the system allows that. A symbolic link stays, and what it leads to is replaced.
 *
 * @param options `who`: the caller's name, for messages.
 * @throws FileError for a missing folder, a folder or device in the place of the file, a file that may not be written, a
 *   full disk, and whatever else the system reports. TypeError for content of another kind. Errors of the source of
 *   the pieces come through as they are.
 */
export async function writeFileAtomically(
  path: string | URL,
  content: FileContent,
  options: { readonly who?: string } = {},
): Promise<void> {
  requireKnownOptions('writeFileAtomically', options, ['who']);
  const { who = 'writeFileAtomically' } = options;
  requireContent(who, content);
  const named = resolve(path instanceof URL ? fileURLToPath(path) : path);
  let temporary: string | undefined;
  let handle: FileHandle | undefined;
  try {
    const target = await followLinks(named);
    const existing = await requireReplaceable(who, target);
    const name = `.${basename(target).slice(0, 60)}-${randomBytes(6).toString('hex')}.tmp`;
    const beside = join(dirname(target), name);
    handle = await open(beside, 'wx');
    temporary = beside;
    if (existing) await keepPermissions(handle, existing);
    await writeFile(handle, content);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, target);
    temporary = undefined;
    await syncFolder(dirname(target));
  } catch (error) {
    await handle?.close().catch(() => {});
    if (temporary !== undefined) await unlink(temporary).catch(() => {});
    throw fileError(who, 'write', named, error);
  }
}

function requireContent(who: string, content: unknown): void {
  if (typeof content === 'string' || content instanceof Uint8Array) return;
  const pieces = content as Partial<AsyncIterable<Chunk> & Iterable<Chunk>> | null | undefined;
  if (typeof pieces?.[Symbol.asyncIterator] === 'function') return;
  if (typeof pieces?.[Symbol.iterator] === 'function' && !ArrayBuffer.isView(content)) return;
  throw new TypeError(`${who}: content must be bytes, text, or pieces of them, got ${valueText(content)}`);
}

/** What stands at the path, if it is a file that may be written; undefined for nothing. */
async function requireReplaceable(who: string, path: string): Promise<Stats | undefined> {
  const existing = await stat(path).catch(noneIfMissing);
  if (!existing) return undefined;
  if (existing.isDirectory()) {
    throw new FileError(`${who}: ${path} is a folder; give the name of a file in it`, { path, code: 'EISDIR' });
  }
  if (!existing.isFile()) {
    throw new FileError(`${who}: ${path} is not an ordinary file, so it cannot be replaced`, { path, code: 'EINVAL' });
  }
  // Renaming needs permission for the folder alone, but who takes the permission from a file wants to keep it.
  await (await open(path, 'r+')).close();
  return existing;
}

async function keepPermissions(handle: FileHandle, { uid, gid, mode }: Stats): Promise<void> {
  const own = await handle.stat();
  // Only the superuser may give files away; whoever else replaces another's file becomes its owner.
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid).catch(() => {});
  await handle.chmod(mode & 0o7777);
}

/** Brings the new name onto the disk too, on systems that can. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close().catch(() => {});
}
