import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FileError } from '../../src/errors.ts';
import { readBytes } from '../../src/node/read-bytes.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { asNobody } from '../helpers/nobody.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'file');
const content = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
writeFileSync(path, content);

describe('readBytes', () => {
  it('reads by path, relative path, URL and link', async () => {
    symlinkSync('file', join(folder, 'link'));
    for (const place of [path, relative(process.cwd(), path), pathToFileURL(path), join(folder, 'link')]) {
      expect(await readBytes('test', place, content.length)).toEqual(content);
    }
    const empty = join(folder, 'empty');
    writeFileSync(empty, '');
    expect(await readBytes('test', empty, 0)).toEqual(new Uint8Array());
  });

  const wrong: [what: string, place: string, code: string, message: RegExp][] = [
    ['no file', join(folder, 'gone'), 'ENOENT', /^loadModel: no such file: .*gone$/],
    ['a file for a folder', join(path, 'x'), 'ENOTDIR', /file is not a folder: /],
    ['a folder', folder, 'EISDIR', / is a folder, not a file$/],
    ['a device without an end', '/dev/zero', 'EINVAL', /\/dev\/zero is not an ordinary file/],
    ['a file that is too large', path, 'EFBIG', /has 100000 bytes, but at most 99999 can be read/],
  ];
  it.each(wrong)('refuses %s', async (_, place, code, message) => {
    const error = (await rejectionOf(readBytes('loadModel', place, 99_999))) as FileError;
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code, path: place });
    expect(error.message).toMatch(message);
  });

  it('refuses a pipe instead of waiting for it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await rejectionOf(readBytes('test', pipe, 10))).toMatchObject({ name: 'FileError', code: 'EINVAL' });
  });

  it('says that there is no permission', async () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'x');
    chmodSync(secret, 0);
    chmodSync(folder, 0o755);
    const error = await asNobody(() => rejectionOf(readBytes('test', secret, 10)));
    expect(error).toMatchObject({ name: 'FileError', code: 'EACCES' });
    expect(error.message).toContain('no permission for');
  });
});
