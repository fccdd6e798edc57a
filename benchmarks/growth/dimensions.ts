/** What grows, and how far. */
import type { NetworkSize } from './networks.ts';

export interface GrowingNetwork {
  readonly name: string;
  /** From the smallest to the largest, each with what it is counted by. */
  readonly sizes: readonly { readonly x: number; readonly size: NetworkSize; readonly inQuick: boolean }[];
}

export interface Dimension {
  readonly name: string;
  /** What is counted: the title of an axis. */
  readonly counts: string;
  readonly about: string;
  readonly networks: readonly GrowingNetwork[];
}

const powersOfTwo = (from: number, to: number): number[] => {
  const values: number[] = [];
  for (let value = from; value <= to; value *= 2) values.push(value);
  return values;
};
const repeated = (units: number, times: number): number[] => new Array<number>(times).fill(units);

/** The short form leaves out what is larger than `quickTo`. */
function growing(
  name: string,
  values: readonly number[],
  quickTo: number,
  sizeOf: (value: number) => NetworkSize,
): GrowingNetwork {
  return { name, sizes: values.map((x) => ({ x, size: sizeOf(x), inQuick: x <= quickTo })) };
}

const batch = 64;

export const dimensions: readonly Dimension[] = [
  {
    name: 'batch size',
    counts: 'rows in a batch',
    about: 'two networks',
    networks: [
      growing('11-64-64-6', powersOfTwo(1, 4096), 256, (rows) => ({
        inputs: 11,
        hidden: [64, 64],
        classes: 6,
        batch: rows,
      })),
      growing('784-128-64-10', powersOfTwo(1, 2048), 128, (rows) => ({
        inputs: 784,
        hidden: [128, 64],
        classes: 10,
        batch: rows,
      })),
    ],
  },
  {
    name: 'width',
    counts: 'units of each hidden layer',
    about: `two hidden layers, 64 inputs, 10 classes, batch ${batch}`,
    networks: [
      growing('64-w-w-10', powersOfTwo(4, 1024), 256, (units) => ({
        inputs: 64,
        hidden: [units, units],
        classes: 10,
        batch,
      })),
    ],
  },
  {
    name: 'depth',
    counts: 'hidden layers',
    about: `hidden layers of 64 units each, 64 inputs, 10 classes, batch ${batch}`,
    networks: [
      growing('64-d x 64-10', powersOfTwo(1, 128), 32, (layers) => ({
        inputs: 64,
        hidden: repeated(64, layers),
        classes: 10,
        batch,
      })),
    ],
  },
  {
    name: 'width and depth',
    counts: 'd hidden layers of 16d units',
    about: `as many hidden layers as their units are times 16, 64 inputs, 10 classes, batch ${batch}`,
    networks: [
      growing('64-d x 16d-10', [1, 2, 3, 4, 6, 8, 12, 16, 24], 8, (layers) => ({
        inputs: 64,
        hidden: repeated(16 * layers, layers),
        classes: 10,
        batch,
      })),
    ],
  },
];
