/** CONTRIBUTING.md can be followed: what it changes is there, what it adds is not. `npm run follow` does follow it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changed, filesOf, isSaid, sectionsOf } from '../../pages/instructions.ts';
import { Page } from '../../pages/page.ts';
import { fence } from '../helpers/page-repository.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

describe('CONTRIBUTING.md', () => {
  const sections = sectionsOf(new Page(root, 'CONTRIBUTING.md', read('CONTRIBUTING.md')));

  it('has an activation, an optimizer and a layer', () => {
    const titles = sections.map(({ title }) => title);
    expect(titles).toEqual(['Add an activation', 'Add an optimizer', 'Add a layer', 'See the three at work']);
  });

  it('names each file in what a reader sees, before its block', () => {
    const lines = read('CONTRIBUTING.md').split('\n');
    let from = 0;
    for (const step of sections.flatMap(({ steps }) => steps)) {
      const seen = lines.slice(from, step.line - 1).join('\n');
      if (step.kind !== 'commands') expect(seen).toMatch(new RegExp(`(?:\`|<code>)${step.path}(?:\`|</code>)`));
      from = step.line;
    }
  });

  it.each(sections)('$title: five files at most, which are as it says', ({ title, steps, ...section }) => {
    expect(filesOf({ title, steps, ...section }).length).toBeLessThanOrEqual(5);
    expect(steps.filter(({ kind }) => kind === 'commands').length).toBeGreaterThan(0);
    for (const step of steps) {
      if (step.kind === 'change') expect(() => changed(step.path, read(step.path), step.text)).not.toThrow();
      if (step.kind === 'file') {
        expect(existsSync(join(root, step.path)), `${step.path} is there already`).toBe(false);
        expect(step.text.trim()).not.toBe('');
        if (step.path.endsWith('.json')) expect(() => JSON.parse(step.text)).not.toThrow();
      }
    }
  });
});

describe('instructions', () => {
  const of = (...blocks: string[]) => sectionsOf(new Page(root, 'a.md', `# A\n\n## One\n\n${blocks.join('\n')}`));

  it('are fences with more than a language, in order', () => {
    const text = [
      fence('ts src/a.ts', 'const a = 1;'),
      fence('ts', 'no();'),
      fence('diff src/b.ts', '+b'),
      fence('sh run', 'npm test -- a # all\nnpm run pages -- docs/c.md'),
      fence('text says', 'passed'),
      '## Two\n',
    ];
    const [one, ...rest] = of(...text);
    expect(rest).toEqual([]);
    expect(one).toMatchObject({
      title: 'One',
      steps: [
        { kind: 'file', path: 'src/a.ts', text: 'const a = 1;\n', line: 5 },
        { kind: 'change', path: 'src/b.ts', text: '+b\n' },
        {
          kind: 'commands',
          commands: [
            ['npm', 'test', '--', 'a'],
            ['npm', 'run', 'pages', '--', 'docs/c.md'],
          ],
          says: ['passed'],
        },
      ],
    });
    expect(filesOf(one)).toEqual(['src/a.ts', 'src/b.ts', 'docs/c.md']);
    expect(filesOf(of(fence('ts build/a.ts', '1'), fence('py a.py', '2'))[0])).toEqual(['a.py']);
    expect(() => of(fence('text says', 'passed'))).toThrow('a.md:5: no commands before what they say');
  });

  it('change lines that are there once', () => {
    const text = 'a\nb\nc\nab\n';
    expect(changed('f', text, ' a\n-b\n+x\n+y\n c\n')).toBe('a\nx\ny\nc\nab\n');
    expect(changed('f', text, '+0\n a\n@@\n ab\n+d\n')).toBe('0\na\nb\nc\nab\nd\n');
    expect(changed('f', 'a\n\nb\n', ' a\n\n-b\n+$&\n')).toBe('a\n\n$&\n');
    expect(() => changed('f', text, ' b\n+x\n a\n')).toThrow(
      'f: expected these lines once, found them 0 times:\nb\na\n',
    );
    expect(() => changed('f', 'a\nb\na\n', ' a\n+x\n')).toThrow('found them 2 times');
    expect(() => changed('f', text, ' a\n')).toThrow('says neither where nor what');
    expect(() => changed('f', text, '+a\n')).toThrow('says neither where nor what');
    expect(() => changed('f', text, 'a\n+x\n')).toThrow("a line must begin with a space, + or -, got 'a'");
  });

  it('have said what must be said', () => {
    expect(isSaid('Test Files … passed', '\n Test Files  3 passed (3)\n')).toBe(true);
    expect(isSaid('Test Files … passed', ' Test Files  1 failed\n Tests 3 passed')).toBe(false);
    expect(isSaid('a.json: 2 cases', 'a.json: 2 cases')).toBe(true);
    expect(isSaid('a.json: 2 cases', 'a_json: 2 cases')).toBe(false);
  });
});
