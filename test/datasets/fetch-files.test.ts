/** Downloads, against a server of our own: what arrives, what may go wrong, and that nothing is left of what did. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetFile, FileSource } from '../../datasets/dataset.ts';
import { ChecksumError, DatasetUnavailableError } from '../../datasets/errors.ts';
import { type DownloadProgress, fetchFiles } from '../../datasets/fetch-files.ts';
import { FileError } from '../../src/index.ts';
import golden from '../golden/archives.json' with { type: 'json' };
import { rejectionOf } from '../helpers/errors.ts';
import { type Answer, closedPort, serve, type TestServer } from '../helpers/http-server.ts';
import { testOnSmallDisk } from '../helpers/small-disk.ts';

const content = 'a;b\n' + '1;2\n'.repeat(5000);
const archives = Object.fromEntries(
  Object.entries(golden.archives).map(([name, text]) => [name, Buffer.from(text, 'base64')]),
);

let cache: string;
let server: TestServer;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'simdgrad-cache-'));
});
afterEach(async () => {
  rmSync(cache, { recursive: true });
  await server?.close();
});

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

function fileOf(sources: readonly FileSource[], text = content, path = 'set/data.csv'): DatasetFile {
  return { path, bytes: Buffer.byteLength(text), sha256: sha256Of(text), sources };
}

/** The file that the server has at `paths`, tried in that order. */
function at(...paths: readonly string[]): DatasetFile {
  return fileOf(paths.map((path) => ({ url: server.url + path })));
}

async function start(answers: Readonly<Record<string, Answer>>): Promise<void> {
  server = await serve(answers);
}

interface Options {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly mirror?: string;
}

function fetchTo(cache: string, files: readonly DatasetFile[], options: Options = {}): Promise<string[]> {
  const { signal, timeout = 5000, onProgress, mirror } = options;
  return fetchFiles('data set test', files, { folder: undefined, cache, mirror }, { signal, timeout, onProgress });
}

function everythingIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' });
}

/** Announces all of `content` and sends the first half. */
const half: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.slice(0, content.length / 2));
};

