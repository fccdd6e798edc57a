/** The architecture, read from the import lines: imports point down the floors, and never in a circle. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { floorOf } from '../pages/floors.ts';
import { importsOf, readImports, targetOf } from '../pages/read-imports.ts';
import * as activations from '../src/ops/activation-functions.ts';

/** The only places that may know Node or packages. */
const knowsNode = ['environment.ts', 'entries', 'node', 'datasets', 'cli'];
/** Packages that users may leave out, and the only file that asks for them, when it has something to draw. */
const optionalPackages = ['vega', 'vega-lite'];
const asksForThem = 'report/charts/load-vega.ts';
/** All that data sets may import from src/: what any program may, and the wording of messages. */
const openToDatasets = ['index.ts', 'node/index.ts', 'errors.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));
const { files, sources, imports } = readImports(root);

const inside = imports.filter(({ from }) => from.startsWith('.'));

describe('the floors', () => {
  it('finds what it reads', () => {
    expect(files).toContain('ops/methods.ts');
    expect(imports).toContainEqual({ file: 'ops/add.ts', from: './binary.ts', typeOnly: false });
    expect(imports).toContainEqual({ file: 'index.ts', from: './ops/methods.ts', typeOnly: false });
    expect(imports).toContainEqual({ file: 'datasets/iris.ts', from: '../src/node/index.ts', typeOnly: false });
    expect(importsOf('a.ts', "import {\n  type A,\n  b,\n} from './b.ts';")).toHaveLength(1);
  });

  it('have a place for every file', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
  });

  it('are imported downwards only', () => {
    const upwards = inside.filter((one) => {
      const to = floorOf(targetOf(one));
      return to < 0 || to > floorOf(one.file);
    });
    expect(upwards.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('hold no circle of imports', () => {
    const below = new Map<string, string[]>(files.map((file) => [file, []]));
    for (const one of inside) if (!one.typeOnly) below.get(one.file)!.push(targetOf(one));
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (state.has(file)) return;
      state.set(file, 'open');
      for (const next of below.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('are open to data sets where they are open to everybody', () => {
    const deep = inside.filter((one) => {
      const to = targetOf(one);
      return one.file.startsWith('datasets/') && !to.startsWith('datasets/') && !openToDatasets.includes(to);
    });
    expect(deep.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  // A package has one file for each of the two, and the command line stands beside them.
  it('are open to the command line by the index of src/node and of datasets alone', () => {
    const deep = inside.filter((one) => {
      const to = targetOf(one);
      return one.file.startsWith('cli/') && /^(?:node|datasets)\/(?!index\.ts$)/.test(to);
    });
    expect(deep.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('know Node and packages in src/node, datasets and src/cli only', () => {
    const outside = imports.filter(({ from }) => !from.startsWith('.'));
    const wrong = outside.filter(
      ({ file, from, typeOnly }) =>
        !knowsNode.includes(file.split('/')[0]) &&
        !typeOnly &&
        !(file === asksForThem && optionalPackages.includes(from)),
    );
    expect(wrong.map(({ file, from }) => `${file} imports ${from}`)).toEqual([]);
  });

  it('load optional packages when they are needed, and in one place', () => {
    const asking = imports.filter(({ from }) => optionalPackages.includes(from));
    expect(new Set(asking.map(({ file }) => file))).toEqual(new Set([asksForThem]));
    expect(sources.get(asksForThem)).not.toMatch(/from '(?:vega|vega-lite)'/);
    expect(Object.keys(packageJson.peerDependencies)).toEqual(optionalPackages);
    for (const name of optionalPackages) {
      expect(packageJson.peerDependenciesMeta).toHaveProperty([name], { optional: true });
    }
    expect(packageJson.dependencies).toEqual({});
  });

  it.each(['index.ts', 'report/index.ts'])('keep what browsers lack out of everything that %s reaches', (entry) => {
    const reached = new Set<string>();
    const open = [entry];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (reached.has(file)) continue;
      reached.add(file);
      for (const one of inside) if (one.file === file) open.push(targetOf(one));
    }
    const wrong = [...reached].filter((file) =>
      /(?<![.\w-])(?:process|Buffer|__dirname)\s*[.([]/.test(sources.get(file)!),
    );
    expect(wrong).toEqual([]);
  });
});

describe('methods of Tensor', () => {
  // Names that arrays, sets and Math have too (add, slice, max, exp …) cannot be told apart by their text.
  const shared = ['add', 'slice', 'flatten', 'max', 'min', 'abs', 'sqrt', 'exp', 'log', 'pow', 'backward'];
  const declared = [...sources.get('ops/methods.ts')!.matchAll(/^ {2}(\w+)\(.*\): (?:Tensor|void);$/gm)];
  const methods = [...declared.map(([, name]) => name), ...Object.keys(activations)].filter(
    (name) => !shared.includes(name),
  );

  it('are read from methods.ts and the list of activations', () => {
    expect(methods).toContain('relu');
    expect(methods).toContain('variance');
    expect(methods.length).toBeGreaterThan(15);
  });

  it('are not called by the engine, which calls the functions', () => {
    // kernels.relu(…), node.forward(…): objects of functions, not tensors.
    const call = new RegExp(`(?<!\\b(?:kernels|Math|metrics))\\.(?:${methods.join('|')})\\(`, 'g');
    const calls = files.flatMap((file) =>
      [...sources.get(file)!.matchAll(call)].map(([text]) => `${file} calls ${text}…)`),
    );
    expect(calls).toEqual([]);
    expect('x.relu()'.match(call)).not.toBeNull();
  });

  it('are attached by nobody but index.ts', () => {
    const importers = inside.filter((one) => targetOf(one) === 'ops/methods.ts').map(({ file }) => file);
    expect(importers).toEqual(['index.ts']);
  });
});
