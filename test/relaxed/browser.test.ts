/** The relaxed kernels in Node and in a browser: near the strict ones, and learning. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { bundled } from '../helpers/bundled.ts';
import { pageAfter, testInChromium } from '../helpers/chromium.ts';
import { relaxedFlags } from '../helpers/relaxed-simd.ts';
import { shortTraining } from '../helpers/short-training.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = 'test/programs/relaxed.ts';
const [program] = await bundled(source);
const strict = await shortTraining();

function expectRelaxed(line: string): void {
  const [precision, ...numbers] = line.trim().split(' ');
  expect(precision).toBe('relaxed');
  const losses = numbers.map(Number);
  expect(losses).toHaveLength(strict.length);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 3);
  // Rounding differs from the first product on and grows from step to step: 40 steps of Adam leave it below a thousandth.
  for (const [i, loss] of losses.entries()) expect(Math.abs(loss - strict[i])).toBeLessThan(1e-3);
}

it('in a process, twice with the same bits', async () => {
  const run = async () => (await promisify(execFile)(process.execPath, [...relaxedFlags, program])).stdout;
  const first = await run();
  expectRelaxed(first);
  expect(await run()).toBe(first);
});

testInChromium('in a browser', async () => {
  const options = { bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' } as const;
  const { outputFiles } = await build({ entryPoints: [source], absWorkingDir: root, ...options });
  const script = `console.log = (...words) => { document.title = words.join(' '); }; (async () => { ${outputFiles[0].text} })();`;
  const [, title] = /<title>(.*?)<\/title>/.exec(await pageAfter(script))!;
  expectRelaxed(title);
});
