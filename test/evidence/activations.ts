/** Evidence for activations and softmax. */
import * as functions from '../../src/ops/activation-functions.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { addedActivations } from '../helpers/added-golden.ts';
import {
  type Evidence,
  type GoldenCall,
  type GradientCase,
  type Library,
  readGolden,
  values,
} from '../helpers/evidence.ts';

/** A function of one tensor: on an odd shape, on a single value, and with its input used twice. */
function checks(fn: (library: Library, x: Tensor) => Tensor): GradientCase[] {
  return [
    { fn, inputs: [values([3, 5])] },
    { fn, inputs: [values([1, 1], 2)] },
    { fn: (library, x) => library.mul(fn(library, x), x), inputs: [values([7], 3)] },
  ];
}

/** The same along an axis. A row of one value has no gradient to check. */
function rows(fn: (library: Library, x: Tensor, axis?: number) => Tensor): GradientCase[] {
  return [
    { fn: (l, x) => fn(l, x), inputs: [values([3, 5])] },
    { fn: (l, x) => l.mul(fn(l, x), x), inputs: [values([7], 3)] },
    { fn: (l, x) => fn(l, x, 0), inputs: [values([3, 5], 4)] },
    { fn: (l, x) => fn(l, x, 1), inputs: [values([2, 3, 5], 5)] },
    { fn: (l, x) => l.mul(fn(l, x, -2), x), inputs: [values([2, 5, 1], 6)] },
  ];
}

type Name = keyof typeof functions;

/** Those that take more than a tensor. */
const withArguments: Evidence['gradients'] = {
  leakyRelu: [...checks((l, x) => l.leakyRelu(x)), ...checks((l, x) => l.leakyRelu(x, 0.3))],
  elu: [...checks((l, x) => l.elu(x)), ...checks((l, x) => l.elu(x, 0.5))],
  gelu: [...checks((l, x) => l.gelu(x)), ...checks((l, x) => l.gelu(x, { approximate: 'tanh' }))],
  softmax: rows((l, x, axis) => l.softmax(x, axis)),
  logSoftmax: rows((l, x, axis) => l.logSoftmax(x, axis)),
};
const callsWithArguments: Readonly<Record<string, GoldenCall>> = {
  leakyRelu: (l, [x], { slope }) => l.leakyRelu(x, slope),
  elu: (l, [x], { alpha }) => l.elu(x, alpha),
  gelu: (l, [x], options) => l.gelu(x, options),
  softmax: (l, [x], { axis }) => l.softmax(x, axis),
  logSoftmax: (l, [x], { axis }) => l.logSoftmax(x, axis),
};

/** The same for each activation, unless a table above has it. */
function ofAll<T>(own: Readonly<Record<string, T>>, common: (name: Name) => T): Record<string, T> {
  return Object.fromEntries((Object.keys(functions) as Name[]).map((name) => [name, own[name] ?? common(name)]));
}

const calls = ofAll<GoldenCall>(
  callsWithArguments,
  (name) =>
    (l, [x]) =>
      l[name](x),
);

export const activations: Evidence = {
  gradients: ofAll<readonly GradientCase[]>(withArguments, (name) => checks((l, x) => l[name](x))),
  golden: [
    { entries: readGolden('network-operations'), calls },
    { entries: Object.fromEntries(addedActivations.map(({ activation, cases }) => [activation, cases])), calls },
  ],
};
