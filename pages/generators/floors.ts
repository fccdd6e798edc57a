/** The floors as the import lines have them: a picture, what each is for, and which folders import from which. */
import { graphDrawer } from '../draw-graph.ts';
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

/** The lowest floor, which everything may import; left out of pictures and tables. */
const ground = 0;

/** Which folders (or files) each imports from. No numbers: they would change with every file that is added. */
function importedBy(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const imported = new Map<string, Set<string>>();
  for (const one of readImports(root).imports) {
    if (!one.from.startsWith('.')) continue;
    const [from, to] = [topOf(one.file), topOf(targetOf(one))];
    if (from !== to && floorOf(to) > ground) imported.set(from, (imported.get(from) ?? new Set<string>()).add(to));
  }
  return imported;
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

/** Which folders each folder imports from, from the highest floor to the lowest. */
export function floorImports(_: readonly string[], root: string): string {
  const imported = importedBy(root);
  const order = floors
    .slice(ground + 1)
    .flat()
    .reverse();
  const rows = order.map((name) => {
    const names = order.filter((to) => imported.get(name)?.has(to));
    return `| \`${name}\` | ${names.join(', ') || '–'} |`;
  });
  return ['| folder | imports from |', '| --- | --- |', ...rows].join('\n');
}

/** The floors, and arrows where no other way leads down. */
export async function floorsPicture(_: readonly string[], root: string): Promise<Generated> {
  const draw = await graphDrawer();
  const name = 'architecture-floors.svg';
  const alt = 'The floors of simdgrad, from the command line down to the kernels';
  return { text: `![${alt}](${name})`, files: { [name]: `${draw(floorsGraph(root))}\n` } };
}

function floorsGraph(root: string): string {
  const imported = importedBy(root);
  const between = floors.map((upper) =>
    floors.map((lower) => upper.some((from) => lower.some((to) => imported.get(from)?.has(to)))),
  );
  const nodes = floors.flatMap((names, i) => (i === ground ? [] : [`f${i} [label=<${floorLabel(names)}>];`]));
  nodes.push(`kernels [label=<${floorLabel(['kernels'])}>];`);
  const edges = floors.flatMap((_, from) =>
    floors.flatMap((_, to) =>
      between[from][to] && from !== to && !byOtherWays(between, from, to) ? [`f${from} -> f${to};`] : [],
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

/** The folders of a floor, three in a row. */
function floorLabel(names: readonly string[]): string {
  const cells = names.map((name) => `<TD><B>${name}</B></TD>`);
  const rows = Array.from({ length: Math.ceil(cells.length / 3) }, (_, i) => cells.slice(3 * i, 3 * i + 3));
  const body = rows.map((row) => `<TR>${row.join('')}</TR>`).join('');
  return `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="1" CELLPADDING="5" STYLE="ROUNDED" COLOR="#0068a9" BGCOLOR="#eef5fb">${body}</TABLE>`;
}

/** Whether a floor can be reached from another by way of a third. */
function byOtherWays(between: readonly (readonly boolean[])[], from: number, to: number): boolean {
  const below = (floor: number): number[] => between[floor].flatMap((is, i) => (is && i !== floor ? [i] : []));
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
