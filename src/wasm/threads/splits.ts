/**
 * How each large operation is cut into parts that write different outputs. A part computes its values just as the whole would,
 * in the same order, so cutting changes no bit; how many parts there are and who takes them may then be left to chance.
 *
 * What is not listed here runs on the calling thread: operations on a few values a row, and sums whose one order goes through
 * everything.
 */
import { activationCode, type Kernels } from '../kernels.ts';

/** An operation that can be cut along one number among its arguments. */
export interface Split {
  /** The kernel that computes a part. */
  readonly kernel: keyof Kernels;
  readonly args: readonly number[];
  /** Which argument is the number that is cut: values, rows, columns, samples, taps. */
  readonly count: number;
  /** Parts are multiples of so many, but for the last. */
  readonly grain: number;
  /** By how much other arguments move for each one of the count. */
  readonly moves: readonly (readonly [argument: number, by: number])[];
  /** Which argument is the scratch; −1 for none. */
  readonly scratch: number;
  /** About how long the whole takes on one thread. */
  readonly nanoseconds: number;
  /** Whether every part does some work over again, so that there should be few. */
  readonly repeats?: boolean;
}

/** Gives undefined where the arguments say that it is not to be cut. */
type Planner = (args: readonly number[]) => Split | undefined;

const floatBytes = 4;
/** 64 bytes: what two threads write does not share a cache line. */
const lineFloats = 16;
const flopsPerNanosecond = 45;

/** Addresses that are 0 stand for nothing, and stay. */
function moving(args: readonly number[], moves: readonly (readonly [number, number])[]): Split['moves'] {
  return moves.filter(([argument]) => args[argument] !== 0);
}

/** Arrays of n values: everything before argument `count` is an address. */
function values(kernel: keyof Kernels, count: number, nanosecondsEach: number): Planner {
  const addresses = Array.from({ length: count }, (_, i) => [i, floatBytes] as const);
  return (args) => ({
    kernel,
    args,
    count,
    grain: lineFloats,
    moves: moving(args, addresses),
    scratch: -1,
    nanoseconds: args[count] * nanosecondsEach,
  });
}

/** Rows that are computed each on their own. `arrays` are addresses of [rows, columns]; columns come after rows. */
function rows(kernel: keyof Kernels, arrays: number, count: number, nanosecondsEach: number): Planner {
  return (args) => {
    const bytes = args[count + 1] * floatBytes;
    return {
      kernel,
      args,
      count,
      grain: 4,
      moves: moving(
        args,
        Array.from({ length: arrays }, (_, i) => [i, bytes] as const),
      ),
      scratch: -1,
      nanoseconds: args[count] * args[count + 1] * nanosecondsEach,
    };
  };
}

/** `operands` addresses of [rows, columns], then two that are read with strides of their own. */
function broadcast(kernel: keyof Kernels, operands: number): Planner {
  const count = operands + 2;
  return (args) => {
    const [rowCount, columns] = args.slice(count);
    const strides = args.slice(count + 2);
    const byRow = rowCount > 1;
    return {
      kernel,
      args,
      count: byRow ? count : count + 1,
      grain: byRow ? 1 : lineFloats,
      moves: [
        ...Array.from({ length: operands }, (_, i) => [i, (byRow ? columns : 1) * floatBytes] as const),
        [operands, strides[byRow ? 0 : 1] * floatBytes],
        [operands + 1, strides[byRow ? 2 : 3] * floatBytes],
      ],
      scratch: -1,
      nanoseconds: rowCount * columns * 0.5,
    };
  };
}

/** Columns from which on a product is cut between them: each part then packs its own part of b, and none packs it twice. */
const manyColumns = 128;

/** `ofRows` and `ofColumns`: how far a row of c moves a, and a column of c moves b; `strides` of a and b from (m, n, k). */
function product(
  kernel: 'gemmNNBlock' | 'gemmNTBlock' | 'gemmTNBlock',
  {
    ofRow,
    ofColumn,
    strides,
  }: {
    ofRow: (k: number) => number;
    ofColumn: (k: number) => number;
    strides: (m: number, n: number, k: number) => [a: number, b: number];
  },
): Planner {
  return (args) => {
    const [m, n, k] = args.slice(3);
    const [bias, activation] = args.slice(6);
    const byColumn = n >= manyColumns && activation <= activationCode.relu;
    return {
      kernel,
      args: [...args, n, ...strides(m, n, k)],
      count: byColumn ? 4 : 3,
      grain: byColumn ? 16 : 4,
      moves: byColumn
        ? [[0, floatBytes], [2, ofColumn(k) * floatBytes], ...(bias === 0 ? [] : [[6, floatBytes] as const])]
        : [
            [0, n * floatBytes],
            [1, ofRow(k) * floatBytes],
          ],
      scratch: 10,
      nanoseconds: (2 * m * n * k) / flopsPerNanosecond,
    };
  };
}

/**
 * Images, cut between samples. `images` and `places` are the arguments that are addresses of images [height, width, channels]
 * and of [rows, columns, `depth`] for each sample; `first` is where the numbers about windows begin.
 */
function samples(
  kernel: keyof Kernels,
  first: number,
  { images, places, depth }: { images: number; places: readonly number[]; depth?: number },
  nanosecondsEach: (taps: number) => number,
): Planner {
  return (args) => {
    const [batch, height, width, channels, windowHeight, windowWidth] = args.slice(first);
    const [rowCount, columns] = args.slice(first + 10);
    const placesFloats = rowCount * columns * (depth === undefined ? channels : args[depth]);
    return {
      kernel,
      args,
      count: first,
      grain: 1,
      moves: moving(args, [
        [images, height * width * channels * floatBytes],
        ...places.map((at) => [at, placesFloats * floatBytes] as const),
      ]),
      scratch: args.length - 1,
      nanoseconds: batch * placesFloats * nanosecondsEach(windowHeight * windowWidth * channels),
    };
  };
}

