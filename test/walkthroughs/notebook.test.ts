/** How programs become pages, on small programs. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { citationsIn, isIn, writtenByHand } from '../../walkthroughs/notebook/citations.ts';
import { runWalkthroughs } from '../../walkthroughs/notebook/command.ts';
import {
  count,
  deviation,
  interval,
  mean,
  percent,
  points,
  spread,
  table,
  wrapped,
} from '../../walkthroughs/notebook/figures.ts';
import { instrument } from '../../walkthroughs/notebook/instrument.ts';
import { pageDifference } from '../../walkthroughs/notebook/pages.ts';
import { holesOf, readProgram, WalkthroughError } from '../../walkthroughs/notebook/read-program.ts';
import { requirePageOf } from '../../walkthroughs/notebook/require-page.ts';
import { marker, writePage } from '../../walkthroughs/notebook/write-page.ts';
import { keepingTerminal } from '../helpers/output.ts';

const show = fileURLToPath(new URL('../../walkthroughs/notebook/show.ts', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'walkthroughs-'));
afterAll(() => rm(folder, { recursive: true }));

const small = `/* md
# Halves

Half of three is {{(3 / 2)
  .toFixed(1)}}.
*/
import { show } from '${show}';

const half = (x: number) => x / 2;
console.log('half of 5 is', half(5));
process.stdout.write('and ');
console.log(half(7));

/* md
Three halves are {{half(3)}}, and in between there is nothing.
*/
/* md
A picture.
*/
await show('halves', 'Halves of numbers', {
  kind: 'lines',
  x: { title: 'x' },
  y: { title: 'half' },
  series: [{ name: 'half', points: [{ x: 1, y: half(1) }, { x: 2, y: half(2) }] }],
});
console.log('after it  ');
`;

const page = `${marker}

# Halves

Half of three is 1.5.

\`\`\`ts
import { show } from '${show}';

const half = (x: number) => x / 2;
console.log('half of 5 is', half(5));
process.stdout.write('and ');
console.log(half(7));
\`\`\`

\`\`\`text
half of 5 is 2.5
and 3.5
\`\`\`

Three halves are 1.5, and in between there is nothing.

A picture.

\`\`\`ts
await show('halves', 'Halves of numbers', {
  kind: 'lines',
  x: { title: 'x' },
  y: { title: 'half' },
  series: [{ name: 'half', points: [{ x: 1, y: half(1) }, { x: 2, y: half(2) }] }],
});
console.log('after it  ');
\`\`\`

![Halves of numbers](small-halves.svg)

*Halves of numbers*

\`\`\`text
after it
\`\`\`
`;

/** Runs the command on programs that are written for it. */
async function walkthroughs(programs: Readonly<Record<string, string>>, ...words: string[]) {
  const place = await mkdtemp(join(folder, 'place-'));
  const [programFolder, pageFolder] = [join(place, 'programs'), join(place, 'pages')];
  await mkdir(programFolder);
  await mkdir(pageFolder);
  for (const [name, text] of Object.entries(programs)) await writeFile(join(programFolder, `${name}.ts`), text);
  const [terminal, errors] = [keepingTerminal(), keepingTerminal()];
  const run = async (...more: string[]): Promise<number> =>
    runWalkthroughs(more, { terminal, errors, programs: programFolder, pages: pageFolder });
  return { code: await run(...words), run, terminal, errors, pageFolder, programFolder };
}

