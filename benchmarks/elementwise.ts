/**
 * The speed of the elementwise kernels against the plain loop that one would write in TypeScript: the functions with
 * polynomials against `Math`, and the light ones against the same operator.
 *
 *     npx tsx benchmarks/elementwise.ts [names …]
 */
import { fillUniform, philoxPlace } from '../src/tensor/random.ts';
import { kernels, type Unary } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';
import { ulpsBetween } from '../test/helpers/bits.ts';
import { billionsPerSecond, type Candidate, measure, printTable, saveResults, speedRatio, spread } from './harness.ts';

interface Pair {
  name: string;
  kernel: Unary;
  /** The plain loop, written out for each so that the engine compiles every one for itself. */
  loop: (out: Float32Array, x: Float32Array) => void;
  low: number;
  high: number;
}

/** As many as stay in the first and second level caches, so that arithmetic is measured and not memory. */
const n = 8192;

const pairs: Pair[] = [
  {
    name: 'exp',
    kernel: kernels.exp,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i]);
    },
    low: -10,
    high: 10,
  },
  {
    name: 'log',
    kernel: kernels.log,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i]);
    },
    low: 0.001,
    high: 10,
  },
  {
    name: 'tanh',
    kernel: kernels.tanh,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.tanh(x[i]);
    },
    low: -5,
    high: 5,
  },
  {
    name: 'sigmoid',
    kernel: kernels.sigmoid,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
    },
    low: -10,
    high: 10,
  },
  {
    name: 'softplus',
    kernel: kernels.softplus,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
    },
    low: -10,
    high: 10,
  },
  {
    name: 'elu',
    kernel: (out, x, count) => kernels.elu(out, x, count, 1),
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] < 0 ? Math.expm1(x[i]) : x[i];
    },
    low: -5,
    high: 5,
  },
  {
    name: 'sin',
    kernel: kernels.sin,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.sin(x[i]);
    },
    low: -100,
    high: 100,
  },
  {
    name: 'cos',
    kernel: kernels.cos,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.cos(x[i]);
    },
    low: -100,
    high: 100,
  },
  {
    name: 'pow 0.3',
    kernel: (out, x, count) => kernels.pow(out, x, count, 0.3),
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.pow(x[i], 0.3);
    },
    low: 0.001,
    high: 10,
  },
  {
    name: 'relu',
    kernel: kernels.relu,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] < 0 ? 0 : x[i];
    },
    low: -1,
    high: 1,
  },
  {
    name: 'square',
    kernel: kernels.square,
    loop: (out, x) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i] * x[i];
    },
    low: -1,
    high: 1,
  },
];

const names = process.argv.slice(2);
const chosen = pairs.filter(({ name }) => names.length === 0 || names.includes(name));

beginOperation();
const area = new Resident(4 * 2 * n * chosen.length, 'kept');
const base = area.address();

/** The kernel over WASM memory, and the plain loop over the same values in ordinary arrays. */
function candidatesOf({ name, kernel, loop, low, high }: Pair, index: number): Candidate[] {
  const x = base + 8 * n * index;
  const out = x + 4 * n;
  const view = (address: number) => floats().subarray(address / 4, address / 4 + n);
  fillUniform(view(x), low, high, philoxPlace(1, `benchmark/${name}`));
  const input = view(x).slice();
  const output = new Float32Array(n);
  const run = () => kernel(out, x, n);
  return [
    {
      name,
      work: n,
      run,
      check: () => {
        run();
        loop(output, input);
        view(out).forEach((value, i) => {
          if (ulpsBetween(value, output[i]) > 2) throw new Error(`${name}(${input[i]}) is ${value}, not ${output[i]}`);
        });
      },
    },
    { name: `${name}, plain loop`, work: n, run: () => loop(output, input) },
  ];
}

const measured = await measure(chosen.flatMap(candidatesOf));
const results = chosen.map(({ name }, i) => {
  const [kernel, loop] = measured.slice(2 * i, 2 * i + 2);
  return { name, kernel, loop, ratio: speedRatio(kernel, loop) };
});
printTable(
  `Functions of one value over ${n} elements; median of interleaved rounds, one thread`,
  ['function', 'kernel, elements/ns', 'spread', 'plain loop', 'ratio'],
  results.map(({ name, kernel, loop, ratio }) => [
    name,
    billionsPerSecond(kernel).toFixed(3),
    `±${(100 * spread(kernel)).toFixed(1)} %`,
    billionsPerSecond(loop).toFixed(3),
    `${ratio.toFixed(1)}x`,
  ]),
);
console.log(saveResults('elementwise', { elements: n, functions: results }));
