import { describe, expect, test } from 'vitest';
import { bestOf, candidateOf, choose, worstOf } from '../../src/experiments/choose.ts';

const candidate = (setting: string, accuracies: readonly number[], { loss = 1, failures = 0 } = {}) =>
  candidateOf(
    setting,
    accuracies.map((accuracy, seed) => ({ seed, accuracy, loss })),
    failures,
  );

describe('choose', () => {
  test('takes the highest mean accuracy', () => {
    expect(choose([candidate('a', [0.5, 0.9]), candidate('b', [0.8, 0.7]), candidate('c', [0.6])]).setting).toBe('b');
  });

  test('of equal ones that with the lowest loss, then the first', () => {
    const equal = (setting: string, loss: number) => candidate(setting, [0.5], { loss });
    expect(choose([equal('a', 2), equal('b', 1), equal('c', 1)]).setting).toBe('b');
  });

  test('not one with a run that failed, unless there is no other', () => {
    const [wild, tame] = [candidate('wild', [0.9], { failures: 1 }), candidate('tame', [0.1, 0.1])];
    expect(choose([wild, tame])).toBe(tame);
    const lost = candidate('lost', [], { failures: 2 });
    expect(choose([lost, wild])).toBe(lost);
    expect(lost).toMatchObject({ accuracy: undefined, loss: undefined, failures: 2 });
  });

  test('and its opposite, of things that have such figures', () => {
    const things = [
      { name: 'high', figures: candidate('', [0.9, 0.7]) },
      { name: 'low', figures: candidate('', [0.5, 0.3]) },
      { name: 'low, and further off', figures: candidate('', [0.3, 0.5], { loss: 2 }) },
      { name: 'low, too', figures: candidate('', [0.5, 0.3], { loss: 2 }) },
      { name: 'failed', figures: candidate('', [0], { failures: 1 }) },
      { name: 'failed, of what is left right in all', figures: candidate('', [1], { failures: 1 }) },
    ];
    const figures = (one: (typeof things)[number]) => one.figures;
    expect(bestOf(things, figures)!.name).toBe('high');
    expect(worstOf(things, figures)!.name).toBe('low, and further off');
    expect([bestOf(things.slice(4), figures), worstOf(things.slice(4), figures)]).toEqual([undefined, undefined]);
  });
});
