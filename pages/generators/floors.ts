/** The floors as the import lines have them: a picture, what each is for, and how often each folder imports each other. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dotText, graphDrawer } from '../draw-graph.ts';
import { floorOf, floors } from '../floors.ts';
import { readImports, targetOf } from '../read-imports.ts';
import type { Generated } from './index.ts';

/** What a floor is for, by the first of its folders. */
const purposes: Readonly<Record<string, string>> = {
  'errors.ts': 'The errors that people meet, and the checks that throw them.',
  wasm: 'The only folder that knows WebAssembly: instantiation, memory, typed kernels, threads.',
  tensor: 'Shape, values and random numbers; no operation.',
  autodiff: 'Nodes, the recorded graph, its memory plan, and the walk backward.',
  ops: 'One differentiable operation a file, forward and backward side by side.',
  layers: 'What models and training are put together from, one concept a file.',
  training: 'Models, the training step, the loop around it; tables, splits and scalers; figures of merit.',
  formats: 'Models as bytes; rules that find mistakes in data and set-ups.',
  jobs: 'Many trainings, one after the other or side by side, kept in a journal.',
  search: 'Samplers, pruners and studies of hyper-parameters.',
  report: 'Tables, charts and pages of results.',
  experiments: 'Comparisons and studies over data sets; traces and races that explain the rules.',
  'index.ts': 'The public face: what `simdgrad` exports.',
  'environment.ts': 'What variables of the environment choose.',
  node: 'What needs Node: files, journals, worker threads.',
  datasets: 'What each data set is, where it comes from, how it loads. Beside `src/`.',
  cli: 'Reads words, prints; `entries` begin what `import` means in Node.',
};

/** The lowest floor, which everything may import; left out of pictures and counts. */
const ground = 0;

/** Imports from each folder (or file) to each other one, and how many files each has. */
function counted(root: string) {
  const { files, imports } = readImports(root);
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(topOf(file), (sizes.get(topOf(file)) ?? 0) + 1);
  const counts = new Map<string, Map<string, number>>();
  for (const one of imports) {
    if (!one.from.startsWith('.')) continue;
    const [from, to] = [topOf(one.file), topOf(targetOf(one))];
    if (from === to || floorOf(to) <= ground) continue;
    const row = counts.get(from) ?? new Map<string, number>();
    counts.set(from, row.set(to, (row.get(to) ?? 0) + 1));
  }
  return { sizes, counts };
}

function topOf(file: string): string {
  return file.split('/')[0];
}

/** What each floor is for, from the highest to the lowest. */
export function floorPurposes(): string {
  const rows = floors.map((names) => {
    const purpose = purposes[names[0]];
    if (purpose === undefined) throw new Error(`say in pages/generators/floors.ts what '${names[0]}' is for`);
    return `| ${names.map((name) => `\`${name}\``).join(', ')} | ${purpose} |`;
  });
  return ['| floor | what it is for |', '| --- | --- |', ...rows.reverse()].join('\n');
}

/** How often each folder imports from each other one, from the highest floor to the lowest. */
export function floorImports(_: readonly string[], root: string): string {
  const { sizes, counts } = counted(root);
  const order = floors
    .slice(ground + 1)
    .flat()
    .reverse();
  const rows = order.map((name) => {
    const row = [...(counts.get(name) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return `| \`${name}\` | ${sizes.get(name) ?? 0} | ${row.map(([to, times]) => `${to} ${times}`).join(', ')} |`;
  });
  return ['| folder | files | imports from |', '| --- | ---: | --- |', ...rows].join('\n');
}

/** The floors, and arrows with the number of imports where no other way leads down. */
export async function floorsPicture(_: readonly string[], root: string): Promise<Generated> {
  const draw = await graphDrawer();
  const name = 'architecture-floors.svg';
  const alt =
    'The floors of simdgrad, from the command line down to the kernels, with the number of imports between them';
  return { text: `![${alt}](${name})`, files: { [name]: `${draw(floorsGraph(root))}\n` } };
}

function floorsGraph(root: string): string {
  const { sizes, counts } = counted(root);
  const between = floors.map((upper) =>
    floors.map((lower) => sum(upper.flatMap((from) => lower.map((to) => counts.get(from)?.get(to) ?? 0)))),
  );
  const nodes = floors.flatMap((names, i) => (i === ground ? [] : [`f${i} [label=<${floorLabel(names, sizes)}>];`]));
  const kernels = readdirSync(join(root, 'kernels'), { recursive: true, encoding: 'utf8' });
  const kernelFiles = kernels.filter((file) => file.endsWith('.ts')).length;
  nodes.push(`kernels [label=<${floorLabel(['kernels'], new Map([['kernels', kernelFiles]]))}>];`);
  const edges = floors.flatMap((_, from) =>
    floors.flatMap((_, to) =>
      between[from][to] > 0 && from !== to && !byOtherWays(between, from, to)
        ? [`f${from} -> f${to} [label=${dotText(` ${between[from][to]}`)}];`]
        : [],
    ),
  );
  return `digraph {
  bgcolor="#ffffff"; pad=0.15; nodesep=0.25; ranksep=0.32;
  node [shape=plain, fontname="Arial", fontsize=14, fontcolor="#1f2328"];
  edge [color="#59636e", fontcolor="#454d56", arrowsize=0.7, fontname="Arial", fontsize=13];
  ${[...nodes, ...edges].join('\n  ')}
  f1 -> kernels [style=dashed, label=" compiled"];
}`;
}

/** The folders of a floor with the number of their files, three in a row. */
function floorLabel(names: readonly string[], sizes: ReadonlyMap<string, number>): string {
  const cells = names.map((name) => {
    const files = name.endsWith('.ts') ? '' : ` <FONT COLOR="#59636e">${sizes.get(name) ?? 0}</FONT>`;
    return `<TD><B>${name}</B>${files}</TD>`;
  });
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, i) => cells.slice(3 * i, 3 * i + 3));
  const body = rows.map((row) => `<TR>${row.join('')}</TR>`).join('');
  return `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="1" CELLPADDING="5" STYLE="ROUNDED" COLOR="#0068a9" BGCOLOR="#eef5fb">${body}</TABLE>`;
}

/** Whether a floor can be reached from another by way of a third. */
function byOtherWays(between: readonly (readonly number[])[], from: number, to: number): boolean {
  const below = (floor: number): number[] => between[floor].flatMap((n, i) => (n > 0 && i !== floor ? [i] : []));
  const open = below(from).filter((floor) => floor !== to);
  const seen = new Set(open);
  for (let floor = open.pop(); floor !== undefined; floor = open.pop()) {
    if (floor === to) return true;
    for (const next of below(floor)) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
