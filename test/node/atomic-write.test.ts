import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError } from '../../src/errors.ts';
import { type FileContent, writeFileAtomically } from '../../src/node/atomic-write.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { asNobody } from '../helpers/nobody.ts';
import { testOnSmallDisk } from '../helpers/small-disk.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-'));
  path = join(folder, 'model.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (file = path) => readFileSync(file, 'utf8');
const failure = async (run: Promise<unknown>) => (await rejectionOf(run)) as FileError;

describe('writeFileAtomically', () => {
  const contents: [string, FileContent, string][] = [
    ['bytes', Uint8Array.of(104, 105), 'hi'],
    ['a part of a buffer', new Uint8Array(Buffer.from('this').buffer).subarray(0, 0), ''],
    ['text', 'grüße', 'grüße'],
    ['nothing', new Uint8Array(), ''],
    ['pieces', ['a', Uint8Array.of(98), 'c'], 'abc'],
    ['pieces to come', Readable.from(['a', 'b']), 'ab'],
    [
      'pieces of a generator',
      (async function* () {
        for (const piece of ['1', '2', '3']) {
          await setTimeout(1);
          yield piece;
        }
      })(),
      '123',
    ],
  ];
  it.each(contents)('writes %s, and leaves nothing else', async (_, content, expected) => {
    await writeFileAtomically(path, content);
    expect(text()).toBe(expected);
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  it('replaces a longer file, by path, by relative path and by URL', async () => {
    for (const place of [path, relative(process.cwd(), path), pathToFileURL(path)]) {
      writeFileSync(path, 'what was there before');
      await writeFileAtomically(place, 'new');
      expect(text()).toBe('new');
    }
  });

  it('writes names of any length that the system takes', async () => {
    const long = join(folder, `${'é'.repeat(120)}.bin`);
    await writeFileAtomically(long, 'x');
    expect(text(long)).toBe('x');
  });

  it('keeps the permissions and the owner of a file, and makes new ones as others do', async () => {
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    if (process.getuid?.() === 0) chownSync(path, 65534, 65534);
    const { uid, gid } = statSync(path);
    await writeFileAtomically(path, 'new');
    expect(statSync(path).mode & 0o7777).toBe(0o640);
    expect(statSync(path)).toMatchObject({ uid, gid });
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    await writeFileAtomically(ours, '');
    writeFileSync(theirs, '');
    expect(statSync(ours).mode).toBe(statSync(theirs).mode);
  });

  it('follows links, to a file and to what is not there yet', async () => {
    mkdirSync(join(folder, 'store'));
    writeFileSync(join(folder, 'store', 'v1'), 'old');
    symlinkSync(join('store', 'v1'), join(folder, 'second'));
    symlinkSync('second', path);
    await writeFileAtomically(path, 'new');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(path)).toBe('second');
    expect(text(join(folder, 'store', 'v1'))).toBe('new');

    symlinkSync(join('store', 'v2'), join(folder, 'dangling'));
    await writeFileAtomically(join(folder, 'dangling'), 'first');
    expect(text(join(folder, 'store', 'v2'))).toBe('first');
    expect(readdirSync(join(folder, 'store'))).toEqual(['v1', 'v2']);
  });

  it('leaves one whole file when several write at once', async () => {
    const versions = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000 + i));
    await Promise.all(versions.map((version) => writeFileAtomically(path, version)));
    expect(versions).toContain(text());
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  });

  it('shows the old file until the new one is whole', async () => {
    writeFileSync(path, 'old');
    const seen: string[] = [];
    await writeFileAtomically(
      path,
      (async function* () {
        for (const piece of ['new, ', 'whole']) {
          seen.push(text());
          yield piece;
        }
        seen.push(text());
      })(),
    );
    expect(seen).toEqual(['old', 'old', 'old']);
    expect(text()).toBe('new, whole');
  });
});

