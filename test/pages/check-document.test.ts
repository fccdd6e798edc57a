/** What is wrong with a page is found, and mended where it can be. */
import { describe, expect, it } from 'vitest';
import { checkPage, fence } from '../helpers/page-repository.ts';

const messages = async (...words: Parameters<typeof checkPage>): Promise<string[]> =>
  (await checkPage(...words)).findings.map(({ line, message }) => `${line}: ${message}`);

const adam = [
  '// Adam.',
  'function update() {',
  '  const a = 1;',
  '',
  '  return a + 1;',
  '}',
  '',
  'update();',
  '',
].join('\n');
const source = { 'src/adam.ts': adam };
const packageJson = { 'package.json': '{ "scripts": { "bench": "tsx" } }' };

describe('a program', () => {
  const program = fence('ts', "import { tensor } from 'simdgrad';", 'console.log(tensor([1, 2]).add(1).toArray());');

  it('prints what is shown after it', async () => {
    const { text, findings, before } = await checkPage(`${program}\n${fence('text', '[ 2, 3 ]')}`);
    expect(findings).toEqual([]);
    expect(text).toBe(before);
  });

  it('has its output written where the page has another', async () => {
    const { text, findings } = await checkPage(`# A\n\n${program}\n${fence('text', '[ 2, 4 ]')}\nEnd.\n`);
    expect(findings).toEqual([
      {
        line: 9,
        mendable: true,
        message:
          "the program prints something else: line 1 there is '[ 2, 4 ]', expected '[ 2, 3 ]'; npm run pages writes it",
      },
    ]);
    expect(text).toBe(`# A\n\n${program}\n${fence('text', '[ 2, 3 ]')}\nEnd.\n`);
  });

  it('fills an empty fence, and empties one where it prints nothing', async () => {
    expect((await checkPage(`${program}\n${fence('text')}`)).text).toBe(`${program}\n${fence('text', '[ 2, 3 ]')}`);
    const silent = fence('ts', 'const a: number = 1;', 'export { a };');
    expect((await checkPage(`${silent}\n${fence('text', 'a')}`)).text).toBe(`${silent}\n${fence('text')}`);
  });

  it('prints as Node does without a terminal', async () => {
    const lines = [
      "console.log('%s of %d', 'a', 2, { deep: { deeper: { deepest: {} } } });",
      "console.info([1.5, 'x', undefined]);",
      "console.error('elsewhere');",
      'console.table([{ a: 1 }]);',
      'console.group();',
      "console.log('within');",
    ];
    const { text } = await checkPage(fence('ts', ...lines) + fence('text'));
    expect(text.split('```text\n')[1]).toBe(
      [
        'a of 2 { deep: { deeper: { deepest: {} } } }',
        "[ 1.5, 'x', undefined ]",
        '┌─────────┬───┐',
        '│ (index) │ a │',
        '├─────────┼───┤',
        '│ 0       │ 1 │',
        '└─────────┴───┘',
        '  within',
        '```\n',
      ].join('\n'),
    );
  });

  it('waits, and leaves the console as it was', async () => {
    const usual = globalThis.console;
    const waits = fence('ts', 'await new Promise((done) => setTimeout(done, 5));', "console.log('done');");
    expect((await checkPage(waits + fence('text', 'done'))).findings).toEqual([]);
    const throws = fence('ts', 'const a: number = 1;', "throw new RangeError('a is ' + a);");
    expect(await messages(`Text.\n\n${throws}`)).toEqual(['5: the program fails: RangeError: a is 1']);
    expect(globalThis.console).toBe(usual);
  });

  it('runs anew each time, alone', async () => {
    const counts = fence('ts', 'let n = 0;', 'console.log(++n);');
    expect((await checkPage(counts + fence('text', '1') + counts + fence('text', '1'))).findings).toEqual([]);
  });

  it('knows the package and Node alone', async () => {
    expect(await messages(fence('ts', "import { pool } from 'workerpool';"))).toEqual([
      expect.stringMatching(/^1: the program fails: imports 'workerpool'; programs of pages import simdgrad, /),
    ]);
    const all = ['simdgrad/node', 'simdgrad/report', 'simdgrad/datasets', 'node:path'];
    expect(await messages(fence('ts', ...all.map((name, i) => `import * as a${i} from '${name}'; a${i};`)))).toEqual(
      [],
    );
    const missing = await messages(fence('ts', "import { tensors } from 'simdgrad';", 'tensors([1]);'));
    expect(missing).toEqual([expect.stringMatching(/the program fails: .*tensors/)]);
  });

  it('is not run where the page says why, nor where it is the cell of another', async () => {
    expect(await messages(`<!-- not run: needs the network -->\n\n${fence('ts', 'throw 1;')}`)).toEqual([]);
    expect(await messages(`<!-- built by: npm run walkthroughs -->\n\n${fence('ts', 'throw 1;')}`)).toEqual([]);
    expect(await messages(`<!-- a remark -->\n\n${fence('ts', 'throw 1;')}`)).toHaveLength(1);
  });
});

