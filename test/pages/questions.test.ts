/** Ten questions, each answered by opening at most three files: those it lists are the ones its answer points into. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync(new URL('../../docs/read/questions.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
const questions = text.split(/^## /m).slice(1);

const linked = (part: string): string[] => [...part.matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address);

describe('questions', () => {
  it('are ten, in order', () => {
    expect(questions.map((question) => Number(/^(\d+)\. .*\?$/m.exec(question)?.[1]))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it.each(questions.map((question) => [question.split('\n')[0], question]))('%s', (_, question) => {
    const list = /^Files: (?:.+\n)+/m.exec(question)?.[0] ?? '';
    const files = linked(list);
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(3);

    const answer = /<details><summary>Answer<\/summary>\n\n([\s\S]+)\n<\/details>/.exec(question)?.[1] ?? '';
    const pointedInto = linked(answer).filter((address) => /#L\d/.test(address));
    expect([...new Set(pointedInto.map((address) => address.split('#')[0]))].sort()).toEqual(files.sort());
  });
});
