import { describe, expect, it } from 'vitest';
import { activationCode, kernels, packScratch, wasmMemory } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/activations.ts';
import { type ProductSizes, product, type Variant, variants } from '../twins/gemm.ts';

const names = Object.keys(variants) as Variant[];
const f = Math.fround;

type Code = keyof typeof activationCode;
interface Options {
  adds?: boolean;
  bias?: boolean;
  activation?: Code;
  alpha?: number;
}

const scalar: Record<Code, (x: number, alpha: number) => number> = {
  none: (x) => x,
  relu: twins.relu,
  leakyRelu: twins.leakyRelu,
  elu: twins.elu,
  selu: twins.selu,
  softplus: twins.softplus,
  tanh: twins.tanh,
  sigmoid: twins.sigmoid,
};

/** The arrays of a product as its kernel takes them. */
type Inputs = Readonly<Record<'a' | 'b' | 'c' | 'bias', Float32Array>>;

const someValues = (count: number, seed: number): ArrayLike<number> => someFloats(count, 2, seed);

function inputs({ m, n, k }: ProductSizes, values = someValues): Inputs {
  const array = (count: number, seed: number) => Float32Array.from(values(count, seed));
  return { a: array(m * k, 1), b: array(k * n, 2), c: array(m * n, 3), bias: array(n, 4) };
}

/** Runs the kernel with guards around every array, and compares it with the three loops. */
function check(name: Variant, sizes: ProductSizes, options: Options = {}, values = someValues): void {
  const given = inputs(sizes, values);
  const start = options.adds ? given.c : undefined;
  const bias = options.bias ? given.bias : undefined;
  checkAgainst(product(name, given.a, given.b, sizes, start, bias), name, sizes, options, given);
}

/** The same with what the loops gave, before the activation. */
function checkAgainst(
  sum: Float32Array,
  name: Variant,
  { m, n, k }: ProductSizes,
  { adds = false, bias = false, activation = 'none', alpha = 0 }: Options,
  { a: aGiven, b: bGiven, c: cGiven, bias: zGiven }: Inputs,
): void {
  const memory = new KernelMemory();
  const a = memory.array(aGiven);
  const b = memory.array(bGiven);
  const c = memory.array(cGiven);
  const z = memory.array(zGiven);
  const given = [aGiven, bGiven, zGiven];
  kernels[name](
    c.address,
    a.address,
    b.address,
    m,
    n,
    k,
    bias ? z.address : 0,
    activationCode[activation],
    alpha,
    adds ? 1 : 0,
    packScratch,
  );
  const what = `${name} ${m}x${n}x${k}`;
  expectSameBits(
    c.values(),
    sum.map((x) => scalar[activation](x, f(alpha))),
    what,
  );
  memory.check();
  for (const [i, array] of [a, b, z].entries()) expectSameBits(array.values(), given[i], `${what}: an input`);
}

/**
 * Every m, n, k from 0 to 40 against one table: the product of the first k columns of a 40x40 matrix and the first k rows
 * of another, which holds the values of all smaller m and n too. adds, bias and the activation change from size to size.
 */
describe.each(names)('%s at every size up to 40', (name) => {
  it('equals the plain loops bit for bit and leaves its surroundings alone', () => {
    const size = 40;
    const a = someFloats(size * size, 2, 11);
    const b = someFloats(size * size, 2, 12);
    const start = someFloats(size * size, 2, 13);
    const bias = someFloats(size, 2, 14);
    // table[adds][k] is [40, 40].
    const table = [false, true].map((adds) =>
      Array.from({ length: size + 1 }, (_, k) => {
        const left = Float32Array.from({ length: size * k }, (_, i) => a[Math.floor(i / k) * size + (i % k)]);
        return product('gemmNN', left, b.subarray(0, k * size), { m: size, n: size, k }, adds ? start : undefined);
      }),
    );
    const { transposesA, transposesB } = variants[name];
    const codes = [activationCode.none, activationCode.relu];
    const memory = new KernelMemory();
    const guard = f(777.25);
    const at = memory.array(size * size + 8);
    const bt = memory.array(size * size + 8);
    const ct = memory.array(size * size + 8);
    const zt = memory.array(size + 8);
    const view = (array: { address: number; n: number }) => new Float32Array(wasmMemory.buffer, array.address, array.n);
    const [av, bv, cv, zv] = [view(at), view(bt), view(ct), view(zt)];
    const expected = new Float32Array(size * size + 8);
    const words = new Int32Array(wasmMemory.buffer, ct.address, ct.n);
    const expectedWords = new Int32Array(expected.buffer);
    for (let m = 0; m <= size; m++) {
      for (let n = 0; n <= size; n++) {
        zv.fill(guard);
        zv.set(bias.subarray(0, n));
        for (let k = 0; k <= size; k++) {
          const choice = (m * 7 + n * 5 + k * 3 + ((m * n * k) >> 3)) % 8;
          const adds = choice & 1;
          const usesBias = choice & 2;
          const activation = codes[choice >> 2];
          for (let i = 0; i < m; i++) {
            for (let p = 0; p < k; p++) av[transposesA ? p * m + i : i * k + p] = a[i * size + p];
          }
          for (let p = 0; p < k; p++) {
            for (let j = 0; j < n; j++) bv[transposesB ? j * k + p : p * n + j] = b[p * size + j];
          }
          // A stray read beyond an end meets NaN.
          av.fill(Number.NaN, m * k, m * k + 8);
          bv.fill(Number.NaN, k * n, k * n + 8);
          const from = table[adds][k];
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) {
              cv[i * n + j] = start[i * size + j];
              let x = from[i * size + j];
              if (usesBias) x = f(x + bias[j]);
              expected[i * n + j] = activation && x < 0 ? 0 : x;
            }
          }
          cv.fill(guard, m * n, m * n + 8);
          expected.fill(guard, m * n, m * n + 8);
          kernels[name](
            ct.address,
            at.address,
            bt.address,
            m,
            n,
            k,
            usesBias ? zt.address : 0,
            activation,
            0,
            adds as 0 | 1,
            packScratch,
          );
          for (let i = 0; i < m * n + 8; i++) {
            if (words[i] !== expectedWords[i])
              throw new Error(`${m}x${n}x${k}: [${i}] is ${cv[i]}, expected ${expected[i]}`);
          }
        }
      }
    }
    memory.check();
  });
});

