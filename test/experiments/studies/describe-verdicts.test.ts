import { expect, test } from 'vitest';
import { describeVerdicts } from '../../../src/experiments/studies/describe-verdicts.ts';
import { judgeStatements, type Statement } from '../../../src/experiments/studies/judge-statements.ts';
import { fakeHeader } from '../../helpers/fake-header.ts';

const seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const plain = new Map(seeds.map((seed) => [seed, 0.8 + ((seed * 7) % 10) / 1000]));
const statement = (name: string, gain: (seed: number) => number): Statement => ({
  ...{ name, about: name, says: 'higher', before: plain },
  after: new Map([...plain].map(([seed, value]) => [seed, value + gain(seed)])),
});

test('a cell says the verdict, whether it is about next to nothing, and the difference', () => {
  const judged = judgeStatements([
    statement('much', (seed) => 0.04 + (seed % 3) / 1000),
    statement('little', (seed) => 0.002 + (seed % 3) / 10_000),
    { ...statement('sooner', (seed) => 0.04 + (seed % 3) / 1000), unit: '% of the epochs' },
    statement('none', (seed) => (seed % 3) / 10_000 - 0.0001),
    { ...statement('unknown', () => 0), after: new Map() },
  ]);
  const set = (title: string, some: typeof judged) => ({ title, seeds, judged: some });
  const { blocks, answer } = describeVerdicts([
    { header: fakeHeader('study-capacity'), title: 'Units', sets: [set('A', judged), set('B', judged.slice(0, 1))] },
  ]);
  const table = blocks.find(({ kind }) => kind === 'table');
  expect(table).toMatchObject({
    rows: [
      ['much', 'confirmed, +4.1', 'confirmed, +4.1'],
      ['little', 'confirmed by very little, +0.2', '–'],
      ['sooner', 'confirmed, +4.1 % of the epochs', '–'],
      ['none', 'refuted, 0.0', '–'],
      ['unknown', 'undecided, not judged', '–'],
    ],
  });
  expect(answer).toBe('Of 6 statements, counted once for each data set, 4 are confirmed, 1 refuted and 1 undecided.');
});
