/** The report of `simdgrad train`, from committed results. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyJson } from '../../helpers/any-json.ts';
import { described } from '../../helpers/described.ts';
import { thrownBy } from '../../helpers/errors.ts';

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
      results.tested.seed = 0;
    };
    expect(textsOf(single).texts).not.toContain(sentence);
  });

  it.each<[string, (results: AnyJson) => void, string]>([
    ['no network', (r) => (r.networks = []), 'networks must not be empty'],
    ['a run twice', (r) => (r.runs[3] = r.runs[0]), 'runs must not have one twice, got "linear, seed 0"'],
    ['a run of another seed', (r) => (r.runs[3].seed = 9), 'runs must be of the seeds, got 9'],
    ['no seed', (r) => (r.seeds = []), 'seeds must be one or more, all different'],
    [
      'a model that was not trained',
      (r) => (r.tested.seed = 9),
      'tested must be of one of the runs, got "optimized, seed 9"',
    ],
    [
      'classes of a number',
      (r) => (r.classes = ['a', 'b']),
      'classes must not be there for a target that is regression',
    ],
    [
      'a worst row of words',
      (r) => (r.tested.worst[0].truth = 'few'),
      'worst[0].truth must be a number in text, got "few"',
    ],
    [
      'two of three classes',
      (r) => Object.assign(r, { task: 'binary', classes: [1, 2, 3] }),
      'classes of a binary target must be two',
    ],
  ])('refuses results with %s', (_, change, message) => {
    expect(thrownBy(() => textsOf((results) => void change(results))).message).toContain(message);
  });
});