describe('a download', () => {
  test('arrives whole, under its name alone, with progress', async () => {
    await start({ '/data.csv': content });
    const steps: DownloadProgress[] = [];
    const [path] = await fetchTo(cache, [at('data.csv')], { onProgress: (step) => steps.push(step) });
    expect(path).toBe(join(cache, 'set/data.csv'));
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(everythingIn(cache).sort()).toEqual(['set', join('set', 'data.csv')]);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.at(-1)).toEqual({
      file: 'data.csv',
      url: `${server.url}data.csv`,
      bytes: content.length,
      totalBytes: content.length,
    });
    for (let i = 1; i < steps.length; i++) expect(steps[i].bytes).toBeGreaterThan(steps[i - 1].bytes);
  });

  test('without a Content-Length says no total', async () => {
    await start({ '/data.csv': (_, response) => void response.writeHead(200).end(content) });
    const totals = new Set<number>();
    await fetchTo(cache, [at('data.csv')], { onProgress: ({ totalBytes }) => totals.add(totalBytes) });
    expect([...totals]).toEqual([0]);
  });

  test('follows redirections', async () => {
    await start({
      '/data.csv': (_, response) => void response.writeHead(302, { location: '/moved.csv' }).end(),
      '/moved.csv': content,
    });
    const [path] = await fetchTo(cache, [at('data.csv')]);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('of the same file by two at once does no harm', async () => {
    await start({ '/data.csv': content });
    await Promise.all([fetchTo(cache, [at('data.csv')]), fetchTo(cache, [at('data.csv')])]);
    expect(readFileSync(join(cache, 'set/data.csv'), 'utf8')).toBe(content);
    expect(everythingIn(cache)).toHaveLength(2);
  });
});

describe('the next address is tried', () => {
  test.each<[string, Answer | undefined, RegExp]>([
    ['a 404', undefined, /HTTP 404 Not Found/],
    ['a 503 with a long page', (_, response) => void response.writeHead(503).end('x'.repeat(1e6)), /HTTP 503/],
    ['an empty answer', '', /another file: 0 bytes, SHA-256 e3b0c442/],
    ['another file', content.replace('1', '7'), /another file: 20004 bytes, SHA-256 [0-9a-f]{64}$/],
    ['a web page in its place', '<html>Sign in to use this network</html>', /another file: 40 bytes/],
    ['a longer file', `${content}more`, /more than the 20004 bytes expected/],
    ['an endless one', (_, response) => void endless(response), /more than the 20004 bytes expected/],
    [
      'a body that breaks off',
      (_, response) => {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.slice(0, 5000), () => response.destroy());
      },
      /broken off|other side closed|terminated|aborted/,
    ],
    [
      'a body that ends early without saying so',
      (_, response) => void response.writeHead(200).end(content.slice(0, 5000)),
      /another file: 5000 bytes/,
    ],
    ['a connection that is closed at once', (request) => void request.socket.destroy(), /broken off|closed/],
    ['a server that never answers', () => {}, /nothing came for 0.2 s/],
    ['a server that stops in the middle', half, /nothing came for 0.2 s/],
  ])('after %s', async (_, answer, reason) => {
    await start(answer === undefined ? { '/good.csv': content } : { '/bad.csv': answer, '/good.csv': content });
    const [path] = await fetchTo(cache, [at('bad.csv', 'good.csv')], { timeout: 200 });
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(server.requests).toEqual(['/bad.csv', '/good.csv']);
    expect(everythingIn(cache)).toHaveLength(2);

    const error = await rejectionOf(fetchTo(join(cache, 'other'), [at('bad.csv', 'gone.csv')], { timeout: 200 }));
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    const { attempts } = error as DatasetUnavailableError;
    expect(attempts.map(({ url }) => url)).toEqual([`${server.url}bad.csv`, `${server.url}gone.csv`]);
    expect(attempts[0].reason).toMatch(reason);
    expect(everythingIn(cache)).toHaveLength(2);
  });

  test('but the mirror comes before all of them', async () => {
    await start({ '/mirror/set/data.csv': content });
    await fetchTo(cache, [at('data.csv')], { mirror: `${server.url}mirror/` });
    expect(server.requests).toEqual(['/mirror/set/data.csv']);
  });

  test('and where the mirror lacks the file, the others follow', async () => {
    await start({ '/data.csv': content });
    await fetchTo(cache, [at('data.csv')], { mirror: `${server.url}mirror/` });
    expect(server.requests).toEqual(['/mirror/set/data.csv', '/data.csv']);
  });
});

