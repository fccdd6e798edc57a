import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleText } from '../../src/explain/rule-text.ts';
import { ruleTexts } from '../../src/explain/rule-texts.ts';
import { docComment, fileOf } from '../helpers/completeness.ts';

const root = new URL('../../src/', import.meta.url);

describe('what is said of a rule', () => {
  const all = Object.entries(ruleTexts).flatMap(([folder, texts]) =>
    Object.entries(texts).map(([name, text]) => [folder, name, text] as const),
  );

  it.each(all)('%s %s is what its doc comment says (npm run build:texts)', (folder, name, text) => {
    const source = readFileSync(new URL(`${folder}/${fileOf(name)}`, root), 'utf8');
    const comment = docComment(source, name)!.trim();
    const [summary, , ...formula] = text.split('\n');
    expect(comment.replace(/\n(?!\n)/g, ' ').startsWith(summary)).toBe(true);
    expect(`\n${comment}`).toContain(formula.join('\n'));
  });

  it('is empty for one that is new', () => {
    expect(ruleText('optimizers', 'Newer')).toEqual({ summary: '', formula: [] });
  });
});
