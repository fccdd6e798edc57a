/** The life of a training step as a picture: from `Trainer.step` to the kernels and back, each arrow checked against the sources. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dotText, graphDrawer } from '../draw-graph.ts';
import { type Imports, readImports, targetOf } from '../read-imports.ts';
import type { Generated } from './index.ts';

/** A file at work: what stands in it, and what it does in a few words. */
interface Station {
  readonly file: string;
  /** A function or method of the file. */
  readonly name: string;
  readonly does: string;
  /** How the station before it comes here: it imports this file, unless told otherwise. */
  readonly by?: Passage;
}

/**
 * Ways to another file that are no import of it: an object that both know by a third file; the base class that this file extends;
 * a function that is given by a file which imports both; WebAssembly, of which kernels/index.ts exports the name.
 */
type Passage =
  | { readonly through: string }
  | { readonly extends: string }
  | { readonly givenBy: string }
  | { readonly compiled: string };

export interface Stage {
  readonly title: string;
  readonly stations: readonly Station[];
}

const node: Passage = { through: 'autodiff/node.ts' };

const stages: readonly Stage[] = [
  {
    title: 'A batch comes',
    stations: [
      { file: 'training/trainer.ts', name: 'step', does: 'checks its shapes' },
      { file: 'training/step-runner.ts', name: 'run', does: 'forward, backward, update; or all as before' },
    ],
  },
  {
    title: 'The first of its size is recorded',
    stations: [
      { file: 'autodiff/record.ts', name: 'record', does: 'calls the model on tensors without values' },
      {
        ...{ file: 'training/step-computation.ts', name: 'stepComputation', does: 'loss and penalty' },
        by: { givenBy: 'training/step-runner.ts' },
      },
      {
        ...{ file: 'training/sequential.ts', name: 'logits', does: 'layer after layer' },
        by: { through: 'training/model.ts' },
      },
      { file: 'layers/dense.ts', name: 'forward', does: 'x, weight, bias', by: { through: 'layers/layer.ts' } },
      { file: 'ops/dense.ts', name: 'dense', does: 'checks shapes, makes a node' },
      { file: 'autodiff/apply.ts', name: 'apply', does: 'only notes it' },
      {
        ...{ file: 'autodiff/graph.ts', name: 'Graph', does: 'keeps the nodes' },
        by: { givenBy: 'autodiff/record.ts' },
      },
      { file: 'autodiff/planner.ts', name: 'planOffsets', does: 'a place for each value, once' },
    ],
  },
  {
    title: 'Forward',
    stations: [
      { file: 'autodiff/graph.ts', name: 'forwardFrom', does: 'batch in, node after node' },
      { file: 'ops/dense.ts', name: 'forward', does: 'asks where its tensors are', by: node },
      { file: 'wasm/kernels.ts', name: 'kernels', does: 'into WebAssembly' },
      {
        ...{ file: 'kernels/gemm.ts', name: 'gemmNN', does: 'y = f(x·W + b)' },
        by: { compiled: 'gemmNN' },
      },
    ],
  },
  {
    title: 'Backward',
    stations: [
      { file: 'autodiff/graph.ts', name: 'backward', does: 'the nodes, last first' },
      { file: 'ops/dense.ts', name: 'backward', does: 'gradients of what it read', by: node },
      { file: 'wasm/kernels.ts', name: 'kernels', does: 'into WebAssembly' },
      {
        ...{ file: 'kernels/gemm.ts', name: 'gemmTN', does: 'dW = xᵀ · dy' },
        by: { compiled: 'gemmTN' },
      },
    ],
  },
  {
    title: 'Update',
    stations: [
      { file: 'optimizers/optimizer.ts', name: 'step', does: 'learning rate, clipping, one run of weights' },
      {
        ...{ file: 'optimizers/adam.ts', name: 'updateFused', does: 'the rule as one call' },
        by: { extends: 'optimizers/optimizer.ts' },
      },
      { file: 'wasm/kernels.ts', name: 'kernels', does: 'into WebAssembly' },
      {
        ...{ file: 'kernels/optimizers/adam.ts', name: 'adam', does: 'm, v and θ' },
        by: { compiled: 'adam' },
      },
    ],
  },
];

