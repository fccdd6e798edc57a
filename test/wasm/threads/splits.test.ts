/** Parts of an operation, computed one by one in reverse, have the bits of the whole. */
import { describe, expect, it } from 'vitest';
import { activationCode, kernels, packScratch } from '../../../src/wasm/kernels.ts';
import { cut, splits } from '../../../src/wasm/threads/splits.ts';
import type { Kernel } from '../../../src/wasm/threads/take-parts.ts';
import { expectSameBits } from '../../helpers/bits.ts';
import { congruential } from '../../helpers/congruential.ts';
import { type KernelArray, KernelMemory } from '../../helpers/memory.ts';

type Name = keyof typeof splits;
const kernelOf = (name: string): Kernel => (kernels as unknown as Record<string, Kernel>)[name];

/** An array of so many values, written or only read; 0 for none. */
type Argument = { readonly size: number; readonly positive?: boolean } | number;
const array = (size: number): Argument => ({ size });

interface Case {
  readonly what: string;
  readonly name: Name;
  readonly args: readonly Argument[];
}

const sizes = [1, 15, 16, 17, 33, 200, 1027];
const valueCases = (names: readonly Name[], addresses: number, rest: readonly number[], positive = false): Case[] =>
  names.flatMap((name) =>
    sizes.map((n) => ({
      what: `${name} of ${n}`,
      name,
      args: [...Array.from({ length: addresses }, () => ({ size: n, positive })), n, ...rest],
    })),
  );

const products = [
  [1, 300, 40],
  [5, 128, 9],
  [33, 130, 70],
  [64, 6, 32],
  [130, 17, 300],
  [3, 3, 3],
  [40, 40, 0],
].flatMap(([m, n, k]) =>
  (['gemmNN', 'gemmNT', 'gemmTN'] as const).flatMap((name) =>
    (['none', 'relu', 'tanh'] as const).flatMap((activation) =>
      [0, 1].map((adds): Case => {
        const bias = adds === 0 ? array(n) : 0;
        const rest = [activationCode[activation], 0, adds, packScratch];
        return {
          what: `${name} ${m}x${n}x${k} ${activation} adds ${adds}`,
          name,
          args: [array(m * n), array(m * k), array(k * n), m, n, k, bias, ...rest],
        };
      }),
    ),
  ),
);

/** batch, height, width, channels, window height and width, strides, padding at top and left, rows, columns; filters. */
const images = [
  { numbers: [5, 9, 8, 3, 3, 3, 1, 1, 0, 0, 7, 6], filters: 10 },
  { numbers: [7, 28, 28, 1, 3, 3, 1, 1, 0, 0, 26, 26], filters: 9 },
  { numbers: [4, 6, 7, 16, 3, 3, 1, 1, 1, 1, 6, 7], filters: 24 },
  { numbers: [3, 9, 9, 2, 3, 2, 2, 2, 0, 0, 4, 4], filters: 3 },
  { numbers: [1, 6, 6, 4, 2, 2, 2, 2, 0, 0, 3, 3], filters: 2 },
].flatMap(({ numbers, filters }): Case[] => {
  const [batch, height, width, channels, windowHeight, windowWidth] = numbers;
  const [rows, columns] = numbers.slice(10);
  const image = array(batch * height * width * channels);
  const places = array(batch * rows * columns * filters);
  const pooled = array(batch * rows * columns * channels);
  const weight = array(windowHeight * windowWidth * channels * filters);
  const of = (name: string): string => `${name} of ${numbers.slice(0, 4).join('x')} by ${windowHeight}x${windowWidth}`;
  const cases: [Name, Argument[]][] = [
    ['conv2d', [places, image, weight, ...numbers, filters, array(filters), activationCode.relu, 0, packScratch]],
    ['conv2d', [places, image, weight, ...numbers, filters, 0, activationCode.tanh, 0, packScratch]],
    ['conv2dInputGradient', [image, places, weight, ...numbers, filters, 0, packScratch]],
    ['conv2dInputGradient', [image, places, weight, ...numbers, filters, 1, packScratch]],
    ['conv2dWeightGradient', [weight, image, places, ...numbers, filters, 0, packScratch]],
    ['conv2dWeightGradient', [weight, image, places, ...numbers, filters, 1, packScratch]],
    ['maxPool', [pooled, pooled, image, ...numbers, packScratch]],
    ['maxPool', [pooled, 0, image, ...numbers, packScratch]],
    ['maxPoolBackward', [image, pooled, pooled, ...numbers, 1, packScratch]],
    ['averagePool', [pooled, image, ...numbers, packScratch]],
    ['averagePoolBackward', [image, pooled, ...numbers, 0, packScratch]],
  ];
  return cases.map(([name, args]) => ({ what: of(name), name, args }));
});

const rowCases = (['softmax', 'softmaxBackward', 'logSoftmax', 'logSoftmaxBackward'] as const).flatMap((name) =>
  [
    [1, 10],
    [7, 3],
    [50, 11],
  ].map(([rows, columns]): Case => {
    const arrays = name.endsWith('Backward') ? 3 : 2;
    return {
      what: `${name} of ${rows}x${columns}`,
      name,
      args: [...Array.from({ length: arrays }, () => array(rows * columns)), rows, columns, 1],
    };
  }),
);