function endless(response: import('node:http').ServerResponse): void {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(10_000)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

describe('when nothing helps, it says what to do', () => {
  test('no network', async () => {
    const file = fileOf([{ url: `${await closedPort()}data.csv` }, { url: 'http://nowhere.invalid/data.csv' }]);
    const error = (await rejectionOf(fetchTo(cache, [file]))) as DatasetUnavailableError;
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    const path = join(cache, 'set/data.csv');
    expect(error).toMatchObject({ path, sha256: file.sha256 });
    for (const part of [
      'data set test: set/data.csv is not on this machine\nNo address gives it:\n',
      `  ${file.sources[0].url}\n    connection refused (ECONNREFUSED)\n`,
      '  http://nowhere.invalid/data.csv\n    ',
      `put it at\n  ${path}\n`,
      'SIMDGRAD_DATASETS',
      `20004 bytes of SHA-256\n  ${file.sha256}`,
    ]) {
      expect(error.message).toContain(part);
    }
    expect(everythingIn(cache)).toEqual([]);
  });

  test('an address that is none', async () => {
    const error = await rejectionOf(fetchTo(cache, [fileOf([{ url: 'not an address' }])]));
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    expect(error.message).toMatch(/Invalid URL/);
  });

  test('every address has another file', async () => {
    await start({ '/one.csv': 'x', '/two.csv': 'y' });
    const error = (await rejectionOf(fetchTo(cache, [at('one.csv', 'two.csv')]))) as ChecksumError;
    expect(error).toBeInstanceOf(ChecksumError);
    expect(error).toMatchObject({ expected: sha256Of(content), actual: sha256Of('x'), at: `${server.url}one.csv` });
    for (const sum of ['x', 'y', content].map(sha256Of)) expect(error.message).toContain(sum);
    expect(error.message).toContain(`put it at\n  ${join(cache, 'set/data.csv')}`);
    expect(everythingIn(cache)).toEqual([]);
  });
});

describe('a file in an archive', () => {
  const red = (name = 'a.zip', member = 'red.csv') =>
    fileOf([{ url: server.url + name, member }], golden.files['red.csv'], 'wine/red.csv');
  const white = (name = 'a.zip') =>
    fileOf(
      [{ url: server.url + name, member: 'folder/white.csv' }],
      golden.files['folder/white.csv'],
      'wine/white.csv',
    );

  test.each(['deflated', 'stored'])('%s', async (kind) => {
    await start({ '/a.zip': archives[kind] });
    const [path] = await fetchTo(cache, [red()]);
    expect(path).toBe(join(cache, 'wine/red.csv'));
    expect(readFileSync(path, 'utf8')).toBe(golden.files['red.csv']);
    expect(everythingIn(cache)).toHaveLength(2);
  });

  test('and another one are taken from one download', async () => {
    await start({ '/a.zip': archives.deflated });
    const paths = await fetchTo(cache, [red(), white()]);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual([
      golden.files['red.csv'],
      golden.files['folder/white.csv'],
    ]);
    expect(server.requests).toEqual(['/a.zip']);
    expect(everythingIn(cache)).toHaveLength(3);
  });

  test('that cannot be had is not downloaded again for the next file', async () => {
    await start({ '/white.csv': golden.files['folder/white.csv'], '/red.csv': golden.files['red.csv'] });
    const also = (file: DatasetFile, name: string): DatasetFile => ({
      ...file,
      sources: [...file.sources, { url: server.url + name }],
    });
    await fetchTo(cache, [also(red(), 'red.csv'), also(white(), 'white.csv')]);
    expect(server.requests).toEqual(['/a.zip', '/red.csv', '/white.csv']);
  });

  test.each<[string, () => Uint8Array, string, RegExp]>([
    [
      'that is not in it',
      () => archives.deflated,
      'rose.csv',
      /no rose.csv in the archive, which holds red.csv, folder/,
    ],
    ['that is no archive', () => Buffer.from('x'.repeat(5000)), 'red.csv', /not a zip archive that can be read/],
    ['that was cut off', () => archives.deflated.subarray(0, 900), 'red.csv', /not a zip archive that can be read/],
    ['that is empty', () => new Uint8Array(0), 'red.csv', /not a zip archive that can be read/],
    ['that is larger than it claims', () => archives.claimsLess, 'red.csv', /not a zip .*too many bytes/],
    ['that is smaller than it claims', () => archives.claimsMore, 'red.csv', /not a zip .*not enough bytes/],
    ['whose bytes are damaged', () => damaged(archives.deflated), 'red.csv', /not a zip|another file|more than the/],
    ['that is not the one', () => archives.deflated, 'notes.txt', /another file: 11 bytes/],
  ])('%s is not taken', async (_, archive, member, reason) => {
    await start({ '/a.zip': archive() });
    const good = { ...red('a.zip', member) };
    const file = { ...good, sources: [...good.sources, { url: `${server.url}gone` }] };
    const error = (await rejectionOf(fetchTo(cache, [file]))) as DatasetUnavailableError;
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    expect(error.attempts[0].url).toBe(`${server.url}a.zip (${member} in it)`);
    expect(error.attempts[0].reason).toMatch(reason);
    expect(everythingIn(cache)).toEqual([]);
  });

  test('is not looked for in more than a megabyte too much', async () => {
    await start({ '/a.zip': new Uint8Array(2 ** 21) });
    const error = (await rejectionOf(fetchTo(cache, [red()]))) as DatasetUnavailableError;
    expect(error.attempts[0].reason).toMatch(/more than the \d+ bytes expected/);
  });
});

/** One byte in the middle of the first file's compressed data is another one. */
function damaged(archive: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(archive);
  copy[400] ^= 0xff;
  return copy;
}

describe('aborting', () => {
  test('midway ends the download and leaves nothing', async () => {
    let closed = false;
    await start({
      '/data.csv': (request, response) => {
        request.on('close', () => {
          closed = true;
        });
        half(request, response);
      },
    } as Record<string, Answer>);
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = await rejectionOf(
      fetchTo(cache, [at('data.csv', 'other.csv')], {
        signal: controller.signal,
        onProgress: ({ bytes }) => bytes >= 10_000 && controller.abort(reason),
      }),
    );
    expect(error).toBe(reason);
    expect(everythingIn(cache)).toEqual([]);
    expect(server.requests).toEqual(['/data.csv']);
    await expect.poll(() => closed).toBe(true);
  });

  test('before the answer', async () => {
    const controller = new AbortController();
    await start({ '/data.csv': () => controller.abort() });
    const error = await rejectionOf(fetchTo(cache, [at('data.csv')], { signal: controller.signal }));
    expect(error.name).toBe('AbortError');
    expect(everythingIn(cache)).toEqual([]);
  });

  test('before it starts', async () => {
    await start({ '/data.csv': content });
    const error = await rejectionOf(fetchTo(cache, [at('data.csv')], { signal: AbortSignal.abort() }));
    expect(error.name).toBe('AbortError');
    expect(server.requests).toEqual([]);
    expect(everythingIn(cache)).toEqual([]);
  });

  test('in an archive leaves nothing either', async () => {
    await start({ '/a.zip': half });
    const controller = new AbortController();
    const file = fileOf([{ url: `${server.url}a.zip`, member: 'data.csv' }]);
    const error = await rejectionOf(
      fetchTo(cache, [file], { signal: controller.signal, onProgress: () => controller.abort() }),
    );
    expect(error.name).toBe('AbortError');
    expect(everythingIn(cache)).toEqual([]);
  });
});

test('an error of the callback comes through as it is, and leaves nothing', async () => {
  await start({ '/data.csv': content });
  const mine = new TypeError('mine');
  const onProgress = () => {
    throw mine;
  };
  expect(await rejectionOf(fetchTo(cache, [at('data.csv', 'other.csv')], { onProgress }))).toBe(mine);
  expect(server.requests).toEqual(['/data.csv']);
  expect(everythingIn(cache)).toEqual([]);
});

describe('a cache that cannot be written', () => {
  test('a file stands where its folder should be', async () => {
    await start({ '/data.csv': content });
    writeFileSync(join(cache, 'set'), 'mine');
    const error = (await rejectionOf(fetchTo(cache, [at('data.csv')]))) as FileError;
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/cannot write .*set.*EEXIST|ENOTDIR.*SIMDGRAD_CACHE/);
    expect(readFileSync(join(cache, 'set'), 'utf8')).toBe('mine');
    expect(server.requests).toEqual([]);
  });

  test('a folder stands where the file should be', async () => {
    await start({ '/data.csv': content });
    mkdirSync(join(cache, 'set/data.csv/inside'), { recursive: true });
    const error = await rejectionOf(fetchTo(cache, [at('data.csv')]));
    expect(error).toBeInstanceOf(FileError);
    expect(everythingIn(cache)).toHaveLength(3);
  });

  testOnSmallDisk('a full disk: a typed error, nothing left, other files as they were', 64 * 1024, async (folder) => {
    const large = 'x'.repeat(200_000);
    await start({ '/large.csv': large, '/small.csv': content });
    const small = at('small.csv');
    const [path] = await fetchTo(folder, [small]);
    const file = fileOf([{ url: `${server.url}large.csv` }], large, 'large/large.csv');
    const error = (await rejectionOf(fetchTo(folder, [file]))) as FileError;
    expect(error).toBeInstanceOf(FileError);
    expect(error.code).toBe('ENOSPC');
    expect(error.message).toMatch(/no room left on the disk \(ENOSPC\); free some, or let SIMDGRAD_CACHE name another/);
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(everythingIn(folder).sort()).toEqual(['set', join('set', 'data.csv')]);
  });

  testOnSmallDisk('an archive that does not fit', 32 * 1024, async (folder) => {
    await start({ '/a.zip': new Uint8Array(100_000) });
    const file = fileOf([{ url: `${server.url}a.zip`, member: 'data.csv' }]);
    const error = await rejectionOf(fetchTo(folder, [file]));
    expect(error).toBeInstanceOf(FileError);
    expect(everythingIn(folder)).toEqual([]);
  });
});

test('folders that were made for nothing are removed, others are not', async () => {
  await start({});
  const deep = join(cache, 'a', 'b');
  mkdirSync(join(cache, 'a'));
  await rejectionOf(fetchTo(deep, [at('data.csv')]));
  expect(existsSync(dirname(deep))).toBe(true);
  expect(existsSync(deep)).toBe(false);
});