/** Numbers about windows, as `WindowNumbers` has them, and what follows them. */
const afterWindows = 3 + 12;
const multiplying = (taps: number): number => (2 * taps) / flopsPerNanosecond;

/** Below so many taps each is cut off by itself; else the kernel takes four at a time. */
const fewTaps = 16;

/** The gradient of a convolution's weight: a sum over all samples, so it is cut between taps. Every part packs all of dz. */
const weightGradient: Planner = (args) => {
  const [batch, , , channels, windowHeight, windowWidth] = args.slice(3);
  const [rowCount, columns, filters] = args.slice(13);
  const taps = windowHeight * windowWidth * channels;
  return {
    kernel: 'conv2dWeightGradientOfTaps',
    args: [...args, 0, taps],
    count: args.length + 1,
    grain: taps < fewTaps ? 1 : 4,
    moves: [[args.length, 1]],
    scratch: args.length - 1,
    nanoseconds: batch * rowCount * columns * filters * multiplying(taps),
    repeats: true,
  };
};

/** Slow functions of one value, and quick ones. */
const curve = 1.2;
const quick = 0.3;

export const splits: Partial<Record<keyof Kernels, Planner>> = {
  gemmNN: product('gemmNNBlock', { ofRow: (k) => k, ofColumn: () => 1, strides: (_m, n, k) => [k, n] }),
  gemmNT: product('gemmNTBlock', { ofRow: (k) => k, ofColumn: (k) => k, strides: (_m, _n, k) => [k, k] }),
  gemmTN: product('gemmTNBlock', { ofRow: () => 1, ofColumn: () => 1, strides: (m, n) => [m, n] }),

  conv2d: samples('conv2d', 3, { images: 1, places: [0], depth: afterWindows }, multiplying),
  conv2dInputGradient: samples('conv2dInputGradient', 3, { images: 0, places: [1], depth: afterWindows }, multiplying),
  conv2dWeightGradient: weightGradient,
  maxPool: samples('maxPool', 3, { images: 2, places: [0, 1] }, () => 1),
  maxPoolBackward: samples('maxPoolBackward', 3, { images: 0, places: [1, 2] }, () => 1),
  averagePool: samples('averagePool', 2, { images: 1, places: [0] }, () => 1),
  averagePoolBackward: samples('averagePoolBackward', 2, { images: 0, places: [1] }, () => 1),

  ...each(
    [
      'exp',
      'log',
      'sin',
      'cos',
      'erf',
      'gelu',
      'geluTanh',
      'silu',
      'tanh',
      'sigmoid',
      'softplus',
      'elu',
      'selu',
      'pow',
    ],
    (name) => values(name, 2, curve),
  ),
  ...each(['relu', 'leakyRelu', 'neg', 'abs', 'sqrt', 'square', 'clip', 'scale'], (name) => values(name, 2, quick)),
  ...each(['geluBackwardFromInput', 'geluTanhBackwardFromInput', 'siluBackwardFromInput', 'powBackward'], (name) =>
    values(name, 3, curve),
  ),
  ...each(
    [
      'reluBackward',
      'leakyReluBackward',
      'eluBackward',
      'seluBackward',
      'softplusBackward',
      'tanhBackward',
      'sigmoidBackward',
      'absBackward',
      'sqrtBackward',
      'squareBackward',
      'expBackward',
      'logBackward',
      'clipBackward',
    ],
    (name) => values(name, 3, quick),
  ),
  fill: values('fill', 1, quick),

  ...each(
    ['addBroadcast', 'subBroadcast', 'mulBroadcast', 'divBroadcast', 'maximumBroadcast', 'minimumBroadcast'],
    (name) => broadcast(name, 1),
  ),
  ...each(['divBackwardDivisor', 'maximumBackward', 'minimumBackward', 'whereBroadcast'], (name) => broadcast(name, 2)),

  softmax: rows('softmax', 2, 2, 2),
  softmaxBackward: rows('softmaxBackward', 3, 3, 1),
  logSoftmax: rows('logSoftmax', 2, 2, 2),
  logSoftmaxBackward: rows('logSoftmaxBackward', 3, 3, 2),

  sgd: values('sgd', 2, quick),
  momentum: values('momentum', 3, 0.5),
  ...each(['adagrad', 'lion'], (name) => values(name, 3, 1)),
  ...each(['rAdam', 'nadam', 'adadelta', 'adamax'], (name) => values(name, 4, 1)),
  ...each(['rmsProp', 'adam'], (name) => values(name, 5, 1)),
};

function each(names: readonly (keyof Kernels)[], planner: (name: keyof Kernels) => Planner): typeof splits {
  return Object.fromEntries(names.map((name) => [name, planner(name)]));
}

/** The whole in `pieces` of about the same size, or fewer where the grain is too coarse: the arguments of each. */
export function cut({ args, count, grain, moves }: Split, pieces: number): number[][] {
  const total = args[count];
  const size = Math.ceil(total / pieces / grain) * grain;
  const parts: number[][] = [];
  for (let from = 0; from < total; from += size) {
    const part = [...args];
    part[count] = Math.min(size, total - from);
    for (const [argument, by] of moves) part[argument] += from * by;
    parts.push(part);
  }
  return parts;
}
