/** What it takes to load MNIST and to train on it: bytes stay bytes, and rows become float32 batch by batch. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect } from 'vitest';
import { mnist } from '../datasets/mnist.ts';
import { testWithDatasets } from './helpers/datasets.ts';

const program = fileURLToPath(new URL('./programs/mnist.ts', import.meta.url));
const files = mnist.files.map(({ path }) => path);

/** In one file, as the package has it: what loads TypeScript takes 60 MB itself. */
async function peakOf(network: 'dense' | 'convolutional'): Promise<{ accuracy: number; megabytes: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'simdgrad-mnist-'));
  try {
    const outfile = join(folder, 'mnist.mjs');
    const banner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    await build({
      entryPoints: [program],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      banner: { js: banner },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, network]);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The pixels are 55 MB of it, Node 41.
testWithDatasets(
  'loading MNIST, training, evaluating and predicting stay under 200 MB, Node included',
  files,
  async () => {
    const { accuracy, megabytes } = await peakOf('dense');
    expect(accuracy).toBeGreaterThan(0.93);
    expect(megabytes).toBeLessThan(200); // 150 to 160 on the machine it was written on
  },
);

testWithDatasets('so does a convolutional network, under 250 MB', files, async () => {
  const { accuracy, megabytes } = await peakOf('convolutional');
  expect(accuracy).toBeGreaterThan(0.85);
  expect(megabytes).toBeLessThan(250);
});