describe('a fence', () => {
  it('names a language that is known', async () => {
    expect(await messages(`a\n\n${fence('', 'x')}`)).toEqual([
      '3: a fence without a language; expected one of ts, text, sh, mermaid, json, css, html, yaml',
    ]);
    expect(await messages(fence('typescript', 'x'))).toEqual([expect.stringMatching(/^1: a fence of the language/)]);
    expect(await messages(fence('ts src/a.ts', 'x'))).toEqual(['1: ```ts src/a.ts: expected only a language']);
    expect(await messages('    y = x²\n')).toEqual([]);
  });

  it('that is to be run begins at the margin', async () => {
    expect(await messages('- a\n\n  ```ts\n  throw 1;\n  ```\n')).toEqual([
      '1: a ```ts fence within a list or quotation is not run; begin it at the margin',
    ]);
    expect(await messages('> ```\n> a\n> ```\n')).toEqual([expect.stringMatching(/a fence without a language/)]);
    expect(await messages('- a\n\n  ```json\n  {}\n  ```\n')).toEqual([]);
  });
});

describe('a command', () => {
  it('prints what is shown after it', async () => {
    const command = fence('sh', 'npm start -- --version');
    expect(await messages(command + fence('text', '0.1.0'))).toEqual([]);
    const { text, findings } = await checkPage(command + fence('text', '0.0.9'));
    expect(findings).toMatchObject([{ line: 5, mendable: true }]);
    expect(text).toBe(command + fence('text', '0.1.0'));
  });

  it('of ours alone has an output', async () => {
    expect(await messages(fence('sh', 'npm test') + fence('text', 'a'))).toEqual([
      "1: expected one command 'npm start -- WORDS' before its output, got 'npm test'",
    ]);
    expect(await messages(fence('sh', 'npm start -- reprot') + fence('text', 'a'))).toEqual([
      expect.stringMatching(/^1: 'npm start -- reprot' ends with 2: .*unknown command 'reprot'/),
    ]);
  });

  it('is understood, without being run', async () => {
    const lines = [
      'npm start',
      'npm start -- compare digits  # a remark',
      'npm start --silent -- predict MODEL FILE.csv > predictions.csv',
      'npm start -- train FILE.csv \\',
      "  --target 'the price'",
      'npm start -- study optimizers wine-quality --quick | head -5',
      'npm start -- --help',
      'npx simdgrad report a.json',
      'npm ci && npm test',
      'npm run bench -- kernels',
      'npm install vega vega-lite',
      'git clone https://example.org/simdgrad.git',
    ];
    expect(await messages(fence('sh', ...lines), packageJson)).toEqual([]);
  });

  it('is told where it is not', async () => {
    const wrong = async (line: string) => (await messages(fence('sh', 'npm ci', line), packageJson)).join();
    expect(await wrong('npm start -- compare digits --lod 3')).toMatch(
      /^3: 'npm start -- compare .*unknown option '--lod'/,
    );
    expect(await wrong('npm start -- report')).toMatch(/^3: .*missing required argument/);
    expect(await wrong('npm start -- compare digits --seeds many')).toMatch(/^3: .*'many'/);
    expect(await wrong('npm run benhc')).toBe("3: 'npm run benhc': package.json has no script 'benhc'");
    expect(await wrong('npx tsx examples/a.ts')).toBe("3: 'npx tsx examples/a.ts': there is no file examples/a.ts");
    expect(await wrong('curl https://example.org')).toMatch(/^3: .*a command that pages\/commands.ts does not know/);
    expect(await wrong('npm start -- "report')).toBe(`3: cannot read '"report'`);
    expect(await wrong('npm start compare digits')).toMatch(/does not know/);
  });

  it('is looked at, too, where it says that it is not run', async () => {
    const page = (line: string) => `<!-- not run: an hour -->\n\n${fence('sh', line)}\n${fence('text', 'a')}`;
    expect(await messages(page('npm start -- compare digits'))).toEqual([]);
    expect(await messages(page('npm start -- compare digits --lod 3'))).toHaveLength(1);
  });
});

