/** Pages of what documents link that is no document: sources with numbered lines, folders as lists. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { escaped } from '../../src/report/escape.ts';
import { type Linked, siteAddress } from './addresses.ts';
import { highlighted } from './highlight.ts';

const languages: Readonly<Record<string, string>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.mjs': 'ts',
  '.js': 'ts',
  '.json': 'json',
  '.sh': 'sh',
};

/** A source, each line with its number, which addresses may end in: #L12. */
export function sourceBody(root: string, file: string): string {
  const text = readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n').replace(/\n$/, '');
  const lines = linesOf(highlighted(text, languages[extname(file)] ?? 'text'));
  const html = lines.map((line, i) => `<span id="L${i + 1}">${line}</span>`).join('');
  return `<h1>${escaped(file)}</h1>\n<pre class="source" tabindex="0"><code>${html}</code></pre>`;
}

/** Lines of highlighted code; a span that goes over several begins anew in each. */
function linesOf(html: string): string[] {
  return html
    .replace(/<span class="(\w+)">([^<]*)<\/span>/g, (_, kind: string, text: string) =>
      text
        .split('\n')
        .map((line) => `<span class="${kind}">${line}</span>`)
        .join('\n'),
    )
    .split('\n');
}

/** What is in a folder, with what can be read there. */
export function folderBody(root: string, folder: string, linked: Linked): string {
  const names = readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && !name.startsWith('__'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .sort();
  const items = names.map((name) => {
    if (name.endsWith('/')) return `<li>${escaped(name)}</li>`;
    const address = siteAddress(root, `${folder}/README.md`, name, linked);
    return `<li><a href="${escaped(address)}">${escaped(name)}</a></li>`;
  });
  return `<h1>${escaped(folder)}</h1>\n<ul>\n${items.join('\n')}\n</ul>`;
}
