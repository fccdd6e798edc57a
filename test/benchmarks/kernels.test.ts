/** The kernels part: nothing missing, nothing wrong, and nothing timed that is wrong. */
import { describe, expect, test } from 'vitest';
import { type Case, mostBytes, nameOf, type Prepared } from '../../benchmarks/kernels/case.ts';
import { cases, limits } from '../../benchmarks/kernels/cases.ts';
import { measureCase } from '../../benchmarks/kernels/measure-case.ts';
import { Place, Stream } from '../../benchmarks/kernels/place.ts';
import { part } from '../../benchmarks/kernels.ts';
import { kernels } from '../../src/wasm/kernels.ts';

const place = new Place(mostBytes);
const stream = new Stream(2 * mostBytes);

/** The same by another plain loop. */
function by(one: Case, loop: (prepared: Prepared) => Partial<Prepared>): Case {
  return {
    ...one,
    prepare(where) {
      const prepared = one.prepare(where);
      return { ...prepared, ...loop(prepared) };
    },
  };
}

const caseOf = (wanted: string): Case => cases.find((one) => nameOf(one) === wanted)!;

describe('the list', () => {
  test('has every exported kernel', () => {
    const measured = new Set<string>([...cases.map(({ kernel }) => kernel), ...limits]);
    const exported = Object.entries(kernels).filter(([, value]) => typeof value === 'function'); // not the memory
    expect([...measured].sort()).toEqual(exported.map(([name]) => name).sort());
  });

  test('has each at a tiny size, at one from the second-level cache or so, and beyond the caches where it streams', () => {
    for (const name of new Set(cases.map(({ kernel }) => kernel))) {
      const ofKernel = cases.filter(({ kernel }) => kernel === name);
      expect(ofKernel.filter(({ quick }) => quick).length, name).toBeGreaterThan(0);
      for (const one of ofKernel.filter(({ quick }) => quick)) expect(one.hasLimit, nameOf(one)).toBe(true);
      if (name.endsWith('Block') || name.endsWith('OfTaps')) continue; // what threads share of what is measured as a whole
      expect(
        ofKernel.some(({ hasLimit }) => !hasLimit),
        `${name}, tiny`,
      ).toBe(true);
    }
  });

  test('names no case twice', () => {
    const names = cases.map(nameOf);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });
});

test('every kernel agrees with its plain loop, at the tiny size and at that of the short form', () => {
  for (const one of cases) {
    if (one.hasLimit && !one.quick) continue;
    place.clear();
    place.requireEqual(nameOf(one), one.prepare(place));
    expect(place.bytesRead + place.bytesWritten, nameOf(one)).toBeGreaterThan(0);
  }
});

describe('an answer that is wrong', () => {
  test.each([
    ['exp, tiny', 'output 0 at 3'],
    ['gemmNT, 32x64x64', 'output 0 at 3'],
    ['softmaxCrossEntropyIndices, tiny', 'output 0 at 3'],
  ])('of %s is named, and never timed', async (name, message) => {
    let runs = 0;
    const wrong = by(caseOf(name), ({ run, loop }) => ({
      run() {
        runs++;
        return run();
      },
      loop() {
        const returned = loop();
        place.outputs[0][3] += 1;
        return returned;
      },
    }));
    await expect(measureCase(wrong, place, stream, true)).rejects.toThrow(`${name}: ${message} is`);
    expect(runs).toBe(1);
  });

  test('may be one that the kernel returns, and one that it does not write', async () => {
    const returned = by(caseOf('sumOfSquares, tiny'), ({ loop }) => ({ loop: () => (loop() as number) + 0.01 }));
    await expect(measureCase(returned, place, stream, true)).rejects.toThrow('sumOfSquares, tiny: the result is');
    const idle = by(caseOf('relu, tiny'), () => ({ run: () => {} }));
    await expect(measureCase(idle, place, stream, true)).rejects.toThrow('relu, tiny: output 0 at 0 is NaN, and');
  });
});

test('the part measures what a filter leaves, with ratios by the names of the files', async () => {
  const shares: number[] = [];
  const { tables, figures, results, ratios } = await part.run({
    quick: true,
    filter: /^(exp|gemmNN|adam), (L2|32x64x64)$/i,
    onProgress: (share) => shares.push(share),
  });
  expect(shares).toEqual([0, 1 / 3, 2 / 3]);
  expect(tables.map(({ rows }) => rows.map(([name]) => name))).toEqual([['gemmNN'], [], ['exp', 'adam']]);
  expect(figures.map(({ what, atLeast }) => [what, atLeast])).toEqual([
    ['gemmNN 32x64x64 of the roofline', 0.88],
    ['exp against its plain loop', 5],
    ['adam against its plain loop', 5],
  ]);
  expect(Object.keys(ratios)).toEqual([
    'gemmNN, 32x64x64: of the roofline',
    'exp, L2: of the copy',
    'exp, L2: against its plain loop',
    'adam, L2: of the copy',
    'adam, L2: against its plain loop',
  ]);
  for (const ratio of Object.values(ratios)) expect(ratio).toBeGreaterThan(0);
  expect(results).toMatchObject({
    roofline: expect.any(Number),
    kernels: [
      { name: 'gemmNN', size: '32x64x64', flops: 262144, limit: 'roofline' },
      { name: 'exp', size: 'L2', elements: 32768, bytes: 262144, limit: 'copy' },
      { name: 'adam', size: 'L2', elements: 16384, bytes: 458752, limit: 'copy' },
    ],
  });
  const nothing = await part.run({ quick: true, filter: /no such kernel/ });
  expect(nothing).toEqual({ tables: [], figures: [], results: {}, ratios: {} });
});
