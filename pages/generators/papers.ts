/** Where rules come from: the sources that doc comments name, file by file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `papers PREFIX FOLDER…`: a table of the files in these folders whose comments say `@see`, with what they say.
 *
 * @param words what leads from the page to the root, such as `../`, and folders such as `src/optimizers`.
 */
export function papers([prefix, ...folders]: readonly string[], root: string): string {
  const rows = folders.flatMap((folder) => filesIn(root, folder).map((path) => rowOf(root, path, prefix)));
  return ['| file | source |', '|---|---|', ...rows.filter((row) => row !== undefined)].join('\n');
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

function rowOf(root: string, path: string, prefix: string): string | undefined {
  const sources = [...new Set(sourcesIn(readFileSync(join(root, path), 'utf8')))];
  if (sources.length === 0) return undefined;
  const name = /([^/]+)\.ts$/.exec(path)![1];
  return `| [${name}](${prefix}${path}) | ${sources.map(cell).join('<br>')} |`;
}

/** What stands after each `@see` in the comments of a source, up to the next tag or the end of the comment. */
export function sourcesIn(source: string): string[] {
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([comment]) => {
    const text = comment.replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\* ?/gm, '');
    return [...text.matchAll(/@see\s+([\s\S]*?)(?=\n@|\n\s*\n|$)/g)].map(([, words]) =>
      words.replace(/\s+/g, ' ').trim(),
    );
  });
}

/** As a cell: addresses as links, and nothing that Markdown would take for something else. */
function cell(text: string): string {
  return text
    .split(' ')
    .map((word) => (/^https?:/.test(word) ? link(word) : word.replace(/[|*_<>]/g, '\\$&')))
    .join(' ');
}

/** An address with what stands behind it: a point or a comma, or a bracket that it did not open. */
function link(word: string): string {
  let address = word.replace(/[.,;]+$/, '');
  if (address.endsWith(')') && !address.includes('(')) address = address.slice(0, -1);
  return `<${address}>${word.slice(address.length)}`;
}
