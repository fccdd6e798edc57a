/**
 * The speed of the matrix product kernels, in GFLOP/s and as a fraction of what strict SIMD does without loads in the same
 * rounds (`kernels/roofline.ts`): at the sizes that are promised, and for every product of two training steps.
 *
 *     npx tsx benchmarks/gemm.ts [words, all of which the name of a product must contain …]
 */
import { fillUniform, philoxPlace } from '../src/tensor/random.ts';
import { kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { product, type Variant } from '../test/twins/gemm.ts';
import {
  billionsPerSecond,
  type Candidate,
  type Measurement,
  measure,
  printTable,
  saveResults,
  speedRatio,
  spread,
} from './harness.ts';

interface Product {
  group: string;
  variant: Variant;
  m: number;
  n: number;
  k: number;
}

/** The products of a step of a dense network: forward, gradient of the weights, gradient of the inputs. */
function productsOfStep(sizes: readonly number[], batch: number): Product[] {
  const group = `step ${sizes.join('-')} batch ${batch}`;
  const layers = sizes.slice(1).map((units, i) => ({ inputs: sizes[i], units }));
  return [
    ...layers.map(({ inputs, units }) => ({ group, variant: 'gemmNN' as const, m: batch, n: units, k: inputs })),
    ...layers.map(({ inputs, units }) => ({ group, variant: 'gemmTN' as const, m: inputs, n: units, k: batch })),
    ...layers
      .slice(1)
      .map(({ inputs, units }) => ({ group, variant: 'gemmNT' as const, m: batch, n: inputs, k: units })),
  ];
}

const promised = [
  { m: 32, n: 64, k: 64 },
  { m: 128, n: 128, k: 784 },
  { m: 512, n: 512, k: 512 },
].flatMap((size) =>
  (['gemmNN', 'gemmNT', 'gemmTN'] as const).map((variant) => ({ group: 'promised', variant, ...size })),
);
const all: Product[] = [
  ...promised,
  ...productsOfStep([11, 64, 64, 6], 32),
  ...productsOfStep([784, 128, 64, 10], 128),
  { group: 'large', variant: 'gemmNN', m: 1024, n: 1024, k: 1024 },
  { group: 'one sample', variant: 'gemmNN', m: 1, n: 128, k: 784 },
];

const nameOf = ({ group, variant, m, n, k }: Product): string => `${variant} ${m}x${n}x${k} (${group})`;
const words = process.argv.slice(2);
const chosen = all.filter((one) => words.every((word) => nameOf(one).includes(word)));

// One area for all: a, then b, then c.
const floatsOf = (one: Product) => [one.m * one.k, one.k * one.n, one.m * one.n].map((n) => Math.ceil(n / 16) * 16);
const areaBytes = 4 * Math.max(...chosen.map((one) => floatsOf(one).reduce((sum, n) => sum + n)));
beginOperation();
const area = new Resident(areaBytes, 'kept');
const base = area.address();
fillUniform(floats().subarray(base / 4, (base + areaBytes) / 4), -1, 1, philoxPlace(1, 'benchmark'));

function candidateOf(one: Product): Candidate {
  const { variant, m, n, k } = one;
  const [aFloats, bFloats] = floatsOf(one);
  const [a, b, c] = [base, base + 4 * aFloats, base + 4 * (aFloats + bFloats)];
  const kernel = kernels[variant];
  const run = () => kernel(c, a, b, m, n, k, 0, 0, 0, 0, packScratch);
  const values = (address: number, count: number) => floats().slice(address / 4, address / 4 + count);
  return {
    name: nameOf(one),
    work: 2 * m * n * k,
    run,
    check: () => {
      run();
      expectSameBits(values(c, m * n), product(variant, values(a, m * k), values(b, k * n), one), nameOf(one));
    },
  };
}

const iterations = 2000;
const limits: Candidate[] = [
  { name: 'roofline', work: iterations * 96, run: () => kernels.roofline(iterations, 0.5, 1) },
  { name: 'peak', work: 2 * iterations * 48, run: () => kernels.peak(2 * iterations, 1, 0.5) },
];

const [roofline, peak, ...measured] = await measure([...limits, ...chosen.map(candidateOf)]);
const rowOf = (measurement: Measurement): string[] => [
  measurement.name,
  (measurement.nanoseconds / 1000).toFixed(2),
  `±${(100 * spread(measurement)).toFixed(1)} %`,
  billionsPerSecond(measurement).toFixed(1),
  `${(100 * speedRatio(measurement, roofline)).toFixed(1)} %`,
  `${(100 * speedRatio(measurement, peak)).toFixed(1)} %`,
];
printTable(
  'Matrix products: c [m, n] from m x n x k; median of interleaved rounds, one thread',
  ['product', 'µs', 'spread', 'GFLOP/s', 'of roofline', 'of peak'],
  [roofline, peak, ...measured].map(rowOf),
);

// The products of a step together, as a step meets them.
for (const group of new Set(chosen.map((one) => one.group))) {
  const members = measured.filter((_, i) => chosen[i].group === group);
  if (!group.startsWith('step') || members.length < 2) continue;
  const work = members.reduce((sum, one) => sum + one.work, 0);
  const nanoseconds = members.reduce((sum, one) => sum + one.nanoseconds, 0);
  const fraction = work / nanoseconds / billionsPerSecond(roofline);
  console.log(
    `${group}: ${(nanoseconds / 1000).toFixed(1)} µs in products, ${(100 * fraction).toFixed(1)} % of the roofline`,
  );
}
console.log(saveResults('gemm', { roofline, peak, products: measured }));
