/** The same seed gives the same bits in other processes, whichever of V8's compilers made the machine code, and in browsers. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundled } from './helpers/bundled.ts';
import { pageAfter, testInChromium } from './helpers/chromium.ts';

/** What a program prints. */
async function outputOf(program: string, ...flags: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  return stdout.trim();
}

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['fingerprint', 'model-file', 'images'].map((name) => `test/programs/${name}.ts`);
const [fingerprint, modelFile, images] = await bundled(...sources);

describe.each([
  ['a training run by hand', sources[0], fingerprint],
  ['a model in a file, trained on', sources[1], modelFile],
  ['a network of convolutions and poolings', sources[2], images],
])('%s', (_, source, program) => {
  it('in two processes, with the baseline compiler alone and with the optimising one alone', async () => {
    const first = await outputOf(program);
    expect(first).toMatch(/^[0-9a-f]{64}( [0-9a-f]{64})?$/);
    expect(await outputOf(program)).toBe(first);
    expect(await outputOf(program, '--liftoff-only')).toBe(first);
    expect(await outputOf(program, '--no-liftoff', '--no-wasm-tier-up')).toBe(first);
  });

  testInChromium('in a browser', async () => {
    const options = { bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' } as const;
    const { outputFiles } = await build({ entryPoints: [source], absWorkingDir: root, ...options });
    const script = `console.log = (...words) => { document.title = words.join(' '); }; (async () => { ${outputFiles[0].text} })();`;
    const html = await pageAfter(script);
    expect(html).toContain(`<title>${await outputOf(program)}</title>`);
  });
});
