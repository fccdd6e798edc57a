/** What the committed results of the two experiments over seeds must show. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SoupRun, SoupRunName } from '../../../src/experiments/alphabet-soup/run.ts';
import { meanAndDeviation } from '../../../src/experiments/mean-and-deviation.ts';
import type { SplitKind } from '../../../src/experiments/split-kind.ts';
import type { WineRun } from '../../../src/experiments/wine-quality/run.ts';
import pytorch from '../../golden/alphabet-soup-network.json' with { type: 'json' };

const read = <Run>(name: string): { runs: Run[]; data: { lint: { leaking: string[] } } } =>
  JSON.parse(readFileSync(new URL(`../../../docs/results/${name}.json`, import.meta.url), 'utf8'));
const soup = read<SoupRun>('alphabet-soup');
const accuracies = (name: SoupRunName, split: SplitKind): number[] =>
  soup.runs.filter((run) => run.name === name && run.split === split).map(({ test }) => test.accuracy);

describe('docs/results/alphabet-soup', () => {
  test('the honest plain network comes to 72.7 to 73.6 %, but for the luck of a test part of 8,575 rows', () => {
    const plain = accuracies('plain', 'plain');
    const { mean } = meanAndDeviation(plain);
    expect([plain.length, mean > 0.727, mean < 0.736]).toEqual([10, true, true]);
    expect(plain.filter((accuracy) => accuracy >= 0.727 && accuracy <= 0.736).length).toBeGreaterThanOrEqual(8);
    const sampling = Math.sqrt((0.73 * 0.27) / 8575);
    for (const accuracy of plain) expect(Math.abs(accuracy - 0.7315)).toBeLessThan(0.0045 + 2 * sampling);
  });

  test('seed by seed it is as PyTorch has it on the same rows', () => {
    const theirs = pytorch.runs.filter(({ split }) => split === 'plain').map(({ accuracy }) => accuracy);
    const differences = accuracies('plain', 'plain').map((accuracy, seed) => accuracy - theirs[seed]);
    for (const difference of differences) expect(Math.abs(difference)).toBeLessThan(0.005);
    expect(Math.abs(meanAndDeviation(differences).mean)).toBeLessThan(0.002);
  });

  test('with the answer among the features it is always right, and the lint says so', () => {
    expect(Math.min(...accuracies('leaking', 'plain'))).toBeGreaterThan(0.999);
    expect(soup.data.lint.leaking[0]).toMatch(/^error target-leak: column 'IS_SUCCESSFUL'/);
  });
});

test('docs/results/wine-grades: the mistake costs everything, and the network is as good as the other', () => {
  const { runs } = read<WineRun>('wine-grades');
  const mistaken = runs.filter(({ task }) => task === 'mistaken');
  expect(mistaken).toHaveLength(20);
  for (const { test: figures, accuracyAsTrained } of mistaken) {
    expect(figures.accuracy).toBeLessThan(0.01);
    expect(accuracyAsTrained).toBeGreaterThan(0.5);
  }
});