describe('a quotation of source', () => {
  const quoting = (words: string, anchor: string, ...lines: string[]) =>
    `Look at [src/adam.ts, ${words}](src/adam.ts#${anchor}):\n\n${fence('ts', ...lines)}`;

  it('is what stands there, without indentation', async () => {
    expect(await messages(quoting('lines 3 to 5', 'L3-L5', 'const a = 1;', '', 'return a + 1;'), source)).toEqual([]);
    expect(await messages(quoting('line 8', 'L8', 'update();'), source)).toEqual([]);
  });

  it('follows lines that have moved', async () => {
    const { text, findings } = await checkPage(
      quoting('lines 1 to 3', 'L1-L3', 'const a = 1;', '', 'return a + 1;'),
      source,
    );
    expect(findings[0]).toEqual({
      line: 1,
      mendable: true,
      message: 'src/adam.ts, lines 1 to 3 has moved to lines 3 to 5; npm run pages writes it',
    });
    expect(text).toBe(quoting('lines 3 to 5', 'L3-L5', 'const a = 1;', '', 'return a + 1;'));
    expect((await checkPage(quoting('line 2', 'L2', 'update();'), source)).text).toBe(
      quoting('line 8', 'L8', 'update();'),
    );
  });

  it('names in its words the lines that it points to', async () => {
    const { text, findings } = await checkPage(quoting('line\n3', 'L8', 'update();'), source);
    expect(findings).toMatchObject([{ message: expect.stringMatching(/names other lines in its text/) }]);
    expect(text).toBe(quoting('line 8', 'L8', 'update();'));
  });

  it('is refused where the lines have changed, or stand there twice', async () => {
    const changed = await checkPage(quoting('lines 3 to 5', 'L3-L5', 'const a = 1;', '', 'return a + 2;'), source);
    expect(changed.findings).toEqual([
      {
        line: 1,
        mendable: false,
        message:
          'src/adam.ts, lines 3 to 5 is not what is quoted, which stands nowhere in it: of the quotation, ' +
          "line 3 there is 'return a + 2;', expected 'return a + 1;'",
      },
    ]);
    expect(changed.text).toBe(changed.before);
    const twice = { 'src/adam.ts': 'a();\nb();\nc();\nb();\n' };
    expect(await messages(quoting('line 1', 'L1', 'b();'), twice)).toEqual([
      expect.stringMatching(/which stands at line 2 and line 4:/),
    ]);
    expect(await messages(quoting('line 4', 'L4', 'b();'), twice)).toEqual([]);
  });
});

describe('a mention of a line', () => {
  const mention = (code: string, anchor: string) => `It [\`${code}\`](src/adam.ts#${anchor}) and more.\n`;

  it('stands in it, or in one of several', async () => {
    expect(await messages(mention('a + 1', 'L5'), source)).toEqual([]);
    expect(await messages(mention('a + 1', 'L2-L6'), source)).toEqual([]);
    expect(await messages(mention('const a = 1; return a', 'L3-L5'), source)).toEqual([]);
  });

  it('follows a line that has moved', async () => {
    const { text, findings } = await checkPage(`- list\n- ${mention('a + 1', 'L2')}`, source);
    expect(findings).toMatchObject([{ line: 2, mendable: true }]);
    expect(text).toBe(`- list\n- ${mention('a + 1', 'L5')}`);
  });

  it('is refused where it is gone or there twice, and without backticks', async () => {
    expect(await messages(mention('a - 1', 'L5'), source)).toEqual([
      "1: 'a - 1' does not stand at src/adam.ts, line 5, but nowhere in the file",
    ]);
    expect(await messages(mention('update', 'L5'), source)).toEqual([
      "1: 'update' does not stand at src/adam.ts, line 5, but at line 2, line 8",
    ]);
    expect(await messages('See [this line](src/adam.ts#L5).\n', source)).toHaveLength(1);
    expect(await messages('See [this line](src/adam.ts#L5b).\n', source)).toHaveLength(1);
  });

  it('of a table is found, too', async () => {
    const table = (anchor: string) => `| a | b |\n|---|---|\n| 1 | [\`a + 1\`](src/adam.ts#${anchor}) |\n`;
    expect((await checkPage(table('L1'), source)).text).toBe(table('L5'));
  });
});

