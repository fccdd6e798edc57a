import { describe, expect, it } from 'vitest';
import { apart, layOutLines, shownLines } from '../../../src/report/charts/parallel-layout.ts';
import type { ParallelChart } from '../../../src/report/index.ts';
import { parallelChart } from '../../helpers/report-documents.ts';

const outcome = { title: 'loss', better: 'lower' } as const;

/** One axis beside the outcome, from which values and outcomes are given. */
function chartOf(
  axis: Partial<ParallelChart['axes'][number]>,
  lines: readonly (readonly [value: number | string | null, outcome: number])[],
  rest: Partial<ParallelChart> = {},
): ParallelChart {
  return {
    kind: 'parallel',
    axes: [{ title: 'a', ...axis }],
    outcome,
    lines: lines.map(([value, result], i) => ({ name: String(i), values: [value], outcome: result })),
    ...rest,
  };
}

describe('layOutLines', () => {
  it('puts numbers at their place of the range, evenly or by the logarithm', () => {
    const even = layOutLines(
      chartOf({ domain: [0, 10] }, [
        [2.5, 3],
        [10, 2],
        [0, 1],
      ]),
      100,
    );
    expect(even.lines.map(({ places }) => places)).toEqual([
      [25, 100],
      [100, 50],
      [0, 0],
    ]);
    const ticks = even.axes[0].ticks.map(({ at, text }) => [at, text]);
    expect(ticks).toEqual([0, 2, 4, 6, 8, 10].map((value) => [10 * value, String(value)]));
    const log = layOutLines(
      chartOf({ scale: 'log' }, [
        [1, 3],
        [100, 1],
        [10, 2],
      ]),
      100,
    );
    const at = log.lines.map(({ places }) => places[0]);
    expect(at[1]).toBeCloseTo(50, 10);
    expect(at[2] - at[1]).toBeCloseTo(at[1] - at[0], 10);
    expect(log.axes[0].ticks.find(({ text }) => text === '10')).toEqual({
      at: expect.closeTo(50, 10),
      text: '10',
      isFirst: true,
    });
  });

  it('sorts lines, the best last, and tells how good each is', () => {
    const lines = [3, 1, 2, 2, 9].map((result, i): [number, number] => [i, result]);
    const shares = (better: 'lower' | 'higher') =>
      layOutLines(chartOf({}, lines, { outcome: { ...outcome, better } }), 100).lines.map(({ share }) => share);
    expect(shares('lower')).toEqual([0, 0.25, 2 / 3, 2 / 3, 1].map((share) => expect.closeTo(share, 10)));
    expect(shares('higher')).toEqual([0, 1 / 3, 1 / 3, 0.75, 1].map((share) => expect.closeTo(share, 10)));
  });

  it('lays lines through one choice side by side, within its stretch, by their outcome', () => {
    const many = Array.from({ length: 100 }, (_, i): [string, number] => [i < 60 ? 'b' : 'a', i]);
    const { axes, lines } = layOutLines(chartOf({ choices: ['a', 'b'] }, many), 200);
    const [first, second] = axes[0].stretches;
    const places = lines.map((line) => line.places[0]).sort((a, b) => a - b);
    const along = [
      0,
      first[0],
      places[0],
      places[39],
      first[1],
      100,
      second[0],
      places[40],
      places[99],
      second[1],
      200,
    ];
    expect(along).toEqual([...along].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(100);
    const own = lines.slice(40).map((line) => line.places); // of b, from the worst to the best
    expect(own.every(([place], i) => i === 0 || place < own[i - 1][0])).toBe(true);
  });

  it('keeps lines of few trials close to the middle of their choice', () => {
    const { lines } = layOutLines(
      chartOf({ choices: ['a', 'b'] }, [
        ['a', 2],
        ['a', 1],
        ['b', 3],
      ]),
      200,
    );
    expect(lines.map(({ places }) => places[0])).toEqual([150, 52, 48]);
  });

  it('has a place apart for lines without a value', () => {
    const { axes, lines } = layOutLines(
      chartOf({}, [
        [null, 2],
        [1, 1],
        [null, 3],
      ]),
      100,
    );
    expect([axes[0].hasApart, axes[1].hasApart]).toEqual([true, false]);
    const [worst, middle] = lines.map(({ places }) => places[0]);
    expect((worst + middle) / 2).toBe(-apart);
    expect(Math.abs(worst - middle)).toBeLessThan(apart / 2);
  });

  it('takes wild and equal numbers', () => {
    for (const numbers of [[5, 5, 5], [-1e300, 1e-300, 1e300], [1e16, 1e16 + 2, 1e16], []]) {
      const chart = chartOf(
        {},
        numbers.map((value) => [value, value] as const),
      );
      const { axes, lines } = layOutLines(chart, 100);
      for (const { places, share } of lines)
        for (const value of [...places, share]) expect(Number.isFinite(value)).toBe(true);
      for (const { ticks } of axes) for (const { at } of ticks) expect(Number.isFinite(at)).toBe(true);
      for (const { ticks } of axes) expect(ticks.length).toBeLessThan(12);
    }
  });
});

it('lines at or below 0 have no place on logarithmic axes', () => {
  expect(shownLines(parallelChart())).toHaveLength(12);
  const lines: [number | null, number][] = [
    [-1, 1],
    [null, 1],
    [1, 0],
    [2, 1],
  ];
  const chart = chartOf({ scale: 'log' }, lines, { outcome: { ...outcome, scale: 'log' } });
  expect(shownLines(chart).map(({ name }) => name)).toEqual(['1', '3']);
});
