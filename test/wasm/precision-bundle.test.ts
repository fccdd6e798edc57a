/** A program that asks for nothing but the strict kernels carries nothing of the relaxed ones. */
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { kernelModule as relaxed } from '../../src/wasm/relaxed-binary.ts';

const folder = fileURLToPath(new URL('../../src', import.meta.url));
const training = `import { Adam, Dense, Sequential, tensor } from './index.ts';
const model = new Sequential([new Dense(2, { activation: 'softmax' })], { inputShape: [2] });
await model.fit(tensor([[0, 1]]), tensor([1]), { loss: 'crossEntropy', optimizer: new Adam(), epochs: 1 });`;
const choosing = `import { setPrecision } from './index.ts';
await setPrecision('relaxed');
${training}`;

/** The library as if precision could not be chosen. */
const withoutPrecision: Plugin = {
  name: 'without precision',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]wasm[\\/]precision\.ts$/ }, () => ({
      contents: 'export const precision = undefined, setPrecision = undefined;',
    }));
  },
};

async function bundle(contents: string, { splitting = false, plugins = [] as Plugin[] } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting,
    plugins,
    outdir: folder,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text);
}

describe('bundles for browsers', () => {
  it('that do not choose a precision are as long as if there were none to choose', async () => {
    const [program] = await bundle(training);
    const [bare] = await bundle(training, { plugins: [withoutPrecision] });
    expect(program).not.toContain(relaxed);
    expect(program).not.toContain('relaxed');
    expect(program.length).toBe(bare.length);
  });

  it('that choose one have the relaxed kernels as a file of their own, loaded when it is asked for', async () => {
    const files = await bundle(choosing, { splitting: true });
    const holding = files.filter((text) => text.includes(relaxed));
    expect(holding).toHaveLength(1);
    expect(holding[0].length).toBeLessThan(relaxed.length + 200);
    expect(files[0]).toMatch(/await import\("\.\/relaxed-binary-\w+\.js"\)/);
  });

  it('that choose one and are not split hold it themselves', async () => {
    const files = await bundle(choosing);
    expect(files).toHaveLength(1);
    expect(files[0]).toContain(relaxed);
  });
});
