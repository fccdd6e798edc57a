/**
 * The speed of the pooling kernels, as a fraction of a plain copy that moves as many bytes: at the layers of the networks that
 * `simdgrad experiment mnist` trains, and a few others.
 *
 *     npx tsx benchmarks/pooling.ts [words, all of which the name of a kernel must contain …]
 *
 * Bytes are those of the arrays that a kernel reads and writes, each counted once.
 */
import { placeWindows, type Windows, windowNumbers } from '../src/ops/window.ts';
import { fillUniform, philoxPlace } from '../src/tensor/random.ts';
import { kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, bytes, floats, Resident } from '../src/wasm/memory.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import * as twins from '../test/twins/pooling.ts';
import { billionsPerSecond, type Candidate, measure, printTable, saveResults, speedRatio, spread } from './harness.ts';

const pool = (image: [number, number, number, number], size: number, stride = size): Windows =>
  placeWindows('benchmark', image, [size, size], [stride, stride], 'valid');

const pools: readonly Windows[] = [
  pool([64, 26, 26, 32], 2),
  pool([64, 11, 11, 64], 2),
  pool([64, 27, 27, 8], 3),
  pool([64, 8, 8, 16], 3),
  pool([64, 27, 27, 6], 3),
  pool([64, 8, 8, 9], 3),
  pool([64, 28, 28, 1], 2),
  pool([64, 26, 26, 32], 3, 2),
];

beginOperation();

/** A kernel, and after it a copy of as many bytes. */
function candidatesOf(w: Windows): [Candidate, Candidate][] {
  const numbers = windowNumbers(w);
  const shape = `${w.batch}x${w.height}x${w.width}x${w.channels}, ${w.windowHeight}x${w.windowWidth}/${w.strideY}`;
  const [n, m] = [w.batch * w.height * w.width * w.channels, w.batch * w.rows * w.columns * w.channels];
  const take = (count: number): number => {
    const address = new Resident(Math.ceil(count / 16) * 64, 'kept').address();
    fillUniform(floats().subarray(address / 4, address / 4 + count), -1, 1, philoxPlace(1, 'benchmark', count));
    return address;
  };
  const [x, dx, y, dy, positions] = [take(n), take(n), take(m), take(m), take(m)];
  const [from, to] = [take(n + 2 * m), take(n + 2 * m)];
  const values = (address: number, count: number) => floats().slice(address / 4, address / 4 + count);
  const kinds = [
    {
      kind: 'maxPool',
      moved: n + 2 * m,
      run: () => kernels.maxPool(y, positions, x, ...numbers, packScratch),
      result: () => values(y, m),
      expected: () => twins.maxPool(w, values(x, n)).out,
    },
    {
      kind: 'maxPool without positions',
      moved: n + m,
      run: () => kernels.maxPool(y, 0, x, ...numbers, packScratch),
      result: () => values(y, m),
      expected: () => twins.maxPool(w, values(x, n)).out,
    },
    {
      kind: 'maxPoolBackward',
      moved: n + 2 * m,
      run: () => kernels.maxPoolBackward(dx, dy, positions, ...numbers, 0, packScratch),
      result: () => values(dx, n),
      expected: () => twins.maxPoolBackward(w, values(x, n), values(dy, m)),
    },
    {
      kind: 'averagePool',
      moved: n + m,
      run: () => kernels.averagePool(y, x, ...numbers, packScratch),
      result: () => values(y, m),
      expected: () => twins.averagePool(w, values(x, n)),
    },
    {
      kind: 'averagePoolBackward',
      moved: n + m,
      run: () => kernels.averagePoolBackward(dx, dy, ...numbers, 0, packScratch),
      result: () => values(dx, n),
      expected: () => twins.averagePoolBackward(w, values(dy, m)),
    },
  ];
  kernels.maxPool(y, positions, x, ...numbers, packScratch);
  return kinds.map(({ kind, moved, run, result, expected }) => {
    const name = `${kind} ${shape}`;
    const check = () => {
      run();
      expectSameBits(result(), expected(), name);
    };
    const half = Math.ceil(moved / 2) * 4;
    const copy = () => bytes().copyWithin(to, from, from + half);
    return [
      { name, work: 4 * moved, run, check },
      { name: `copy beside ${name}`, work: 4 * moved, run: copy },
    ];
  });
}

const words = process.argv.slice(2);
const chosen = pools.flatMap(candidatesOf).filter(([{ name }]) => words.every((word) => name.includes(word)));
const measured = await measure(chosen.flat());
const results = chosen.map((_, i) => {
  const [kernel, copy] = measured.slice(2 * i, 2 * i + 2);
  return { name: kernel.name, kernel, copy, ratio: speedRatio(kernel, copy) };
});
printTable(
  'Pooling; median of interleaved rounds, one thread',
  ['kernel', 'µs', 'spread', 'GB/s', 'of a copy'],
  results.map(({ name, kernel, ratio }) => [
    name,
    (kernel.nanoseconds / 1000).toFixed(1),
    `±${(100 * spread(kernel)).toFixed(1)} %`,
    billionsPerSecond(kernel).toFixed(1),
    `${(100 * ratio).toFixed(0)} %`,
  ]),
);
if (words.length === 0) console.log(saveResults('pooling', { kernels: results }));