describe('npm run walkthroughs', () => {
  it('writes what a program says, prints and draws', async () => {
    const { code, terminal, errors, pageFolder } = await walkthroughs({ small });
    expect([code, errors.text()]).toEqual([0, '']);
    expect(terminal.text()).toContain('with 1 pictures');
    expect(await readFile(join(pageFolder, 'small.md'), 'utf8')).toBe(page);
    expect(await readdir(pageFolder)).toEqual(['small-halves.svg', 'small.md']);
    requirePageOf('small', readProgram('small', small), page);
  });

  it('checks pages without writing, and takes away pictures that they have no more', async () => {
    const { run, errors, pageFolder } = await walkthroughs({ tiny: '/* md\nTwo is {{1 + 1}}.\n*/\n' });
    await writeFile(join(pageFolder, 'tiny.md'), `${marker}\n\nTwo is 3.\n`);
    await writeFile(join(pageFolder, 'tiny-old.svg'), '');
    expect(await run('tiny', '--check')).toBe(1);
    expect(errors.text()).toBe(
      "error: tiny: tiny.md, line 3, is 'Two is 3.', and the program gives 'Two is 2.'; npm run walkthroughs -- tiny builds it\n",
    );
    expect(await run()).toBe(0);
    expect(await readdir(pageFolder)).toEqual(['tiny.md']);
  });

  it('says where a program ended early, and leaves the page as it was', async () => {
    const failing = "/* md\nOne.\n*/\nconst data: number[] = [];\n\nthrow new RangeError('no rows: ' + data.length);\n";
    const { code, errors, pageFolder } = await walkthroughs({ failing });
    expect([code, errors.text()]).toEqual([1, 'error: failing: no rows: 0\n']);
    expect(await readdir(pageFolder)).toEqual([]);
  });

  it('refuses figures that are none, programs that cannot be read, and unknown names', async () => {
    const ofProgram = async (text: string): Promise<string> => (await walkthroughs({ odd: text })).errors.text();
    expect(await ofProgram('/* md\nIt is {{0 / 0}}.\n*/\n')).toContain(
      'odd: {{0 / 0}} must be text or a finite number, got NaN',
    );
    expect(await ofProgram('/* md\nIt is {{1 +}}.\n*/\n')).toMatch(/odd: .* \(line 1\)/);
    const { code, errors } = await walkthroughs({ small }, 'large');
    expect(code).toBe(2);
    expect(errors.text()).toContain('Allowed choices are small');
  });
});

describe('readProgram', () => {
  it('reads prose and code in turns', () => {
    const cells = readProgram('a', '\n/* md\nOne {{x}}\n*/\ncode();\n\n/* other */\n/* md\nTwo\n*/\n');
    expect(cells).toEqual([
      { prose: 'One {{x}}', code: 'code();\n\n/* other */', line: 2 },
      { prose: 'Two', code: '', line: 8 },
    ]);
    expect(holesOf('{{a}} and {{ b +\n  c }}')).toEqual(['a', 'b + c']);
  });

  it('refuses what is no walkthrough', () => {
    expect(() => readProgram('a', 'code();\n/* md\nOne\n*/\n')).toThrow(
      "a: the program must begin with prose, a line '/* md'",
    );
    expect(() => readProgram('a', '')).toThrow(WalkthroughError);
    expect(() => readProgram('a', '/* md\nOne\n')).toThrow("a: the prose of line 1 must end in a line '*/'");
  });

  it('leaves every statement on its line', () => {
    const lines = instrument('a', '/* md\nOne {{x}}\n*/\ncode();\n/* md\n*/\nmore();\n', 'r.ts').split('\n');
    expect(lines).toEqual([
      'import * as $recorder from "r.ts"; $recorder.prose([["x", (x)]]);',
      '',
      '',
      'code();',
      '$recorder.prose([]);',
      '',
      'more();',
      '',
    ]);
  });
});

