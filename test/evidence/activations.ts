/** Evidence for activations and softmax. */
import type { Tensor } from '../../src/tensor/tensor.ts';
import { type Evidence, type GradientCase, type Library, readGolden, values } from '../helpers/evidence.ts';

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

export const activations: Evidence = {
  gradients: {
    relu: checks((l, x) => l.relu(x)),
    leakyRelu: [...checks((l, x) => l.leakyRelu(x)), ...checks((l, x) => l.leakyRelu(x, 0.3))],
    elu: [...checks((l, x) => l.elu(x)), ...checks((l, x) => l.elu(x, 0.5))],
    selu: checks((l, x) => l.selu(x)),
    gelu: [...checks((l, x) => l.gelu(x)), ...checks((l, x) => l.gelu(x, { approximate: 'tanh' }))],
    silu: checks((l, x) => l.silu(x)),
    softplus: checks((l, x) => l.softplus(x)),
    tanh: checks((l, x) => l.tanh(x)),
    sigmoid: checks((l, x) => l.sigmoid(x)),
    softmax: rows((l, x, axis) => l.softmax(x, axis)),
    logSoftmax: rows((l, x, axis) => l.logSoftmax(x, axis)),
  },
  golden: [
    {
      entries: readGolden('network-operations'),
      calls: {
        relu: (l, [x]) => l.relu(x),
        leakyRelu: (l, [x], { slope }) => l.leakyRelu(x, slope),
        elu: (l, [x], { alpha }) => l.elu(x, alpha),
        selu: (l, [x]) => l.selu(x),
        gelu: (l, [x], options) => l.gelu(x, options),
        silu: (l, [x]) => l.silu(x),
        softplus: (l, [x]) => l.softplus(x),
        tanh: (l, [x]) => l.tanh(x),
        sigmoid: (l, [x]) => l.sigmoid(x),
        softmax: (l, [x], { axis }) => l.softmax(x, axis),
        logSoftmax: (l, [x], { axis }) => l.logSoftmax(x, axis),
      },
    },
  ],
};
