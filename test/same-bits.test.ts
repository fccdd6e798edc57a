/** The same seed gives the same bits in other processes, whichever of V8's compilers made the machine code, and in browsers. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { pageAfter, testInChromium } from './helpers/chromium.ts';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');

/** What a program prints. */
async function outputOf(program: string, ...flags: string[]): Promise<string> {
  // As NODE_OPTIONS would not take V8's flags, and tsx passes its own process's on.
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, ...flags, program]);
  return stdout.trim();
}

describe.each([
  ['a training run by hand', 'fingerprint'],
  ['a model in a file, trained on', 'model-file'],
  ['a network of convolutions and poolings', 'images'],
])('%s', (_, name) => {
  const program = fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));

  it('in two processes, with the baseline compiler alone and with the optimising one alone', async () => {
    const first = await outputOf(program);
    expect(first).toMatch(/^[0-9a-f]{64}( [0-9a-f]{64})?$/);
    expect(await outputOf(program)).toBe(first);
    expect(await outputOf(program, '--liftoff-only')).toBe(first);
    expect(await outputOf(program, '--no-liftoff', '--no-wasm-tier-up')).toBe(first);
  });

  testInChromium('in a browser', async () => {
    const options = { bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' } as const;
    const { outputFiles } = await build({ entryPoints: [program], ...options });
    const script = `console.log = (...words) => { document.title = words.join(' '); }; (async () => { ${outputFiles[0].text} })();`;
    const html = await pageAfter(script);
    expect(html).toContain(`<title>${await outputOf(program)}</title>`);
  });
});
