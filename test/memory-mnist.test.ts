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

testWithDatasets(
  'loading MNIST, training, evaluating and predicting stay under 200 MB, Node included',
  files,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simdgrad-mnist-'));
    try {
      // In one file, as the package has it: what loads TypeScript takes 60 MB itself.
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
      const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
      const { accuracy, megabytes } = JSON.parse(stdout);
      expect(accuracy).toBeGreaterThan(0.93);
      expect(megabytes).toBeLessThan(200); // 150 to 160 on the machine it was written on; the pixels are 55 of them
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
