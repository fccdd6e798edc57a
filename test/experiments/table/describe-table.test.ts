/** The report of `simdgrad train`, from committed results. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyJson } from '../../helpers/any-json.ts';
import { described } from '../../helpers/described.ts';

const housing = JSON.parse(
  readFileSync(new URL('../../../docs/results/california-housing.json', import.meta.url), 'utf8'),
);
const textsOf = (change?: (results: AnyJson) => void) => {
  const { answer, blocks } = described(housing, change);
  return { answer, texts: blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('\n') };
};

describe('the report of simdgrad train', () => {
  it('names the columns worth most, and no share that they would have of the whole', () => {
    const all = ({ tested }: AnyJson) => {
      for (const one of tested.importance) Object.assign(one, { mean: 0.1, interval: [0.05, 0.15] });
    };
    expect(textsOf(all).answer).toMatch(/\nThe columns worth most are latitude, longitude and population\.$/);
    const one = ({ tested }: AnyJson) => {
      tested.importance = tested.importance.slice(0, 1);
    };
    expect(textsOf(one).answer).toMatch(/\nThe column worth most is latitude\.$/);
  });

  it('says what the deviations over seeds are of, where there are seeds', () => {
    const sentence = 'The rows tested on are one part for all seeds';
    expect(textsOf().texts).toContain(sentence);
    const single = (results: AnyJson) => {
      results.runs = results.runs.slice(0, 3);
    };
    expect(textsOf(single).texts).not.toContain(sentence);
  });
});
