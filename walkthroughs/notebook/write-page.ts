import { type Cell, filled, WalkthroughError } from './read-program.ts';
import type { Note, Picture } from './recorder.ts';

/** The first line of each page, by which whoever reads documents knows that its fences are cells of one program. */
export const marker = '<!-- built by: npm run walkthroughs -->';

/** A page and the pictures beside it. */
export interface Page {
  readonly markdown: string;
  /** By the names of their files. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** The names by which users of the package import what the programs import from its sources. */
const packages: Readonly<Record<string, string>> = {
  '../src/index.ts': 'simdgrad',
  '../src/node/index.ts': 'simdgrad/node',
  '../src/report/index.ts': 'simdgrad/report',
  '../datasets/index.ts': 'simdgrad/datasets',
};

/**
 * Makes the page of a walkthrough from its cells and from what it told when it ran.
 *
 * @throws WalkthroughError for two pictures of one name.
 */
export function writePage(name: string, cells: readonly Cell[], notes: readonly Note[]): Page {
  const pictures = new Map<string, string>();
  const told = byCell(notes);
  const blocks = cells.flatMap(({ prose, code }, i) => {
    const { values, outputs } = told[i];
    const texts = outputs.map((output) => {
      if (output.kind === 'text') return outputFence(output.text);
      const file = pictureFile(name, output.name);
      if (pictures.has(file)) throw new WalkthroughError(`${name}: two pictures are called '${output.name}'`);
      pictures.set(file, output.svg);
      return pictureLines(output.title, file);
    });
    return [filled(prose, (place) => values[place]), ...(code === '' ? [] : [codeFence(code)]), ...texts];
  });
  return { markdown: `${[marker, ...blocks].join('\n\n')}\n`, pictures };
}

type Output = { readonly kind: 'text'; readonly text: string } | Picture;

/** What belongs to each cell; texts that were printed one after the other are one. */
function byCell(notes: readonly Note[]): { values: readonly string[]; outputs: Output[] }[] {
  const cells: { values: readonly string[]; outputs: Output[] }[] = [];
  for (const note of notes) {
    const outputs = cells.at(-1)?.outputs;
    const last = outputs?.at(-1);
    if (note.kind === 'prose') cells.push({ values: note.values, outputs: [] });
    else if (note.kind === 'text' && last?.kind === 'text') {
      outputs!.splice(-1, 1, { kind: 'text', text: last.text + note.text });
    } else if (note.kind !== 'error') outputs!.push(note);
  }
  return cells;
}

/** A cell as readers may copy it. */
export function codeFence(code: string): string {
  const imported = code.replace(/(?<= from ')[^']+(?=')/g, (path) => packages[path] ?? path);
  return `\`\`\`ts\n${imported}\n\`\`\``;
}

function outputFence(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `\`\`\`text\n${lines.map((line) => line.trimEnd()).join('\n')}\n\`\`\``;
}

export function pictureFile(walkthrough: string, name: string): string {
  return `${walkthrough}-${name}.svg`;
}

function pictureLines(title: string, file: string): string {
  return `![${title}](${file})\n\n*${title}*`;
}
