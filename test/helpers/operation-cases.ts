/** The cases of test/golden/operations.json, each with our operation of that name. */
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/operations.json' with { type: 'json' };
import { type Library, library } from './evidence.ts';

type Numbers = readonly (number | string)[];

export interface OperationCase {
  readonly name: string;
  /** The name with shapes, to tell cases of one operation apart. */
  readonly title: string;
  readonly fn: (...inputs: Tensor[]) => Tensor;
  /** The same with the functions of another library. */
  readonly fnIn: (library: Library) => (...inputs: Tensor[]) => Tensor;
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
const operationsIn = (l: Library): Record<string, (rest: string) => (...inputs: Tensor[]) => Tensor> => ({
  add: () => l.add,
  sub: () => l.sub,
  mul: () => l.mul,
  div: () => l.div,
  maximum: () => l.maximum,
  minimum: () => l.minimum,
  'add(x,': () => (x) => l.add(x, x),
  'sub(x,': () => (x) => l.sub(x, x),
  'mul(x,': () => (x) => l.mul(x, x),
  'div(x,': () => (x) => l.div(x, x),
  'maximum(x,': () => (x) => l.maximum(x, x),
  'minimum(x,': () => (x) => l.minimum(x, x),
  neg: () => l.neg,
  abs: () => l.abs,
  square: () => l.square,
  sqrt: () => l.sqrt,
  exp: () => l.exp,
  log: () => l.log,
  relu: () => l.relu,
  where: () => l.where,
  flatten: () => l.flatten,
  matmul: () => l.matmul,
  embedding: () => l.embedding,
  transpose: (rest) => (x) => l.transpose(x, rest ? JSON.parse(rest) : undefined),
  reshape: (rest) => (x) => l.reshape(x, JSON.parse(rest)),
  slice: (rest) => (x) => l.slice(x, ...(JSON.parse(`[${rest.replace('] [', '],[')}]`) as [number[], number[]])),
  concat:
    (rest) =>
    (...xs) =>
      l.concat(xs, Number(rest)),
  stack:
    (rest) =>
    (...xs) =>
      l.stack(xs, Number(rest)),
  sum: (rest) => (x) => l.sum(x, ...axesOf(rest)),
  mean: (rest) => (x) => l.mean(x, ...axesOf(rest)),
  variance: (rest) => (x) => l.variance(x, ...axesOf(rest)),
  max: (rest) => (x) => l.max(x, ...axesOf(rest)),
  min: (rest) => (x) => l.min(x, ...axesOf(rest)),
  argMax: (rest) => (x) => l.argMax(x, rest ? Number(rest) : undefined),
  oneHot: (rest) => (x) => l.oneHot(x, Number(rest)),
});

/** Names that are whole expressions. */
const expressionsIn = (l: Library): Record<string, (...inputs: Tensor[]) => Tensor> => ({
  'add(x, 2.5)': (x) => l.add(x, 2.5),
  'sub(2.5, x)': (x) => l.sub(2.5, x),
  'mul(x, -3)': (x) => l.mul(x, -3),
  'div(2, x)': (x) => l.div(2, x),
  'maximum(x, 0.25)': (x) => l.maximum(x, 0.25),
  'minimum(x, 0.25)': (x) => l.minimum(x, 0.25),
  'clip(-0.5, 0.75)': (x) => l.clip(x, -0.5, 0.75),
  'clip(-Infinity, 0.1)': (x) => l.clip(x, Number.NEGATIVE_INFINITY, 0.1),
  'clip(0.25, 0.25)': (x) => l.clip(x, 0.25, 0.25),
  'pow(1/3)': (x) => l.pow(x, 1 / 3),
  'where(c, x, x)': (c, x) => l.where(c, x, x),
  'where(c, x, 0)': (c, x) => l.where(c, x, 0),
  'concat [x, x] 1': (x) => l.concat([x, x], 1),
  'stack [x, x] 0': (x) => l.stack([x, x]),
  'matmul(x, x)': (x) => l.matmul(x, x),
});

function axesOf(rest: string): [axes: number | number[] | undefined, keepDims: boolean] {
  const axes = rest.replace('keepDims', '').trim();
  return [axes ? JSON.parse(axes) : undefined, rest.includes('keepDims')];
}

function operationOf(name: string, l: Library): (...inputs: Tensor[]) => Tensor {
  const expression = expressionsIn(l)[name];
  if (expression) return expression;
  const power = /^pow\((.*)\)$/.exec(name);
  if (power) return (x) => l.pow(x, Number(power[1]));
  const [first] = name.split(' ');
  return operationsIn(l)[first](name.slice(first.length + 1));
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
  fn: operationOf(entry.name, library),
  fnIn: (other) => operationOf(entry.name, other),
  inputs: entry.inputs.map(({ shape, values }) => ({ shape, values: floats(values) })),
  output: floats(entry.output),
  upstream: entry.upstream && floats(entry.upstream),
  gradients: entry.gradients?.map((gradient) => (gradient === null ? undefined : floats(gradient))) ?? [],
}));

/** The inputs as tensors, those with a gradient requiring one. */
export function inputsOf({ inputs, gradients }: OperationCase): Tensor[] {
  return inputs.map(({ shape, values }, i) => tensor(values, shape, { requiresGrad: gradients[i] !== undefined }));
}
