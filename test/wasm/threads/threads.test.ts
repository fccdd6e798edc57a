/** Operations shared by threads: the same bits, refusals, browsers. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import worker from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { EngineInUseError } from '../../../src/errors.ts';
import { setThreads, tensor, threads } from '../../../src/index.ts';
import { kernelModule } from '../../../src/wasm/binary.ts';
import { bytesOf } from '../../../src/wasm/hexadecimal.ts';
import { kernels } from '../../../src/wasm/kernels.ts';
import { pooledEngine } from '../../../src/wasm/threads/pool.ts';
import { withSharedMemory } from '../../../src/wasm/threads/shared-module.ts';
import { spawnInNode } from '../../../src/wasm/threads/spawn.ts';
import { browserPages } from '../../helpers/browser-page.ts';
import { bundled } from '../../helpers/bundled.ts';
import { testInChromium } from '../../helpers/chromium.ts';
import { type Answer, serve } from '../../helpers/http-server.ts';

const withBrowserPage = browserPages();
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const [fingerprint, images, inThreads] = await bundled(
  'test/programs/fingerprint.ts',
  'test/programs/images.ts',
  'test/programs/in-threads.ts',
);

async function outputOf(program: string, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], { timeout: 60_000 });
  return stdout.trim();
}

describe('threads', () => {
  it.each([
    ['fingerprint', fingerprint],
    ['images', images],
  ])('change no bit of %s', async (name, program) => {
    const alone = await outputOf(program);
    expect(alone).toMatch(/^[0-9a-f]{64}/);
    expect(await outputOf(inThreads, '2', name)).toBe(alone);
    expect(await outputOf(inThreads, '5', name)).toBe(alone);
  });

  it('do each part of ten thousand jobs once', () => {
    const { engine, stop } = pooledEngine(bytesOf(kernelModule), 4, spawnInNode(worker), { least: 0 });
    const n = 4096;
    const [at, one] = [2 ** 23, 2 ** 23 - 64];
    engine.memory.grow((at + 4 * n - engine.memory.buffer.byteLength) / 65536 + 1);
    const memory = new Float32Array(engine.memory.buffer);
    memory[one / 4] = 1;
    for (let i = 0; i < 10_000; i++) engine.kernels.addBroadcast(at, at, one, 1, n, n, 1, 0, 0, 0);
    stop();
    expect(new Set(memory.subarray(at / 4, at / 4 + n))).toEqual(new Set([10_000]));
    expect(memory[at / 4 + n]).toBe(0);
  });

  it('change one byte of the module', () => {
    const module = bytesOf(kernelModule);
    const shared = withSharedMemory(module);
    const different = [...module.keys()].filter((i) => module[i] !== shared[i]);
    expect(different).toHaveLength(1);
    expect([module[different[0]], shared[different[0]]]).toEqual([1, 3]);
    expect(WebAssembly.validate(shared)).toBe(true);
  });

  it('refuse a module whose memory cannot be shared', () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(() => withSharedMemory(empty)).toThrow('imports no memory with a maximum');
  });

  it('are chosen before the first tensor', async () => {
    tensor([1, 2]);
    const error = await setThreads(2).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EngineInUseError);
    expect((error as Error).message).toBe(
      'setThreads: it holds for the whole program and must be called before the first tensor, layer or model is made; ' +
        'call it right after the imports',
    );
    expect(threads()).toBe(1);
    expect(kernels.gemmNN.name).not.toBe('');
  });

  it.each([
    [0, RangeError, 'setThreads: n must be a whole number of at least 1, got 0'],
    [1.5, RangeError, 'setThreads: n must be a whole number of at least 1, got 1.5'],
    [65, RangeError, 'setThreads: n must be in [1, 64], got 65'],
    ['2', TypeError, 'setThreads: n must be a number, got "2"'],
    [undefined, TypeError, 'setThreads: n must be a number, got undefined'],
  ])('refuse %s', async (n, kind, message) => {
    const error = await setThreads(n as number).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toBe(message);
  });
});

/** A bundle of `program` for browsers, and the bytes in it from each source file. */
async function bundle(program: string): Promise<{ text: string; bytesFrom: Record<string, number> }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const bytesFrom = Object.fromEntries(
    Object.entries(inputs).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
  );
  return { text: outputFiles[0].text, bytesFrom };
}

describe('a bundle', () => {
  const parts = (bytesFrom: Record<string, number>) =>
    Object.keys(bytesFrom).filter((path) => /wasm\/(threads|engine)/.test(path) && bytesFrom[path] > 0);

  it('holds nothing of threads where they are not asked for', async () => {
    const without = await bundle("import { tensor } from './src/index.ts'; console.log(tensor([1]).toArray());");
    expect(parts(without.bytesFrom)).toEqual([]);
    expect(without.text).not.toContain('SharedArrayBuffer');
    const asked = await bundle("import { setThreads } from './src/index.ts'; await setThreads(2);");
    expect(parts(asked.bytesFrom).length).toBeGreaterThan(4);
  });
});

describe('in a browser', () => {
  const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
  const type = (kind: string, headers: Record<string, string> = {}): Record<string, string> => ({
    'content-type': kind,
    ...headers,
  });

  testInChromium(
    'threads work in a worker, and are refused on the main thread and on a page that is not isolated',
    async () => {
      const inWorker = await bundle(`
      import { setThreads, threads, matmul, randomNormal, fingerprint } from './src/index.ts';
      try {
        await setThreads(2);
        const a = randomNormal([300, 300], { seed: 1 });
        let b = a;
        for (let i = 0; i < 20; i++) b = matmul(b, a).mul(0.05);
        postMessage(threads() + ' ' + await fingerprint([b]));
      } catch (error) { postMessage(String(error)); }
    `);
      const onPage = await bundle(
        "import { setThreads } from './src/index.ts'; globalThis.refused = setThreads(2).catch(String);",
      );
      const page = (worker: string) =>
        `<!doctype html><title>t</title><script type="module" src="page.js"></script><script>
        globalThis.answer = new Promise((resolve) => {
          const worker = new Worker('${worker}', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => resolve('error: ' + message);
        });
      </script>`;
      const send =
        (text: string, headers: Record<string, string>): Answer =>
        (_, response) =>
          void response.writeHead(200, headers).end(text);
      const server = await serve({
        '/isolated/': send(page('worker.js'), type('text/html', isolated)),
        '/isolated/page.js': send(onPage.text, type('text/javascript', isolated)),
        '/isolated/worker.js': send(inWorker.text, type('text/javascript', isolated)),
        '/plain/': send(page('worker.js'), type('text/html')),
        '/plain/page.js': send(onPage.text, type('text/javascript')),
        '/plain/worker.js': send(inWorker.text, type('text/javascript')),
      });
      try {
        await withBrowserPage(async (browser) => {
          await browser.visit(`${server.url}isolated/`);
          const answer = await browser.evaluate<string>('answer');
          expect(answer).toMatch(/^2 [0-9a-f]{64}$/);
          expect(await browser.evaluate('refused')).toBe(
            "UnsupportedError: setThreads: a page's main thread must not wait for other threads; import simdgrad in a worker and call setThreads there",
          );
          await browser.visit(`${server.url}plain/`);
          for (const text of [await browser.evaluate('answer'), await browser.evaluate('refused')]) {
            expect(text).toContain(
              'UnsupportedError: setThreads: memory can be shared between threads only on pages that are cross-origin isolated',
            );
          }
        });
      } finally {
        await server.close();
      }
    },
  );
});
