/** The pages of the walkthroughs are what their programs give: cell by cell without data sets, byte for byte with them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { citationsIn, isIn, writtenByHand } from '../../walkthroughs/notebook/citations.ts';
import { buildPage } from '../../walkthroughs/notebook/command.ts';
import { pageDifference, readPage, walkthroughsIn } from '../../walkthroughs/notebook/pages.ts';
import { readProgram } from '../../walkthroughs/notebook/read-program.ts';
import { requirePageOf } from '../../walkthroughs/notebook/require-page.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { keepingTerminal } from '../helpers/output.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = join(root, 'walkthroughs');
const pages = join(root, 'docs', 'walkthroughs');
const names = walkthroughsIn(programs);

/** What programs may import: the public faces of the package, and what writes notebooks. */
const open = [
  '../src/index.ts',
  '../src/node/index.ts',
  '../src/report/index.ts',
  '../datasets/index.ts',
  './notebook/figures.ts',
  './notebook/show.ts',
];

/** What the suite builds anew, with what it needs; all of them are `npm run walkthroughs -- --check`, which is part of .ci/run. */
const rebuilt: Readonly<Record<string, readonly string[]>> = {
  'wine-quality': ['wine-quality/winequality-red.csv'],
};

describe.each(names)('docs/walkthroughs/%s.md', (name) => {
  const source = readFileSync(join(programs, `${name}.ts`), 'utf8');
  const cells = readProgram(name, source);

  it('has the cells of its program, and no others', async () => {
    const page = await readPage(pages, name);
    expect(page, 'the page').toBeDefined();
    requirePageOf(name, cells, page!.markdown);
    const shown = Array.from(page!.markdown.matchAll(/\]\(([^)/]+\.svg)\)/g), ([, file]) => file);
    expect(shown.sort()).toEqual([...page!.pictures.keys()]);
  });

  it('imports what anybody may', () => {
    for (const [, path] of source.matchAll(/ from '([^']+)'/g)) expect(open).toContain(path);
  });

  it('has no figure that was written by hand, and quotes what stands elsewhere', () => {
    for (const { prose, line } of cells) {
      expect(writtenByHand(prose), `line ${line}`).toEqual([]);
      for (const citation of citationsIn(prose)) {
        const path = join(pages, citation.path);
        expect(existsSync(path) && isIn(readFileSync(path, 'utf8'), citation), JSON.stringify(citation)).toBe(true);
      }
    }
  });
});

it('docs/walkthroughs/README.md names them all', () => {
  const index = readFileSync(join(pages, 'README.md'), 'utf8');
  for (const name of names) expect(index).toContain(`](${name}.md)`);
});

describe('built anew', () => {
  for (const [name, files] of Object.entries(rebuilt)) {
    testWithDatasets(`docs/walkthroughs/${name}.md is what its program gives`, files, async () => {
      const built = await buildPage(name, { programs, errors: keepingTerminal() });
      expect(pageDifference(name, await readPage(pages, name), built)).toBeUndefined();
    });
  }
});
