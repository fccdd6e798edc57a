import { describe, expect, test } from 'vitest';
import {
  accuracyText,
  numberColumn,
  overSeedsText,
  runsOf,
  shareColumn,
  shareText,
} from '../../src/experiments/run-figures.ts';
import { type SplitNetwork, splitBars, splitTables } from '../../src/experiments/split-figures.ts';

const run = (name: string, split: 'plain' | 'grouped', seed: number, accuracy: number) => ({
  name,
  split,
  seed,
  test: { accuracy, loss: 1 - accuracy },
});
type Run = ReturnType<typeof run>;

/** Network b has one run, with plain splits. */
const runs = [
  run('a', 'plain', 0, 0.7),
  run('b', 'plain', 0, 0.5),
  run('a', 'grouped', 0, 0.6),
  run('a', 'plain', 1, 0.8),
];
const a = runsOf({ runs }, { name: 'a', split: 'plain' });

describe('figures of runs', () => {
  test('are of the runs that have the fields', () => {
    expect(a).toEqual([runs[0], runs[3]]);
    expect(runsOf({ runs }, {})).toEqual(runs);
    expect(runsOf({ runs }, { name: 'c' })).toEqual([]);
  });

  test('are means and deviations, a single one by itself', () => {
    expect(accuracyText(a)).toBe('75.0 ± 7.1 %');
    expect(accuracyText(a.slice(0, 1), 2)).toBe('70.00 %');
    expect(shareText(a, ({ test: { loss } }) => loss)).toBe('25.0 ± 7.1 %');
  });

  test('are said to be of as many seeds as there are', () => {
    expect(overSeedsText(runs)).toBe('mean ± deviation over 2 seeds');
    expect(overSeedsText(runs.slice(0, 3))).toBe('one seed');
  });
});

describe('networks with both kinds of split', () => {
  const networks = ['a', 'b'].map(
    (name): SplitNetwork<Run> => ({ name, runs: (split) => runsOf({ runs }, { name, split }) }),
  );
  const columns = [
    shareColumn('accuracy', (one: Run) => one.test.accuracy),
    numberColumn('loss', (one: Run) => one.test.loss),
  ];

  test('have a table for each kind, with the networks that have runs', () => {
    expect(splitTables(networks, columns, (split) => `with ${split} ones`)).toEqual([
      {
        kind: 'table',
        caption: 'with plain ones',
        columns: [
          { title: 'network', align: 'left' },
          { title: 'accuracy %', align: 'right' },
          { title: 'loss', align: 'right' },
        ],
        rows: [
          ['a', '75.0 ± 7.1', '0.250 ± 0.071'],
          ['b', '50.0', '0.500'],
        ],
      },
      expect.objectContaining({ caption: 'with grouped ones', rows: [['a', '60.0', '0.400']] }),
    ]);
    expect(splitTables(networks.slice(1), columns, (split) => split)).toHaveLength(1);
  });

  test('have bars, with a gap where there are no runs', () => {
    expect(splitBars('Accuracy', networks, 0.4).chart).toMatchObject({
      groups: ['a', 'b'],
      series: [
        {
          name: 'plain splits',
          bars: [
            { value: 0.75, text: '75.0 %', goal: 0.4 },
            { value: 0.5, text: '50.0 %', goal: 0.4 },
          ],
        },
        { name: 'grouped splits', bars: [{ value: 0.6, text: '60.0 %', goal: 0.4 }, null] },
      ],
    });
  });
});
