/** The same seed gives the same bits in other processes, whichever of V8's compilers made the machine code, and in browsers. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { pageAfter, testInChromium } from './helpers/chromium.ts';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const program = fileURLToPath(new URL('./programs/fingerprint.ts', import.meta.url));

async function fingerprintWith(...flags: string[]): Promise<string> {
  // As NODE_OPTIONS would not take V8's flags, and tsx passes its own process's on.
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, ...flags, program]);
  return stdout.trim();
}

it('in two processes, with the baseline compiler alone and with the optimising one alone', async () => {
  const first = await fingerprintWith();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprintWith()).toBe(first);
  expect(await fingerprintWith('--liftoff-only')).toBe(first);
  expect(await fingerprintWith('--no-liftoff', '--no-wasm-tier-up')).toBe(first);
});

testInChromium('in a browser', async () => {
  const options = { bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' } as const;
  const { outputFiles } = await build({ entryPoints: [program], ...options });
  const script = `console.log = (text) => { document.title = text; }; (async () => { ${outputFiles[0].text} })();`;
  const html = await pageAfter(script);
  expect(html).toContain(`<title>${await fingerprintWith()}</title>`);
});
