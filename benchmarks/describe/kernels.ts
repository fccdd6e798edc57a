import type { Block } from '../../src/report/index.ts';
import { quantile } from '../harness.ts';
import { sizeNames } from '../kernels/case.ts';
import type { CaseResult } from '../kernels/measure-case.ts';
import { promisedProducts, variants } from '../kernels/products.ts';
import type { KernelsResults } from '../kernels.ts';
import { timesText, timeText } from '../texts.ts';
import { type Chapter, columnsOf, percentText } from './chapter.ts';
import { familyCharts } from './kernel-families.ts';

/** The size that is looked at where there is room for one: numbers come from the second-level cache. */
const usual = 'L2';

export function describeKernels({ roofline, peak, kernels }: KernelsResults): Chapter {
  const streaming = kernels.filter(({ size }) => sizeNames.includes(size));
  const besideLoop = streaming.flatMap(({ size, timesLoop }) =>
    size === usual && timesLoop !== undefined ? [timesLoop] : [],
  );
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((fraction) => timesText(quantile(besideLoop, fraction)));
  return {
    title: 'Kernels',
    question:
      'How fast is each kernel beside the plain loop that one would write for the same, and beside what the machine can do?',
    answer:
      `Over numbers from the second-level cache a kernel is ${median} as fast as its plain loop, half of them between ${lower} and ${upper}. ` +
      `Strict SIMD does ${roofline} GFLOP/s in registers alone.`,
    blocks: [
      ...productBlocks(kernels),
      ...convolutionBlocks(kernels),
      { kind: 'heading', text: 'Over numbers' },
      {
        kind: 'text',
        text:
          'Numbers come from the first, second or third level of caches or from memory. A cell says how much of the bandwidth there a kernel reaches, at which as many bytes are ' +
          'read, written or copied in the same rounds. Close to the caches arithmetic binds what is more than a few operations, such as exp; towards memory the bandwidth does.',
      },
      ...familyCharts(streaming),
      {
        kind: 'text',
        text:
          'Elements a nanosecond of the same kernels, and how many times as fast as the plain loop they are in the second level of caches; ten numbers show what a call ' +
          'costs.',
      },
      streamingTable(streaming),
      { kind: 'heading', text: 'Products, convolutions and pooling' },
      shapesTable(kernels.filter(({ size }) => !sizeNames.includes(size))),
      {
        kind: 'text',
        text: `The roofline is chains of products and sums, each waiting for the one before; without waiting it would be ${peak} GFLOP/s.`,
        tone: 'remark',
      },
    ],
  };
}

/** The products that something was promised of. */
function productBlocks(kernels: readonly CaseResult[]): Block[] {
  const rowOf = (variant: string, shape: string): CaseResult | undefined =>
    kernels.find(({ name, size }) => name === variant && size === shape);
  const measured = promisedProducts.filter(({ shape }) => rowOf(variants[0], shape) !== undefined);
  if (measured.length === 0) return [];
  return [
    { kind: 'heading', text: 'Matrix products beside the roofline' },
    {
      kind: 'chart',
      caption: 'Matrix products as fractions of the strict roofline; the stroke is what was promised',
      chart: {
        kind: 'bars',
        x: { title: 'of the roofline', format: 'percent' },
        groups: measured.map(({ shape }) => shape),
        series: variants.map((variant) => ({
          name: variant,
          bars: measured.map(({ shape, atLeast }) => {
            const ofLimit = rowOf(variant, shape)?.ofLimit;
            return ofLimit === undefined ? null : { value: ofLimit, text: percentText(ofLimit), goal: atLeast };
          }),
        })),
      },
    },
  ];
}

const convolutions = ['conv2d', 'conv2dWeightGradient', 'conv2dInputGradient'];

/** Convolutions at the sizes that were measured beside the roofline. */
function convolutionBlocks(kernels: readonly CaseResult[]): Block[] {
  const rows = kernels.filter(({ name, ofLimit }) => convolutions.includes(name) && ofLimit !== undefined);
  const groups = [...new Set(rows.map(({ size }) => size))];
  if (groups.length === 0) return [];
  return [
    { kind: 'heading', text: 'Convolutions beside the roofline' },
    {
      kind: 'chart',
      caption: 'Convolutions and their gradients as fractions of the strict roofline',
      chart: {
        kind: 'bars',
        x: { title: 'of the roofline', format: 'percent' },
        groups,
        series: convolutions.map((name) => ({
          name,
          bars: groups.map((size) => {
            const value = rows.find((row) => row.name === name && row.size === size)?.ofLimit;
            return value === undefined ? null : { value, text: percentText(value) };
          }),
        })),
      },
    },
    {
      kind: 'text',
      text: 'Images, channels to filters, size of the window and stride. A single channel is hardly any arithmetic for each number that is moved.',
      tone: 'remark',
    },
  ];
}

function streamingTable(rows: readonly CaseResult[]): Block {
  const names = [...new Set(rows.map(({ name }) => name))];
  const [tiny, ...sizes] = sizeNames;
  const rowOf = (name: string, size: string): CaseResult | undefined =>
    rows.find((row) => row.name === name && row.size === size);
  return {
    kind: 'table',
    caption: 'Kernels over numbers: elements/ns; of a call over ten numbers, ns',
    columns: columnsOf(['', '>10 numbers', ...sizes.map((size) => `>${size}`), '>of a plain loop']),
    rows: names.map((name) => {
      const nanoseconds = rowOf(name, tiny)?.nanoseconds;
      const timesLoop = rowOf(name, usual)?.timesLoop;
      return [
        name,
        nanoseconds === undefined ? '' : `${timeText(nanoseconds)} ns`,
        ...sizes.map((size) => {
          const row = rowOf(name, size);
          return row?.elements === undefined ? '' : timeText(row.elements / row.nanoseconds);
        }),
        timesLoop === undefined ? '' : timesText(timesLoop),
      ];
    }),
  };
}

function shapesTable(rows: readonly CaseResult[]): Block {
  return {
    kind: 'table',
    caption:
      'Kernels with a shape: products and convolutions beside the roofline, pooling beside a copy of as many bytes',
    columns: columnsOf(['', 'shape', '>µs', '>spread', '>speed', '>of the limit', '>of a plain loop']),
    rows: rows.map(({ name, size, nanoseconds, spread, flops, bytes, ofLimit, timesLoop }) => [
      name,
      size,
      timeText(nanoseconds / 1000),
      `±${(100 * spread).toFixed(1)} %`,
      flops === undefined ? `${(bytes / nanoseconds).toFixed(1)} GB/s` : `${(flops / nanoseconds).toFixed(1)} GFLOP/s`,
      ofLimit === undefined ? '' : percentText(ofLimit),
      timesLoop === undefined ? '' : timesText(timesLoop),
    ]),
  };
}