/** Where each stage but the first begins: it returns there when it has ended. */
const runner = 'training/step-runner.ts';

/** The picture. @throws Error where a station or a way to it is not in the sources. */
export async function stepLife(_: readonly string[], root: string): Promise<Generated> {
  requireTrue(stages, root);
  const draw = await graphDrawer();
  const name = 'architecture-step.svg';
  const alt =
    'The files that a training step passes through: recorded once, then forward, backward and update, each down to a kernel';
  return { text: `![${alt}](${name})`, files: { [name]: `${draw(graphOf(stages))}\n` } };
}

/** @throws Error where a name or a passage is not in the sources. */
export function requireTrue(all: readonly Stage[], root: string): void {
  const imports = readImports(root);
  const read = (file: string): string =>
    readFileSync(join(root, file.startsWith('kernels/') ? '' : 'src', file), 'utf8');
  for (const [i, { stations }] of all.entries()) {
    for (const [j, station] of stations.entries()) {
      const { file, name } = station;
      if (!new RegExp(`\\b${name}\\b`).test(read(file))) throw new Error(`there is no ${name} in ${file}`);
      const before = j > 0 ? stations[j - 1].file : i > 0 ? runner : undefined;
      if (before !== undefined) requirePassage(imports, before, station, read('kernels/index.ts'));
    }
  }
}

function requirePassage(imports: Imports, before: string, { file, by }: Station, exported: string): void {
  const needed: (readonly [string, string])[] = [];
  if (by === undefined) needed.push([before, file]);
  else if ('through' in by) needed.push([before, by.through], [file, by.through]);
  else if ('extends' in by) needed.push([file, by.extends]);
  else if ('givenBy' in by) needed.push([by.givenBy, file]);
  else if (!new RegExp(`\\b${by.compiled}\\b`).test(exported)) {
    throw new Error(`kernels/index.ts does not export ${by.compiled}`);
  }
  for (const [from, to] of needed) {
    const there = from === to || imports.imports.some((one) => one.file === from && targetOf(one) === to);
    if (!there) throw new Error(`${from} does not import ${to}`);
  }
}

function graphOf(all: readonly Stage[]): string {
  const clusters = all.map(({ title, stations }, i) => {
    const nodes = stations.map((station, j) => `s${i}_${j} [label=<${label(station)}>];`);
    const edges = stations.slice(1).map(({ by }, j) => {
      const style = by === undefined ? '' : ' [style=dashed]';
      return `s${i}_${j} -> s${i}_${j + 1}${style};`;
    });
    const number = i === 0 ? '' : `${i}. `;
    return `subgraph cluster${i} {
    margin=10; label=${dotText(`${number}${title}`)}; ${[...nodes, ...edges].join('\n    ')}
  }`;
  });
  const onwards = all.slice(1).map((_, i) => {
    const last = all[i].stations.length - 1;
    return `s${i}_${last} -> s${i + 1}_0 [ltail=cluster${i}, lhead=cluster${i + 1}, color="#d55e00"];`;
  });
  return `digraph {
  bgcolor="#ffffff"; pad=0.15; nodesep=0.2; ranksep=0.3; compound=true;
  fontname="Arial"; fontsize=15; labeljust=l; color="#c3cbd5"; style=rounded; fontcolor="#1f2328";
  node [shape=plain, fontname="Arial", fontsize=13, fontcolor="#1f2328"];
  edge [color="#59636e", arrowsize=0.6];
  ${[...clusters, ...onwards].join('\n  ')}
}`;
}

function label({ file, name, does }: Station): string {
  const kernel = file.startsWith('kernels/');
  const [line, ground] = kernel ? ['#d55e00', '#fdf3ec'] : ['#0068a9', '#eef5fb'];
  return (
    `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" STYLE="ROUNDED" COLOR="${line}" BGCOLOR="${ground}">` +
    `<TR><TD><B>${file}</B></TD></TR><TR><TD>${name}: ${does}</TD></TR></TABLE>`
  );
}
