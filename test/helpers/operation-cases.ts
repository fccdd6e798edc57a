/** The cases of test/golden/operations.json, each with our operation of that name. */
import {
  abs,
  add,
  argMax,
  clip,
  concat,
  div,
  embedding,
  exp,
  flatten,
  log,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  oneHot,
  pow,
  relu,
  reshape,
  slice,
  sqrt,
  square,
  stack,
  sub,
  sum,
  transpose,
  variance,
  where,
} from '../../src/ops/index.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/operations.json' with { type: 'json' };

type Numbers = readonly (number | string)[];

export interface OperationCase {
  readonly name: string;
  /** The name with shapes, to tell cases of one operation apart. */
  readonly title: string;
  readonly fn: (...inputs: Tensor[]) => Tensor;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];
  readonly shape: readonly number[];
  readonly output: Float32Array;
  /** Undefined where only the values are compared. */
  readonly upstream: Float32Array | undefined;
  /** Undefined for inputs that have no gradient. */
  readonly gradients: readonly (Float32Array | undefined)[];
  /** Some value stands where the operation has no derivative, or is not finite. */
  readonly kink: boolean;
}

/** The operations by the first word of the name; the rest of it are the arguments. */
const operations: Record<string, (rest: string) => (...inputs: Tensor[]) => Tensor> = {
  add: () => add,
  sub: () => sub,
  mul: () => mul,
  div: () => div,
  maximum: () => maximum,
  minimum: () => minimum,
  'add(x,': () => (x) => add(x, x),
  'sub(x,': () => (x) => sub(x, x),
  'mul(x,': () => (x) => mul(x, x),
  'div(x,': () => (x) => div(x, x),
  'maximum(x,': () => (x) => maximum(x, x),
  'minimum(x,': () => (x) => minimum(x, x),
  neg: () => neg,
  abs: () => abs,
  square: () => square,
  sqrt: () => sqrt,
  exp: () => exp,
  log: () => log,
  relu: () => relu,
  where: () => where,
  flatten: () => flatten,
  matmul: () => matmul,
  embedding: () => embedding,
  transpose: (rest) => (x) => transpose(x, rest ? JSON.parse(rest) : undefined),
  reshape: (rest) => (x) => reshape(x, JSON.parse(rest)),
  slice: (rest) => (x) => slice(x, ...(JSON.parse(`[${rest.replace('] [', '],[')}]`) as [number[], number[]])),
  concat:
    (rest) =>
    (...xs) =>
      concat(xs, Number(rest)),
  stack:
    (rest) =>
    (...xs) =>
      stack(xs, Number(rest)),
  sum: (rest) => (x) => sum(x, ...axesOf(rest)),
  mean: (rest) => (x) => mean(x, ...axesOf(rest)),
  variance: (rest) => (x) => variance(x, ...axesOf(rest)),
  max: (rest) => (x) => max(x, ...axesOf(rest)),
  min: (rest) => (x) => min(x, ...axesOf(rest)),
  argMax: (rest) => (x) => argMax(x, rest ? Number(rest) : undefined),
  oneHot: (rest) => (x) => oneHot(x, Number(rest)),
};

/** Names that are whole expressions. */
const expressions: Record<string, (...inputs: Tensor[]) => Tensor> = {
  'add(x, 2.5)': (x) => add(x, 2.5),
  'sub(2.5, x)': (x) => sub(2.5, x),
  'mul(x, -3)': (x) => mul(x, -3),
  'div(2, x)': (x) => div(2, x),
  'maximum(x, 0.25)': (x) => maximum(x, 0.25),
  'minimum(x, 0.25)': (x) => minimum(x, 0.25),
  'clip(-0.5, 0.75)': (x) => clip(x, -0.5, 0.75),
  'clip(-Infinity, 0.1)': (x) => clip(x, Number.NEGATIVE_INFINITY, 0.1),
  'clip(0.25, 0.25)': (x) => clip(x, 0.25, 0.25),
  'pow(1/3)': (x) => pow(x, 1 / 3),
  'where(c, x, x)': (c, x) => where(c, x, x),
  'where(c, x, 0)': (c, x) => where(c, x, 0),
  'concat [x, x] 1': (x) => concat([x, x], 1),
  'stack [x, x] 0': (x) => stack([x, x]),
  'matmul(x, x)': (x) => matmul(x, x),
};

function axesOf(rest: string): [axes: number | number[] | undefined, keepDims: boolean] {
  const axes = rest.replace('keepDims', '').trim();
  return [axes ? JSON.parse(axes) : undefined, rest.includes('keepDims')];
}

function operationOf(name: string): (...inputs: Tensor[]) => Tensor {
  if (expressions[name]) return expressions[name];
  const power = /^pow\((.*)\)$/.exec(name);
  if (power) return (x) => pow(x, Number(power[1]));
  const [first] = name.split(' ');
  return operations[first](name.slice(first.length + 1));
}

/** Text stands for what JSON does not have. */
function floats(values: Numbers): Float32Array {
  return Float32Array.from(values, (value) =>
    Number(typeof value === 'string' ? value.replace('inf', 'Infinity') : value),
  );
}

interface GoldenCase {
  readonly name: string;
  readonly kink: boolean;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly values: Numbers }[];
  readonly shape: readonly number[];
  readonly output: Numbers;
  readonly upstream?: Numbers;
  readonly gradients?: readonly (Numbers | null)[];
}

export const operationCases: readonly OperationCase[] = (golden as readonly GoldenCase[]).map((entry) => ({
  ...entry,
  title: `${entry.name} of ${entry.inputs.map(({ shape }) => JSON.stringify(shape)).join(' ')}${entry.kink ? ', extremes' : ''}`,
  fn: operationOf(entry.name),
  inputs: entry.inputs.map(({ shape, values }) => ({ shape, values: floats(values) })),
  output: floats(entry.output),
  upstream: entry.upstream && floats(entry.upstream),
  gradients: entry.gradients?.map((gradient) => (gradient === null ? undefined : floats(gradient))) ?? [],
}));

/** The inputs as tensors, those with a gradient requiring one. */
export function inputsOf({ inputs, gradients }: OperationCase): Tensor[] {
  return inputs.map(({ shape, values }, i) => tensor(values, shape, { requiresGrad: gradients[i] !== undefined }));
}