const large: ProductSizes[] = [
  { m: 32, n: 64, k: 64 },
  { m: 128, n: 128, k: 784 },
  { m: 257, n: 129, k: 513 },
  { m: 64, n: 1030, k: 70 },
  { m: 1, n: 1000, k: 1 },
  { m: 1, n: 300, k: 1100 },
  { m: 300, n: 1, k: 700 },
  { m: 70, n: 523, k: 1100 },
  { m: 2, n: 40, k: 3000 },
  { m: 1030, n: 20, k: 33 },
];

const transposed = (matrix: Float32Array, rows: number, columns: number): Float32Array =>
  Float32Array.from(matrix, (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]);

/** The loops run twice for each size: the product is the same however a and b are laid out, and a bias is added last. */
describe.each(large)('at $m x $n x $k', (sizes) => {
  const { m, n, k } = sizes;
  const { a, b, c, bias } = inputs(sizes);
  const aTransposed = transposed(a, m, k);
  const bTransposed = transposed(b, k, n);
  const plain = product('gemmNT', a, bTransposed, sizes);
  const added = product('gemmNT', a, bTransposed, sizes, c);
  const biased = (sum: Float32Array) => sum.map((x, i) => x + bias[i % n]);

  it.each(names)('%s equals the plain loops', (name) => {
    const { transposesA, transposesB } = variants[name];
    const given = { a: transposesA ? aTransposed : a, b: transposesB ? bTransposed : b, c, bias };
    checkAgainst(plain, name, sizes, {}, given);
    const options = { adds: true, bias: true, activation: 'leakyRelu', alpha: 0.1 } as const;
    checkAgainst(biased(added), name, sizes, options, given);
    checkAgainst(biased(plain), name, sizes, { bias: true, activation: 'relu' }, given);
  });
});

describe.each(names)('%s', (name) => {
  it.each(Object.keys(activationCode) as Code[])('applies %s as a pass of its own would', (activation) => {
    for (const sizes of [
      { m: 7, n: 13, k: 20 },
      { m: 9, n: 600, k: 3 },
      { m: 5, n: 6, k: 600 },
      { m: 3, n: 2, k: 0 },
    ]) {
      for (const adds of [false, true]) check(name, sizes, { adds, bias: true, activation, alpha: 0.3 });
    }
  });

  it('carries signed zeros, infinities, NaN and denormals as the plain loops do', () => {
    const special = (count: number, seed: number) => {
      const pick = someFloats(count, 1, seed);
      return pick.map((x, i) => (Math.abs(x) < 0.1 ? specialFloats[i % specialFloats.length] : x));
    };
    for (const sizes of [
      { m: 7, n: 13, k: 5 },
      { m: 33, n: 70, k: 4 },
      { m: 5, n: 9, k: 600 },
    ]) {
      for (const activation of ['none', 'relu', 'leakyRelu'] as const) {
        for (const adds of [false, true]) check(name, sizes, { adds, bias: true, activation, alpha: 0.5 }, special);
      }
    }
  });

  it('keeps −0 where nothing is added to it', () => {
    const negativeZero = (count: number) => new Float32Array(count).fill(-0);
    for (const n of [3, 8, 11]) {
      check(name, { m: 5, n, k: 0 }, { adds: true }, negativeZero);
      check(name, { m: 5, n, k: 0 }, { adds: true, activation: 'relu' }, negativeZero);
      check(name, { m: 5, n, k: 0 }, { adds: false, bias: true }, negativeZero);
    }
  });

  it('reads nothing past the end of memory', () => {
    for (const { m, n, k } of [
      { m: 5, n: 7, k: 3 },
      { m: 3, n: 9, k: 5 },
      { m: 7, n: 5, k: 9 },
      { m: 13, n: 21, k: 517 },
      { m: 9, n: 1, k: 2 },
    ]) {
      const sizes = { a: m * k, b: k * n, c: m * n, bias: n };
      for (const last of ['a', 'b', 'c', 'bias'] as const) {
        const memory = new KernelMemory();
        const end = wasmMemory.buffer.byteLength;
        const address = (of: keyof typeof sizes) =>
          of === last ? end - 4 * sizes[of] : memory.array(someFloats(sizes[of], 2, sizes[of])).address;
        const [a, b, c, bias] = (['a', 'b', 'c', 'bias'] as const).map(address);
        const values = (at: number, count: number) => new Float32Array(wasmMemory.buffer, at, count);
        values(end - 4 * sizes[last], sizes[last]).set(someFloats(sizes[last], 2, 5));
        const expected = product(name, values(a, sizes.a), values(b, sizes.b), { m, n, k }, undefined, values(bias, n));
        kernels[name](c, a, b, m, n, k, bias, activationCode.none, 0, 0, packScratch);
        expectSameBits(values(c, m * n), expected, `${name} ${m}x${n}x${k} with ${last} last`);
        memory.check();
      }
    }
    expect(wasmMemory.buffer.byteLength % 65536).toBe(0);
  });
});