describe('requirePageOf', () => {
  const cells = readProgram('small', small);
  const mustFail = (text: string): string => {
    try {
      requirePageOf('small', cells, text);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };

  it('finds what differs without running the program', () => {
    expect(mustFail(page)).toBe('nothing');
    expect(mustFail(page.replace('Three halves are 1.5', 'Three halves are 7'))).toBe('nothing'); // a figure
    expect(mustFail(page.replace('in between', 'between'))).toContain('from its line 14 on');
    expect(mustFail(page.replace('half(7)', 'half(8)'))).toContain('from its line 1 on');
    expect(mustFail(page.replace('and 3.5\n', 'and 4.5\n'))).toBe('nothing'); // printed
    expect(mustFail(page.replace('\n\nA picture.', ''))).toContain('from its line 17 on');
    expect(mustFail(`${page}\nMore.\n`)).toContain('the page has more than the program');
    expect(mustFail(page.replace(marker, ''))).toContain(`the page must begin with ${marker}`);
  });
});

it('writePage imports by the names of the package, and refuses two pictures of one name', () => {
  const [cell] = readProgram('a', "/* md\nOne\n*/\nimport { Dense } from '../src/index.ts';\n");
  const prose = { kind: 'prose', values: [] } as const;
  expect(writePage('a', [cell], [prose]).markdown).toContain("import { Dense } from 'simdgrad';");
  const picture = { kind: 'picture', name: 'loss', title: 'Loss', svg: '<svg/>' } as const;
  expect(() => writePage('a', [cell], [prose, picture, picture])).toThrow("a: two pictures are called 'loss'");
});

it('pageDifference names the first difference', () => {
  const of = (markdown: string, ...files: string[]) => ({
    markdown,
    pictures: new Map(files.map((file) => [file, ''])),
  });
  expect(pageDifference('a', undefined, of('x'))).toBe('there is no a.md');
  expect(pageDifference('a', of('x\ny'), of('x'))).toContain('a.md has more lines than the program gives, 2 of 1');
  expect(pageDifference('a', of('x'), of('x', 'a-b.svg'))).toBe('there is no a-b.svg');
  expect(pageDifference('a', of('x', 'a-b.svg'), of('x'))).toBe('the program has no picture a-b.svg');
  const other = { markdown: 'x', pictures: new Map([['a-b.svg', 'other']]) };
  expect(pageDifference('a', of('x', 'a-b.svg'), other)).toBe("a-b.svg is another picture than the program's");
  expect(pageDifference('a', of('x', 'a-b.svg'), of('x', 'a-b.svg'))).toBeUndefined();
});

describe('figures', () => {
  it('are those of the formulas', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect(deviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 12);
    const [low, high] = interval([0.004, -0.054, 0.008, 0.025, -0.008]); // docs/results/wine-quality.md: −0.5 (−4.2 to +3.2)
    expect([points(low), points(high)]).toEqual(['−4.2', '+3.2']);
    expect(() => interval([1, 2])).toThrow('expected 3, 5 or 10 differences, got 2');
  });

  it('are written with signs and in columns', () => {
    expect([7, 999, 1000, 34299, 1234567].map(count)).toEqual(['7', '999', '1,000', '34,299', '1,234,567']);
    expect(percent(0.6064)).toBe('60.6');
    expect([points(0.004), points(-0.0541), points(-0.0001), points(0)]).toEqual(['+0.4', '−5.4', '0.0', '0.0']);
    expect(spread([0.5, 0.6], 0)).toBe('55 ± 7');
    expect(
      table([
        ['a', 'long'],
        ['name', 1],
      ]),
    ).toBe('a     long\nname     1');
    expect(wrapped(`${'a '.repeat(38)}b`)).toBe(`${'a '.repeat(38).trim()}\n  b`);
  });
});

describe('citations', () => {
  it('are links to documents that have the very figure', () => {
    const prose = 'It is [60.6 ± 3.4](../a.md#b) % in [docs/2.md](../a.md), [page 2](x.svg) and [the rule](../a.md).';
    const citations = citationsIn(prose);
    expect(citations).toEqual([{ text: '60.6 ± 3.4', path: '../a.md' }]);
    expect(isIn('| **60.6 ± 3.4 %** |', citations[0])).toBe(true);
    expect(isIn('| 60.7 ± 3.4 % |', citations[0])).toBe(false);
    expect(isIn('\\+0.4', { text: '+0.4', path: '' })).toBe(true);
  });

  it('leave no result that was written by hand', () => {
    expect(writtenByHand('{{x}} % of `0.5`, a 95 % interval, [3.1](a.md), 20 seeds')).toEqual([]);
    expect(writtenByHand('right for 73 % or 0.5, by 4 points')).toEqual(['73', '0.5', '4']);
  });
});
