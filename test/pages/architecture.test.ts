/** The pictures of docs/architecture.md say what the code says; that they are those of today, test/pages/documents.test.ts looks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { floors } from '../../pages/floors.ts';
import { floorImports, floorPurposes, floorsPicture } from '../../pages/generators/floors.ts';
import { requireTrue, type Stage, stepLife } from '../../pages/generators/step-life.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lines of the sources of a folder that import from another one, counted in another way. */
function lines(folder: string, from: string): number {
  const files = readdirSync(join(root, 'src', folder)).filter((file) => file.endsWith('.ts'));
  const text = files.map((file) => readFileSync(join(root, 'src', folder, file), 'utf8')).join('\n');
  return text.split('\n').filter((line) => line.includes(` from '../${from}/`)).length;
}

describe('the floors', () => {
  it('are listed with what they import', () => {
    const imported = (folder: string) =>
      floorImports([], root)
        .split('\n')
        .find((line) => line.startsWith(`| \`${folder}\` |`))!
        .split(' | ')[1]
        .replace(/ \|$/, '')
        .split(', ');
    for (const folder of ['ops', 'tensor', 'optimizers', 'metrics']) {
      const there = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
      const expected = there.map(({ name }) => name).filter((name) => lines(folder, name) > 0);
      expect(imported(folder).sort()).toEqual(expected.sort());
    }
  });

  it('say what they are for', () => {
    for (const name of floors.flat()) expect(floorPurposes()).toContain(`\`${name}\``);
  });

  it('are drawn with arrows where no other way leads down', async () => {
    const { files } = await floorsPicture([], root);
    const svg = Object.values(files)[0];
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text.trim());
    for (const name of [...floors.slice(1).flat(), 'kernels']) expect(texts).toContain(name);
    expect(svg.match(/class="edge"/g)!.length).toBeLessThan(25); // ops to wasm goes by way of autodiff and tensor
    const [, width] = /width="([\d.]+)"/.exec(svg)!;
    expect(Number(width)).toBeLessThan(450);
  });
});

describe('the life of a step', () => {
  it('is drawn for a narrow page', async () => {
    const { text, files } = await stepLife([], root);
    expect(text).toContain('](architecture-step.svg)');
    expect(Number(/width="([\d.]+)"/.exec(files['architecture-step.svg'])![1])).toBeLessThan(368);
  });

  const from = { file: 'training/step-runner.ts', name: 'run', does: '' };
  const stage = (...stations: Stage['stations']): Stage[] => [{ title: '', stations }];

  it.each<[string, Stage[], string]>([
    ['a name', stage({ ...from, name: 'runs' }), 'there is no runs in training/step-runner.ts'],
    [
      'an import',
      stage(from, { file: 'ops/dense.ts', name: 'dense', does: '' }),
      'training/step-runner.ts does not import ops/dense.ts',
    ],
    [
      'a third file that both know',
      stage(from, { file: 'ops/dense.ts', name: 'dense', does: '', by: { through: 'autodiff/node.ts' } }),
      'training/step-runner.ts does not import autodiff/node.ts',
    ],
    [
      'a base class',
      stage(from, { file: 'optimizers/adam.ts', name: 'update', does: '', by: { extends: 'optimizers/sgd.ts' } }),
      'optimizers/adam.ts does not import optimizers/sgd.ts',
    ],
    [
      'a kernel',
      stage(from, { file: 'kernels/gemm.ts', name: 'gemmNN', does: '', by: { compiled: 'gemmXX' } }),
      'kernels/index.ts does not export gemmXX',
    ],
    [
      'an import of the step itself at a later stage',
      [...stage(from), ...stage({ file: 'ops/dense.ts', name: 'dense', does: '' })],
      'training/step-runner.ts does not import ops/dense.ts',
    ],
  ])('is refused where %s is not in the sources', (_, stages, message) => {
    expect(() => requireTrue(stages, root)).toThrow(message);
  });
});