const broadcasts = (
  [
    [
      1,
      ['addBroadcast', 'subBroadcast', 'mulBroadcast', 'divBroadcast', 'maximumBroadcast', 'minimumBroadcast'] as const,
    ],
    [2, ['divBackwardDivisor', 'maximumBackward', 'minimumBackward', 'whereBroadcast'] as const],
  ] as const
).flatMap(([operands, names]) =>
  names.flatMap((name) =>
    [
      { rows: 1, columns: 203, strides: [203, 1, 203, 1] },
      { rows: 1, columns: 203, strides: [203, 1, 0, 0] },
      { rows: 19, columns: 7, strides: [7, 1, 0, 1] },
      { rows: 19, columns: 7, strides: [1, 0, 7, 1] },
    ].map(({ rows, columns, strides }): Case => {
      const all = array(rows * columns);
      return {
        what: `${name} ${rows}x${columns} with strides ${strides.join(' ')}`,
        name,
        args: [...Array.from({ length: operands }, () => all), all, all, rows, columns, ...strides, 1],
      };
    }),
  ),
);

const curves = ['exp', 'log', 'sin', 'cos', 'erf', 'gelu', 'geluTanh', 'silu', 'tanh', 'sigmoid', 'softplus'] as const;
const ofOne = ['elu', 'selu', 'pow', 'relu', 'leakyRelu', 'neg', 'abs', 'sqrt', 'square', 'clip', 'scale'] as const;
const backward = [
  ...(['relu', 'leakyRelu', 'elu', 'selu', 'softplus', 'tanh', 'sigmoid', 'abs', 'sqrt', 'square'] as const),
  ...(['exp', 'log', 'clip', 'pow'] as const),
].map((name) => `${name}Backward` as const);
const backwardFromInput = ['gelu', 'geluTanh', 'silu'].map((name) => `${name}BackwardFromInput` as Name);
const limit = Number.POSITIVE_INFINITY;
const optimizers: [Name, number, number[]][] = [
  ['sgd', 2, [1, limit, 0.01]],
  ['momentum', 3, [1, limit, 0.9, 1, -0.01, 1]],
  ['adagrad', 3, [1, limit, 0.01, 1e-8]],
  ['lion', 3, [1, 0.2, 0.01, 0.9, 0.99, 0]],
  ['rAdam', 4, [1, limit, 0.01, 0.9, 0.999, 1e-8, 1]],
  ['nadam', 4, [1, limit, 0.01, 0.1, 0.9, 0.999, 1e-8]],
  ['adadelta', 4, [1, limit, 1, 0.9, 1e-6]],
  ['adamax', 4, [0.5, limit, 0.01, 0.9, 0.999, 1e-8]],
  ['rmsProp', 5, [1, limit, 0.01, 0.9, 1e-8, 0.5]],
  ['adam', 5, [1, limit, 0.01, 0.9, 0.999, 1e-8, 0]],
];

const cases: Case[] = [
  ...valueCases([...curves, ...ofOne], 2, [0.25, 0.75]),
  ...valueCases([...backward, ...backwardFromInput], 3, [0.5, 1, 1]),
  ...valueCases(['fill'], 1, [0.5]),
  ...optimizers.flatMap(([name, addresses, rest]) => valueCases([name], addresses, rest, true)),
  // Without a largest square (amsgrad), a mean or a velocity.
  {
    what: 'adam without a maximum',
    name: 'adam',
    args: [...[1, 2, 3, 4].map(() => ({ size: 99, positive: true })), 0, 99, 1, limit, 0.01, 0.9, 0.999, 1e-8, 0],
  },
  ...rowCases,
  ...broadcasts,
  ...products,
  ...images,
];

/** Fills memory as the case says, runs, and gives all arrays. */
function outcome({ args }: Case, run: (args: readonly number[]) => void): Float32Array[] {
  const memory = new KernelMemory();
  const next = congruential(7);
  const arrays: KernelArray[] = [];
  const given = args.map((argument) => {
    if (typeof argument === 'number') return argument;
    const made = memory.array(
      Float32Array.from({ length: argument.size }, () => (argument.positive ? next() + 0.75 : 4 * next())),
    );
    arrays.push(made);
    return made.address;
  });
  run(given);
  memory.check();
  return arrays.map((one) => one.values());
}

describe('parts of operations', () => {
  it.each(cases)('$what', (one) => {
    const whole = outcome(one, (args) => void kernelOf(one.name)(...args));
    for (const pieces of [2, 3, 7]) {
      const parts = outcome(one, (args) => {
        const split = splits[one.name]!(args)!;
        const calls = cut(split, pieces);
        expect(calls.length).toBeGreaterThan(0);
        for (const call of calls.reverse()) kernelOf(split.kernel)(...call);
      });
      whole.forEach((values, i) => {
        expectSameBits(parts[i], values, `argument ${i} in ${pieces} pieces`);
      });
    }
  });

  it('are tested for every operation that is cut', () => {
    const tested = new Set(cases.map(({ name }) => name));
    expect(Object.keys(splits).filter((name) => !tested.has(name as Name))).toEqual([]);
  });

  it('are as many as asked for where the grain allows it, and then differ by a grain at most', () => {
    const split = splits.relu!([1024, 2048, 1000])!;
    expect(cut(split, 4)).toEqual([
      [1024, 2048, 256],
      [1024 + 4 * 256, 2048 + 4 * 256, 256],
      [1024 + 4 * 512, 2048 + 4 * 512, 256],
      [1024 + 4 * 768, 2048 + 4 * 768, 232],
    ]);
    expect(cut(splits.relu!([1024, 2048, 20])!, 4)).toHaveLength(2);
  });
});
