import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { holm } from '../../src/experiments/holm.ts';
import { type Claim, judgeClaims } from '../../src/experiments/judge-claims.ts';
import { RandomStream } from '../../src/tensor/random.ts';

/** Ten pairs whose differences have that mean and that sample deviation. */
function claim(name: string, mean: number, deviation: number, says: Claim['says'] = 'higher'): Claim {
  const stream = new RandomStream(0, name);
  const before = Array.from({ length: 10 }, () => 0.7 + 0.02 * stream.normal());
  const raw = before.map(() => stream.normal());
  const center = raw.reduce((sum, value) => sum + value, 0) / raw.length;
  const spread = Math.sqrt(raw.reduce((sum, value) => sum + (value - center) * (value - center), 0) / 9);
  return {
    name,
    before,
    after: before.map((value, i) => value + mean + (deviation * (raw[i] - center)) / spread),
    says,
  };
}

describe('judgeClaims', () => {
  test.each<[string, Claim, object]>([
    ['beyond 0 on the claimed side', claim('a', 0.05, 0.01), { verdict: 'confirmed', negligible: false }],
    ['beyond 0 below, as claimed', claim('b', -0.05, 0.01, 'lower'), { verdict: 'confirmed' }],
    ['beyond 0 on the other side', claim('c', -0.05, 0.01), { verdict: 'refuted', negligible: false }],
    ['wholly within the margin', claim('d', 0, 0.002), { verdict: 'refuted', negligible: true }],
    ['holding 0, wider than the margin', claim('e', 0.01, 0.05), { verdict: 'undecided', negligible: false }],
    ['as claimed, but next to nothing', claim('f', 0.003, 0.0005), { verdict: 'confirmed', negligible: true }],
    ['the other way, and next to nothing', claim('g', -0.003, 0.0005), { verdict: 'refuted', negligible: true }],
    ['not higher, and lower', claim('k', -0.05, 0.01, 'notHigher'), { verdict: 'confirmed' }],
    ['not higher, and none', claim('l', 0, 0.002, 'notHigher'), { verdict: 'confirmed', negligible: true }],
    ['not higher, but a little', claim('m', 0.003, 0.0005, 'notHigher'), { verdict: 'confirmed', negligible: true }],
    ['not higher, but a little with a wide interval', claim('n', 0.003, 0.02, 'notHigher'), { verdict: 'undecided' }],
    ['not higher, but higher', claim('o', 0.05, 0.01, 'notHigher'), { verdict: 'refuted' }],
    ['higher, and the interval ends beyond the margin', claim('p', 0.006, 0.002, 'notHigher'), { verdict: 'refuted' }],
    ['not lower, and higher', claim('q', 0.05, 0.01, 'notLower'), { verdict: 'confirmed' }],
    ['not lower, but lower', claim('r', -0.05, 0.01, 'notLower'), { verdict: 'refuted' }],
    ['not lower, perhaps', claim('s', 0.01, 0.05, 'notLower'), { verdict: 'undecided' }],
    [
      'not lower, of three pairs',
      { name: 't', before: [0, 0, 0], after: [1, 2, 4], says: 'notLower' },
      { verdict: 'undecided' },
    ],
    [
      'no difference at all',
      { name: 'h', before: [1, 2, 3, 4, 5], after: [1, 2, 3, 4, 5], says: 'higher' },
      { verdict: 'refuted', mean: 0 },
    ],
    [
      'no difference in two pairs',
      { name: 'none of 2', before: [1, 2], after: [1, 2], says: 'higher' },
      { verdict: 'undecided', mean: 0, interval: undefined, pValue: 1 },
    ],
    [
      'two equal differences',
      { name: 'equal', before: [0.5, 0.75], after: [0.75, 1], says: 'higher' },
      { verdict: 'undecided', mean: 0.25, interval: undefined, pValue: 1 },
    ],
    [
      'three pairs',
      { name: 'i', before: [0, 0, 0], after: [1, 2, 4], says: 'higher' },
      { verdict: 'undecided', interval: undefined, pairs: 3 },
    ],
  ])('%s', (_, one, expected) => {
    const [judged] = judgeClaims([one]);
    expect(judged).toMatchObject(expected);
    expect(judged).toMatchObject({ name: one.name, says: one.says, confidence: 0.95, correctedPValue: judged.pValue });
  });

  test('corrects within the study: a claim that stands alone may fall among many', () => {
    const weak = claim('weak', 0.0135, 0.014);
    const [alone] = judgeClaims([weak]);
    expect(alone.verdict).toBe('confirmed');
    const others = Array.from({ length: 9 }, (_, i) => claim(`other ${i}`, 0.001, 0.05));
    const together = judgeClaims([...others, weak]);
    const among = together[9];
    expect(among).toMatchObject({ name: 'weak', pValue: alone.pValue, verdict: 'undecided' });
    expect(among.confidence).toBeCloseTo(1 - 0.05 / 10, 12);
    expect(among.interval![0]).toBeLessThan(alone.interval![0]);
    expect(together.map(({ correctedPValue }) => correctedPValue)).toEqual(holm(together.map(({ pValue }) => pValue)));
  });

  test('has an interval beyond 0 exactly where Holm rejects', () => {
    const claims = Array.from({ length: 12 }, (_, i) => claim(`claim ${i}`, 0.003 * i, 0.012));
    const judged = judgeClaims(claims);
    for (const { interval, correctedPValue } of judged) {
      expect(interval![0] > 0 || interval![1] < 0).toBe(correctedPValue <= 0.05);
    }
    expect(new Set(judged.map(({ verdict }) => verdict))).toEqual(new Set(['confirmed', 'undecided']));
    expect(judgeClaims([...claims].reverse()).reverse()).toEqual(judged);
  });

  test('has no interval beyond what a difference can be', () => {
    const rare = {
      ...claim('rare', 0, 0),
      after: [0, 0, 0, 0, 0, 0, 0, 0, 0, -1].map((one, i) => one * 0.9 + i / 1e6),
    };
    const before = rare.after.map(() => 0);
    const [open] = judgeClaims([{ ...rare, before }]);
    expect(open.interval![0]).toBeLessThan(-1);
    const [bounded] = judgeClaims([{ ...rare, before, most: 1 }]);
    expect(bounded).toEqual({ ...open, interval: [-1, open.interval![1]] });
    expect(() => judgeClaims([{ ...rare, before, most: 0.5 }])).toThrow(
      'judgeClaims: rare: differences must be at most 0.5, got -0.899991',
    );
    expect(() => judgeClaims([{ ...rare, before, most: Number.NaN }])).toThrow(RangeError);
  });

  test('is plain data', () => {
    const judged = judgeClaims([claim('a', 0.05, 0.01), claim('b', 0, 0.01)]);
    expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
  });

  test('refuses what it cannot judge', () => {
    const one = claim('a', 0.1, 0.1);
    expect(() => judgeClaims([one, one])).toThrow(DataError);
    expect(() => judgeClaims([{ ...one, after: [1] }])).toThrow(ShapeError);
    expect(() => judgeClaims([{ ...one, after: [1] }])).toThrow('judgeClaims: a: expected pairs, at least 2');
    const failed = { ...one, name: 'b', after: one.after.map((value, i) => (i === 1 ? Number.NaN : value)) };
    expect(() => judgeClaims([one, failed])).toThrow('judgeClaims: b: pair 2 must have a difference that is finite');
    expect(() => judgeClaims([{ ...one, says: 'better' as never }])).toThrow(/says must be one of 'higher', 'lower'/);
    expect(() => judgeClaims([one], { margin: -1 })).toThrow(RangeError);
    expect(() => judgeClaims([one], { confidence: 95 })).toThrow(RangeError);
    expect(judgeClaims([])).toEqual([]);
  });
});
