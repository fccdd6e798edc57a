import { dirname } from 'node:path';
import { FileError } from '../errors.ts';

/** What to say for the codes that people meet; `folder` is the one that holds the file. */
const reasons: Readonly<Record<string, (path: string, folder: string) => string>> = {
  ENOTDIR: (path, folder) => `${folder} is not a folder: ${path}`,
  EISDIR: (path) => `${path} is a folder; give the name of a file in it`,
  EACCES: (path) => `no permission for ${path}; choose another place, or ask its owner`,
  EPERM: (path) => `no permission for ${path}; choose another place, or ask its owner`,
  EROFS: (path) => `the disk of ${path} is read-only; choose another place`,
  ENOSPC: (path) => `no room left on the disk for ${path}; free some, or choose another disk`,
  EDQUOT: (path) => `your share of the disk is full, no room for ${path}; free some, or choose another disk`,
  EFBIG: (path) =>
    `${path} would be larger than the system allows; raise the limit (ulimit -f), or choose another disk`,
  ENAMETOOLONG: (path) => `the name is too long for the system: ${path}`,
  ELOOP: (path) => `symbolic links lead around in a circle: ${path}`,
  EMFILE: (path) => `too many files are open to open ${path}; raise the limit (ulimit -n)`,
};

/**
 * An error of the file system, met while `path` was to be read or written, as one that says who wanted what and what to
 * do about it; any other error as it is.
 */
export function fileError(who: string, doing: 'read' | 'write', path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof FileError) return error;
  const { code, syscall, message, path: place } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const folder = syscall === 'realpath' && place !== undefined ? place : dirname(path);
  let reason = `${path}: ${message}`;
  if (code === 'ENOENT') {
    reason = doing === 'read' ? `no such file: ${path}` : `there is no folder ${folder} for ${path}; create it first`;
  } else if (Object.hasOwn(reasons, code)) {
    reason = reasons[code](path, folder);
  }
  return new FileError(`${who}: ${reason}`, { path, code, cause: error });
}

/** For `catch`: undefined where nothing stands at a path; any other error is thrown on. */
export function noneIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
