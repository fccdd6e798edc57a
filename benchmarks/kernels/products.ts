/** Matrix products: sizes that were promised, those of training steps, and blocks of a product that threads share. */
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Case, Prepared } from './case.ts';
import type { Place } from './place.ts';

type Floats = Float32Array;
export type Variant = 'gemmNN' | 'gemmNT' | 'gemmTN';

export const variants: readonly Variant[] = ['gemmNN', 'gemmNT', 'gemmTN'];

/** Of all of c, or of a block of it that begins where c does: strides from row to row. */
interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly cStride: number;
  readonly aStride: number;
  readonly bStride: number;
}

// In the order in which rows are read: the best of the plain ones.

function productNN(c: Floats, a: Floats, b: Floats, { m, n, k, cStride, aStride, bStride }: Sizes): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) c[i * cStride + j] = 0;
    for (let p = 0; p < k; p++) {
      const factor = a[i * aStride + p];
      for (let j = 0; j < n; j++) c[i * cStride + j] += factor * b[p * bStride + j];
    }
  }
}

function productNT(c: Floats, a: Floats, b: Floats, { m, n, k, cStride, aStride, bStride }: Sizes): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * aStride + p] * b[j * bStride + p];
      c[i * cStride + j] = sum;
    }
  }
}

function productTN(c: Floats, a: Floats, b: Floats, { m, n, k, cStride, aStride, bStride }: Sizes): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) c[i * cStride + j] = 0;
    for (let p = 0; p < k; p++) {
      const factor = a[p * aStride + i];
      for (let j = 0; j < n; j++) c[i * cStride + j] += factor * b[p * bStride + j];
    }
  }
}

const loops = { gemmNN: productNN, gemmNT: productNT, gemmTN: productTN };

/** Sums of products, each rounded in another order. */
const tolerance = 1e-4;

function sizesOf(variant: Variant, [m, n, k]: Shape, parts = 1): Sizes {
  const aStride = variant === 'gemmTN' ? m : k;
  const bStride = variant === 'gemmNT' ? k : n;
  return { m: m / parts, n: n / parts, k, cStride: n, aStride, bStride };
}

function prepareProduct(variant: Variant, [m, n, k]: Shape, place: Place): Prepared {
  const [a, b, c] = [place.input(m * k), place.input(k * n), place.output(m * n)];
  const kernel = kernels[variant];
  const sizes = sizesOf(variant, [m, n, k]);
  return {
    run: () => kernel(c.at, a.at, b.at, m, n, k, 0, 0, 0, 0, packScratch),
    loop: () => loops[variant](c.values, a.values, b.values, sizes),
    tolerance,
  };
}

/** The upper left quarter of c. */
function prepareBlock(variant: Variant, [m, n, k]: Shape, place: Place): Prepared {
  const [a, b, c] = [place.input(m * k), place.input(k * n), place.zeros(m * n)];
  const kernel = kernels[`${variant}Block`];
  const sizes = sizesOf(variant, [m, n, k], 2);
  const { cStride, aStride, bStride } = sizes;
  return {
    run: () => kernel(c.at, a.at, b.at, sizes.m, sizes.n, k, 0, 0, 0, 0, packScratch, cStride, aStride, bStride),
    loop: () => loops[variant](c.values, a.values, b.values, sizes),
    tolerance,
  };
}

type Shape = readonly [m: number, n: number, k: number];

/** Above this many operations the plain loop takes the better part of a second, and checks the answer only. */
const mostFlopsOfLoop = 3e8;
/** Below it a call is what it costs. */
const leastFlopsOfLimit = 1e4;

const sizeText = ([m, n, k]: Shape): string => `${m}x${n}x${k}`;

function productOf(variant: Variant, shape: Shape, quick: boolean): Case {
  const [m, n, k] = shape;
  const flops = 2 * m * n * k;
  return {
    kernel: variant,
    name: variant,
    size: sizeText(shape),
    quick,
    flops,
    hasLimit: flops >= leastFlopsOfLimit,
    timesLoop: flops <= mostFlopsOfLoop,
    prepare: (place) => prepareProduct(variant, shape, place),
  };
}

/** The products of a step of a dense network: forward, gradient of the weights, gradient of the inputs but for the first layer. */
function productsOfStep(sizes: readonly number[], batch: number): Case[] {
  return sizes.slice(1).flatMap((units, i) => {
    const inputs = sizes[i];
    return [
      productOf('gemmNN', [batch, units, inputs], false),
      productOf('gemmTN', [inputs, units, batch], false),
      ...(i > 0 ? [productOf('gemmNT', [batch, inputs, units], false)] : []),
    ];
  });
}

/** At least so much of the strict roofline was promised. */
export const promisedProducts: readonly { readonly shape: string; readonly atLeast: number }[] = [
  { shape: '32x64x64', atLeast: 0.88 },
  { shape: '128x128x784', atLeast: 0.88 },
  { shape: '512x512x512', atLeast: 0.88 },
  { shape: '1024x1024x1024', atLeast: 0.82 },
];

const blockShape: Shape = [256, 256, 512];

const all: readonly Case[] = [
  ...variants.flatMap((variant) => [
    productOf(variant, [4, 4, 4], false),
    productOf(variant, [32, 64, 64], true),
    productOf(variant, [128, 128, 784], true),
    productOf(variant, [512, 512, 512], false),
    productOf(variant, [1024, 1024, 1024], false),
  ]),
  productOf('gemmNN', [1, 128, 784], false),
  productOf('gemmNN', [64, 5120, 2048], false), // weights larger than the third-level cache
  ...productsOfStep([11, 64, 64, 6], 32),
  ...productsOfStep([43, 10, 8, 1], 32),
  ...productsOfStep([784, 128, 64, 10], 128),
  ...productsOfStep([784, 1024, 1024, 10], 256),
  ...variants.map(
    (variant): Case => ({
      kernel: `${variant}Block`,
      name: `${variant}Block`,
      size: `a quarter of ${sizeText(blockShape)}`,
      quick: true,
      flops: (2 * blockShape[0] * blockShape[1] * blockShape[2]) / 4,
      hasLimit: true,
      timesLoop: true,
      prepare: (place) => prepareBlock(variant, blockShape, place),
    }),
  ),
];

/** Steps share some of their products. */
export const products: readonly Case[] = all.filter(
  ({ name, size }, i) => all.findIndex((other) => other.name === name && other.size === size) === i,
);
