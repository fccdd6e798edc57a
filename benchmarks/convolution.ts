/**
 * The speed of the convolution kernels, in GFLOP/s and as a fraction of what strict SIMD does without loads in the same rounds
 * (`kernels/roofline.ts`), at the layers of the networks that `simdgrad experiment mnist` trains, and a few others.
 *
 *     npx tsx benchmarks/convolution.ts [words, all of which the name of a kernel must contain …]
 *
 * Only arithmetic that the result needs counts: not taps that fall beside the image.
 */
import { placeWindows, type Windows, windowNumbers } from '../src/ops/window.ts';
import { fillUniform, philoxPlace } from '../src/tensor/random.ts';
import { activationCode, kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { convolution, inputGradient, weightGradient } from '../test/twins/convolution.ts';
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

interface Layer {
  readonly windows: Windows;
  readonly filters: number;
}

function layer(
  image: [number, number, number, number],
  filters: number,
  size: number,
  stride: number,
  padding: 'valid' | 'same' = 'valid',
): Layer {
  return { windows: placeWindows('benchmark', image, [size, size], [stride, stride], padding), filters };
}

const layers: readonly Layer[] = [
  layer([64, 28, 28, 1], 32, 3, 1),
  layer([64, 13, 13, 32], 64, 3, 1),
  layer([64, 5, 5, 64], 64, 3, 1),
  layer([64, 5, 5, 64], 64, 3, 2),
  layer([64, 28, 28, 1], 8, 2, 1),
  layer([64, 9, 9, 8], 16, 2, 1),
  layer([32, 28, 28, 16], 32, 3, 1, 'same'),
  layer([8, 56, 56, 64], 64, 3, 1, 'same'),
];

/** Pairs of a window and a tap inside the image. */
function tapsInside({ windows: w }: Layer): number {
  const along = (places: number, stride: number, before: number, window: number, pixels: number): number => {
    let taps = 0;
    for (let i = 0; i < places; i++) {
      const first = i * stride - before;
      taps += Math.min(first + window, pixels) - Math.max(first, 0);
    }
    return taps;
  };
  return (
    w.batch *
    along(w.rows, w.strideY, w.top, w.windowHeight, w.height) *
    along(w.columns, w.strideX, w.left, w.windowWidth, w.width)
  );
}

beginOperation();

function candidatesOf(one: Layer): Candidate[] {
  const { windows: w, filters } = one;
  const places = windowNumbers(w);
  const shape = `${w.batch}x${w.height}x${w.width}x${w.channels} → ${filters}, ${w.windowHeight}x${w.windowWidth}/${w.strideY}`;
  const sizes = {
    x: w.batch * w.height * w.width * w.channels,
    weight: w.windowHeight * w.windowWidth * w.channels * filters,
    y: w.batch * w.rows * w.columns * filters,
  };
  const take = (n: number): number => {
    const address = new Resident(Math.ceil(n / 16) * 64, 'kept').address();
    fillUniform(floats().subarray(address / 4, address / 4 + n), -1, 1, philoxPlace(1, 'benchmark', n));
    return address;
  };
  const [x, weight, y, dz] = [take(sizes.x), take(sizes.weight), take(sizes.y), take(sizes.y)];
  const [dx, dw] = [take(sizes.x), take(sizes.weight)];
  const values = (address: number, n: number) => floats().slice(address / 4, address / 4 + n);
  const work = 2 * tapsInside(one) * w.channels * filters;
  const { none } = activationCode;
  const kinds = [
    {
      kind: 'forward',
      run: () => kernels.conv2d(y, x, weight, ...places, filters, 0, none, 0, packScratch),
      result: () => values(y, sizes.y),
      expected: () => convolution(w, filters, values(x, sizes.x), values(weight, sizes.weight)),
    },
    {
      kind: 'weight gradient',
      run: () => kernels.conv2dWeightGradient(dw, x, dz, ...places, filters, 0, packScratch),
      result: () => values(dw, sizes.weight),
      expected: () => weightGradient(w, filters, values(x, sizes.x), values(dz, sizes.y)),
    },
    {
      kind: 'input gradient',
      run: () => kernels.conv2dInputGradient(dx, dz, weight, ...places, filters, 0, packScratch),
      result: () => values(dx, sizes.x),
      expected: () => inputGradient(w, filters, values(dz, sizes.y), values(weight, sizes.weight)),
    },
  ];
  return kinds.map(({ kind, run, result, expected }) => {
    const name = `${kind} ${shape}`;
    const check = () => {
      run();
      expectSameBits(result(), expected(), name);
    };
    return { name, work, run, check };
  });
}

const words = process.argv.slice(2);
const chosen = layers.flatMap(candidatesOf).filter(({ name }) => words.every((word) => name.includes(word)));
const iterations = 2000;
const roof: Candidate = {
  name: 'roofline',
  work: iterations * 96,
  run: () => kernels.roofline(iterations, 0.5, 1),
};
const [roofline, ...measured] = await measure([roof, ...chosen]);
const rowOf = (measurement: Measurement): string[] => [
  measurement.name,
  (measurement.nanoseconds / 1000).toFixed(1),
  `±${(100 * spread(measurement)).toFixed(1)} %`,
  billionsPerSecond(measurement).toFixed(1),
  `${(100 * speedRatio(measurement, roofline)).toFixed(1)} %`,
];
printTable(
  'Convolutions; median of interleaved rounds, one thread',
  ['kernel', 'µs', 'spread', 'GFLOP/s', 'of roofline'],
  [roofline, ...measured].map(rowOf),
);
if (words.length === 0) console.log(saveResults('convolution', { roofline, kernels: measured }));
