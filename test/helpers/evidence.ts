/**
 * What proves an operation or a loss right, kept as data: gradient checks and independently computed values, by name.
 *
 * The cases stand in `test/evidence/`. They get the library as an argument, so that a test can see whether a case that
 * claims to prove `relu` would notice a wrong `relu`: it hands in a library in which that one function is broken.
 */
import { readFileSync } from 'node:fs';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { type GradCheckOptions, gradCheck } from '../../src/autodiff/grad-check.ts';
import { record } from '../../src/autodiff/record.ts';
import * as losses from '../../src/losses/index.ts';
import * as operations from '../../src/ops/index.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import type { AnyJson } from './any-json.ts';
import { expectSameBits } from './bits.ts';

export const library = { ...operations, ...losses };
export type Library = typeof library;

/** A function to check by finite differences, and where. */
export interface GradientCase {
  readonly fn: (library: Library, ...inputs: Tensor[]) => Tensor;
  readonly inputs: readonly Tensor[];
  readonly options?: GradCheckOptions;
}

/** An entry of a golden file. */
export interface GoldenCase {
  readonly inputs: readonly (readonly [shape: number[], values: number[]])[];
  /** Of whichever operation it is. */
  readonly options: AnyJson;
  /** Gradients are those of Σ upstream · output. Undefined where the operation has none. */
  readonly upstream: readonly number[] | undefined;
  readonly output: readonly [shape: number[], values: number[]];
  /** For each input; null where none is wanted. */
  readonly gradients: readonly (readonly number[] | null)[];
  /** Where the case is too badly conditioned for that of everyone. */
  readonly tolerance?: number;
}

export type GoldenCall = (library: Library, inputs: Tensor[], options: AnyJson) => Tensor;

export interface Evidence {
  readonly gradients: Readonly<Record<string, readonly GradientCase[]>>;
  readonly golden: readonly {
    /** Entries by name of operation. */
    readonly entries: Readonly<Record<string, readonly GoldenCase[]>>;
    /** How an entry becomes a call. */
    readonly calls: Readonly<Record<string, GoldenCall>>;
  }[];
}

/** The entries of `test/golden/<name>.json`. */
export function readGolden(name: string): Record<string, GoldenCase[]> {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
}

/** Numbers of size 0.1 to 2 with mixed signs, the same for the same seed, none near another's kink at 0. */
export function values(shape: readonly number[], seed = 1): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const made = Float32Array.from({ length: size }, (_, i) => {
    const u = ((i + 1) * 0.6180339887 + seed * 0.7548776662) % 1;
    const v = ((i + 1) * 0.569840291 + seed * 0.3247179572) % 1;
    return (v < 0.5 ? -1 : 1) * (0.1 + 1.9 * u);
  });
  return new Tensor([...shape], made);
}

type AnyOperation = (...args: unknown[]) => Tensor;

/** The library with one function replaced. */
export function withReplaced(name: string, replacement: (original: AnyOperation) => AnyOperation): Library {
  return Object.assign({}, library, { [name]: replacement(library[name as keyof Library] as AnyOperation) });
}

export function runGradientCase({ fn, inputs, options }: GradientCase, using: Library = library): void {
  gradCheck((...xs) => fn(using, ...xs), inputs, options);
}

/**
 * |a − b| ≤ tolerance · max(1, largest finite |b|), element by element; what is not finite must be the same.
 *
 * @throws Error naming the first that is not.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  }
  let scale = 1;
  for (let i = 0; i < expected.length; i++) {
    if (Number.isFinite(expected[i])) scale = Math.max(scale, Math.abs(expected[i]));
  }
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    if (Math.abs(actual[i] - expected[i]) <= tolerance * scale) continue;
    throw new Error(
      `${what}: [${i}] is ${actual[i]}, expected ${expected[i]}: off by ${Math.abs(actual[i] - expected[i])}, allowed ${tolerance * scale}`,
    );
  }
}

/**
 * Output and gradients of one golden case, eager, then recorded twice; all three must agree in every bit, and with the
 * expected values to the tolerance.
 */
export function runGoldenCase(
  { inputs, options, upstream, output, gradients, tolerance: ownTolerance }: GoldenCase,
  call: GoldenCall,
  commonTolerance: number,
  using: Library = library,
): void {
  const tolerance = ownTolerance ?? commonTolerance;
  const fresh = () =>
    inputs.map(([shape, numbers], i) => tensor(numbers, shape, { requiresGrad: gradients[i] !== null }));
  const xs = fresh();
  const y = call(using, xs, options);
  if (y.shape.join() !== output[0].join()) throw new Error(`output is [${y.shape}], expected [${output[0]}]`);
  const eager = y.toFloat32Array();
  expectClose(eager, output[1], tolerance, 'output');
  if (upstream) backwardFrom(y, Float32Array.from(upstream));
  xs.forEach((x, i) => {
    const expected = gradients[i];
    if (expected) expectClose(x.grad!.toFloat32Array(), expected, tolerance, `gradient ${i}`);
  });

  // The same with upstream inside the graph: the sum of upstream · y has y's gradient upstream · 1.
  const zs = fresh();
  const graph = record([], () => {
    const z = call(using, zs, options);
    return upstream ? [using.sum(using.mul(z, tensor(upstream, z.shape))), z] : [z];
  });
  for (const round of [1, 2]) {
    for (const z of zs) z.zeroGrad();
    const z = graph.run().at(-1)!;
    expectSameBits(z.toFloat32Array(), eager, `recorded output, run ${round}`);
    if (!upstream) continue;
    graph.backward();
    zs.forEach((leaf, i) => {
      if (!gradients[i]) return;
      expectSameBits(leaf.grad!.toFloat32Array(), xs[i].grad!.toFloat32Array(), `recorded gradient ${i}, run ${round}`);
    });
  }
}

/** An operation that gives the right values and no gradient. */
export function detached(original: AnyOperation): AnyOperation {
  return (...args) => noGrad(() => original(...args));
}

/** An operation that gives wrong values: 3 too much, of one half more. What is not finite stays. */
export function shifted(original: AnyOperation): AnyOperation {
  return (...args) => library.add(library.mul(original(...args), 1.5), 3);
}