describe('a generated part', () => {
  const generators = {
    double: ([word]: readonly string[]) => `${2 * Number(word)}`,
    fails: () => Promise.reject(new Error('no figures')),
  };
  const part = (text: string) => `A\n\n<!-- generated: double 4 -->${text}<!-- /generated -->\n\nB\n`;

  it('is what its generator gives, as blocks or as words', async () => {
    const { text, findings } = await checkPage(part('\n'), {}, generators);
    expect(findings).toMatchObject([{ line: 3, mendable: true }]);
    expect(text).toBe(part('\n\n8\n\n'));
    expect(await messages(text, {}, generators)).toEqual([]);
    const words = (figure: string) => `It is <!-- generated: double 4 -->${figure}<!-- /generated --> high.\n`;
    expect((await checkPage(words('9'), {}, generators)).text).toBe(words('8'));
    expect(await messages(words('8'), {}, generators)).toEqual([]);
  });

  it('has files of its own beside the page', async () => {
    const drawn = { picture: () => ({ text: '![One](one.svg)', files: { 'one.svg': '<svg/>' } }) };
    const page = '<!-- generated: picture -->\n\n![One](one.svg)\n\n<!-- /generated -->\n';
    expect(await messages(page, { 'one.svg': '<svg/>' }, drawn)).toEqual([]);
    for (const before of [{}, { 'one.svg': '<svg>' }] as Record<string, string>[]) {
      const { files, findings } = await checkPage(page, before, drawn);
      expect(files).toEqual({ 'one.svg': '<svg/>' });
      expect(findings).toMatchObject([{ line: 1, mendable: true, message: expect.stringMatching(/^one\.svg is not/) }]);
    }
  });

  it('is told where it cannot be made', async () => {
    expect(await messages('<!-- generated: treble 4 -->\n<!-- /generated -->\n', {}, generators)).toEqual([
      "1: generated: there is no 'treble' in pages/generators/index.ts, which has double, fails",
    ]);
    expect(await messages('<!-- generated: fails -->\n<!-- /generated -->\n', {}, generators)).toEqual([
      '1: generated: fails: no figures',
    ]);
    expect(await messages('<!-- generated: double 1 -->\n', {}, generators)).toEqual([
      '1: <!-- generated: double 1 --> is not ended by <!-- /generated -->',
    ]);
    expect(await messages('<!-- /generated -->\n', {}, generators)).toHaveLength(1);
    expect(await messages(fence('html', '<!-- generated: double 1 -->'), {}, generators)).toEqual([]);
    expect(await messages('Write `<!-- generated: NAME -->`.\n', {}, generators)).toEqual([]);
  });
});

describe('a link', () => {
  const files = {
    'docs/other.md': '# Other `page`\n\n## Twice\n\n## Twice\n\n<a id="named"></a>\n',
    'docs/a.svg': '<svg/>',
  };

  it('leads to a file, a folder, a heading or an https address', async () => {
    const targets = ['docs/other.md', 'docs', '#here', 'docs/other.md#other-page', 'docs/other.md#twice-1'];
    const text = [...targets, 'docs/other.md#named', 'https://example.org/a'].map((href) => `[x](${href})`).join('\n');
    expect(await messages(`# Here\n\n${text}\n\n![A picture](docs/a.svg)\n`, files)).toEqual([]);
  });

  it('is told where it leads nowhere', async () => {
    const wrong = async (text: string) => (await messages(text, files)).join();
    expect(await wrong('a\n[x](docs/othr.md)')).toBe('2: there is no docs/othr.md');
    expect(await wrong('[x](docs/Other.md)')).toBe('1: there is no docs/Other.md');
    expect(await wrong('[x](docs/other.md#there)')).toBe(
      '1: docs/other.md has no heading #there; it has #other-page, #twice, #twice-1, #named',
    );
    expect(await wrong('[x](#there)')).toMatch(/page\.md has no heading #there/);
    expect(await wrong('[x](http://example.org)')).toBe('1: http://example.org: expected an https address');
    expect(await wrong('[x](../x.md)')).toBe('1: ../x.md leads out of the repository');
    expect(await wrong('[x](/docs/other.md)')).toMatch(/expected a relative address/);
    expect(await wrong('[x](build/kernels.wasm)')).toBe('1: there is no build/kernels.wasm');
    expect(await wrong('[x][1]\n\n[1]: docs/othr.md\n')).toBe('1: there is no docs/othr.md');
    expect(await wrong('<img src="docs/b.svg" alt="b">\n')).toBe('1: there is no docs/b.svg');
    expect(await wrong('<img alt="b" src="docs/a.svg">\n')).toBe('');
    expect(await wrong('<img src="docs/a.svg">\n')).toMatch(/^1: the picture docs\/a\.svg has no text/);
    expect(await wrong('![](docs/a.svg)')).toMatch(/has no text for those who do not see it/);
    expect(await wrong('`[x](docs/othr.md)` and\n\n    [x](docs/othr.md)\n')).toBe('');
  });
});
