/** What the tests of normalisation kernels share. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Adds } from '../../src/wasm/kernels.ts';
import type * as twins from '../twins/normalization.ts';
import { expectSameBits } from './bits.ts';
import { lengths, someFloats, specialFloats } from './floats.ts';
import type { KernelMemory } from './memory.ts';

export const epsilon = 1e-3;

/** Both sizes around vectors, around the 67 channels that go at once, and one long column. */
const sizes: [rows: number, columns: number][] = [
  ...[1, 3, 4, 5, 15, 16, 17].flatMap((rows) =>
    lengths.slice(1, 9).map((columns) => [rows, columns] as [number, number]),
  ),
  ...[1, 2, 6, 7, 67, 68, 69, 130].flatMap((columns) => [
    [2, columns] as [number, number],
    [33, columns] as [number, number],
    [100, columns] as [number, number],
  ]),
  [3, 1001],
  [1001, 3],
  [4100, 5],
  [5, 4100],
];

export function withSpecials(n: number, seed: number): Float32Array {
  const values = someFloats(n, 5, seed);
  for (let i = 0; i < n; i += 17) values[(i * 3 + seed) % n] = specialFloats[(i + seed) % specialFloats.length];
  return values;
}

/** Inputs of one size, ordinary and special. */
export function inputsOf(rows: number, columns: number, special: boolean): twins.Normalization & { dy: Float32Array } {
  const n = rows * columns;
  const values = special ? withSpecials : (length: number, seed: number) => someFloats(length, 5, seed);
  const seed = rows + 3 * columns;
  return {
    x: values(n, seed),
    gamma: values(columns, seed + 1),
    beta: values(columns, seed + 2),
    dy: values(n, seed + 3),
    columns,
    epsilon,
  };
}

export const everySize = (
  check: (rows: number, columns: number, given: ReturnType<typeof inputsOf>, what: string) => void,
) => {
  for (const [rows, columns] of sizes) {
    check(rows, columns, inputsOf(rows, columns, false), `[${rows}, ${columns}]`);
    if (rows * columns < 2000) check(rows, columns, inputsOf(rows, columns, true), `[${rows}, ${columns}], special`);
  }
};

type Gradients = Record<'dx' | 'dGamma' | 'dBeta', Float32Array>;

/** Runs a backward kernel with each gradient added, overwritten and not wanted, and compares with `twin(before)`. */
export function expectGradients(
  memory: KernelMemory,
  rows: number,
  columns: number,
  kernel: (at: Record<'dx' | 'dGamma' | 'dBeta', number>, adds: [Adds, Adds, Adds]) => void,
  twin: (before?: twins.Before) => Gradients,
  what: string,
): void {
  const before = {
    dx: someFloats(rows * columns, 3, 91),
    dGamma: someFloats(columns, 3, 92),
    dBeta: someFloats(columns, 3, 93),
  };
  const names = ['dx', 'dGamma', 'dBeta'] as const;
  const arrays = {
    dx: memory.array(before.dx),
    dGamma: memory.array(before.dGamma),
    dBeta: memory.array(before.dBeta),
  };
  const addresses = { dx: arrays.dx.address, dGamma: arrays.dGamma.address, dBeta: arrays.dBeta.address };
  const overwritten = twin();
  kernel(addresses, [1, 0, 1]);
  const mixed = twin({ dx: before.dx, dBeta: before.dBeta });
  for (const name of names) expectSameBits(arrays[name].values(), mixed[name], `${what}, ${name}, added or not`);
  arrays.dGamma.set(before.dGamma);
  kernel(addresses, [0, 1, 0]);
  const otherwise = twin({ dGamma: before.dGamma });
  for (const name of names) expectSameBits(arrays[name].values(), otherwise[name], `${what}, ${name}, the other way`);
  for (const wanted of names) {
    for (const name of names) arrays[name].set(before[name]);
    kernel({ dx: 0, dGamma: 0, dBeta: 0, [wanted]: addresses[wanted] }, [0, 0, 0]);
    for (const name of names) {
      expectSameBits(
        arrays[name].values(),
        name === wanted ? overwritten[name] : before[name],
        `${what}, ${wanted} alone`,
      );
    }
  }
  memory.check();
}

/** Values by PyTorch in float64: test/golden/normalization.py. */
interface Case {
  rows: number;
  columns: number;
  epsilon: number;
  x: number[];
  gamma: number[];
  beta: number[];
  dy: number[];
  y: number[];
  training: Record<'dx' | 'dGamma' | 'dBeta', number[]>;
}
interface BatchCase extends Case {
  momentum: number;
  mean: number[];
  variance: number[];
  runningMean: number[];
  runningVariance: number[];
  afterMean: number[];
  afterVariance: number[];
  evaluated: number[];
  evaluation: Case['training'];
}
export const golden = JSON.parse(readFileSync(new URL('../golden/normalization.json', import.meta.url), 'utf8')) as {
  batchNorm: BatchCase[];
  layerNorm: Case[];
};

/** |a − b| ≤ tolerance · max(1, max |expected|). */
export function expectNear(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  const largest = Math.max(1, ...expected.map(Math.abs));
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i]), `${what} [${i}]`).toBeLessThanOrEqual(tolerance * largest);
  }
}