describe('a write that fails', () => {
  beforeEach(() => writeFileSync(path, 'old'));
  const unchanged = () => {
    expect(text()).toBe('old');
    expect(readdirSync(folder)).toEqual(['model.safetensors']);
  };

  it('because its source fails, leaves the old file, and passes the error on', async () => {
    const wrong = new Error('the source dried up');
    const source = function* () {
      yield 'x'.repeat(1e6);
      throw wrong;
    };
    expect(await failure(writeFileAtomically(path, source()))).toBe(wrong);
    unchanged();
  });

  it('because a piece is no bytes, leaves the old file', async () => {
    expect(await failure(writeFileAtomically(path, ['ok', 3 as never]))).toBeInstanceOf(TypeError);
    unchanged();
  });

  it.each([
    [undefined, /got undefined/],
    [3, /got 3/],
    [{ length: 2 }, /got an Object/],
    [Float32Array.of(1), /got a Float32Array of 1/],
  ])('because %s is no content, does not begin', async (content, message) => {
    const error = await failure(writeFileAtomically(path, content as never, { who: 'saveModel' }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/^saveModel: content must be bytes, text, or pieces of them, /);
    expect(error.message).toMatch(message);
    unchanged();
  });

  it('says that the folder is missing', async () => {
    const place = join(folder, 'runs', 'one', 'model');
    const error = await failure(writeFileAtomically(place, 'x', { who: 'saveModel' }));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: 'ENOENT', path: place });
    expect(error.message).toBe(
      `saveModel: there is no folder ${join(folder, 'runs', 'one')} for ${place}; create it first`,
    );
    unchanged();
  });

  it('says that the folder of a link is missing', async () => {
    symlinkSync(join('gone', 'x'), join(folder, 'link'));
    const error = await failure(writeFileAtomically(join(folder, 'link'), 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'ENOENT' });
    expect(error.message).toContain(`there is no folder ${join(folder, 'gone')} for`);
  });

  it('says that a file stands where the folder should', async () => {
    const error = await failure(writeFileAtomically(join(path, 'x'), 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'ENOTDIR' });
    expect(error.message).toContain(`${path} is not a folder`);
    unchanged();
  });

  it('says that a folder stands where the file should', async () => {
    const error = await failure(writeFileAtomically(folder, 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'EISDIR' });
    expect(error.message).toContain(`${folder} is a folder; give the name of a file in it`);
    unchanged();
  });

  it('says that a device cannot be replaced', async () => {
    const error = await failure(writeFileAtomically('/dev/null', 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'EINVAL' });
    expect(error.message).toContain('/dev/null is not an ordinary file');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('says that links lead around in a circle', async () => {
    symlinkSync('b', join(folder, 'a'));
    symlinkSync('a', join(folder, 'b'));
    const error = await failure(writeFileAtomically(join(folder, 'a'), 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'ELOOP' });
    expect(error.message).toContain('in a circle');
  });

  it('says that the name is too long', async () => {
    const error = await failure(writeFileAtomically(join(folder, 'n'.repeat(300)), 'x'));
    expect(error).toMatchObject({ name: 'FileError', code: 'ENAMETOOLONG' });
    expect(error.message).toContain('too long');
    unchanged();
  });

  it('says that the folder gives no permission', async () => {
    chmodSync(folder, 0o555);
    const error = await asNobody(() => failure(writeFileAtomically(join(folder, 'new'), 'x')));
    expect(error).toMatchObject({ name: 'FileError', code: 'EACCES' });
    expect(error.message).toContain('no permission');
    chmodSync(folder, 0o755);
    unchanged();
  });

  it('leaves a file alone that may not be written, though its folder may', async () => {
    chmodSync(folder, 0o777);
    chmodSync(path, 0o444);
    const error = await asNobody(() => failure(writeFileAtomically(path, 'x')));
    expect(error).toMatchObject({ name: 'FileError', code: 'EACCES', path });
    unchanged();
  });

  it('refuses options that there are not', async () => {
    const error = await failure(writeFileAtomically(path, 'x', { mode: 0o600 } as never));
    expect(error).toBeInstanceOf(TypeError);
    unchanged();
  });

  it('because the process is killed, leaves the old file', async () => {
    const program = `
      const { writeFileAtomically } = await import(${JSON.stringify(new URL('../../src/node/atomic-write.ts', import.meta.url).href)});
      await writeFileAtomically(process.argv[1], (async function* () {
        for (;;) {
          yield 'x'.repeat(1e5);
          process.stdout.write('.');
          await new Promise((next) => setTimeout(next, 5));
        }
      })());`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program, path]);
    await new Promise((seen) => child.stdout.once('data', seen));
    child.kill('SIGKILL');
    await new Promise((ended) => child.once('exit', ended));
    expect(text()).toBe('old');
    const rest = readdirSync(folder).filter((name) => name !== 'model.safetensors');
    expect(rest).toEqual([expect.stringMatching(/^\.model\.safetensors-[0-9a-f]{12}\.tmp$/)]);
    await writeFileAtomically(path, 'new'); // which what was left behind does not hinder
    expect(text()).toBe('new');
  });
});

testOnSmallDisk('a full disk leaves the old file, and room as it was', 64 * 1024, async (disk) => {
  const file = join(disk, 'model');
  await writeFileAtomically(file, 'o'.repeat(20_000));
  for (const content of [new Uint8Array(60_000), ['x'.repeat(30_000), 'x'.repeat(30_000)]]) {
    const error = await failure(writeFileAtomically(file, content, { who: 'saveModel' }));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: 'ENOSPC', path: file });
    expect(error.message).toBe(`saveModel: no room left on the disk for ${file}; free some, or choose another disk`);
    expect(text(file)).toBe('o'.repeat(20_000));
    expect(readdirSync(disk)).toEqual(['model']);
  }
  await writeFileAtomically(file, 'n'.repeat(40_000)); // as much as there is beside the old one
  expect(text(file)).toBe('n'.repeat(40_000));
  expect(existsSync(file)).toBe(true);
});
