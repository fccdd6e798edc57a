/** Evidence for dense and dropout. */
import { type ActivationName, activationNames } from '../../src/ops/activation.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { type Evidence, type GradientCase, readGolden, values } from '../helpers/evidence.ts';

/** Inputs for a dense layer whose sums are nowhere near 0, where relu and its kin have a kink. */
function denseCase(activation: ActivationName): GradientCase {
  return {
    fn: (l, x, weight, bias) => l.dense(x, weight, { bias, activation }),
    inputs: [values([3, 5]), values([5, 7], 2), tensor([3, -3, 2.5, -2.5, 3.5, -4, 4])],
  };
}

export const layers: Evidence = {
  gradients: {
    dense: [
      ...activationNames.map(denseCase),
      { fn: (l, x, weight) => l.dense(x, weight), inputs: [values([1, 1]), values([1, 1], 2)] },
      {
        fn: (l, x, weight) => l.dense(x, weight, { activation: 'tanh' }),
        inputs: [values([2, 3, 4]), values([4, 1], 2)],
      },
      // A value used twice: as both operands, and before and after.
      { fn: (l, x) => l.dense(x, x, { activation: 'sigmoid' }), inputs: [values([3, 3])] },
      {
        fn: (l, x, weight, bias) => l.mul(l.dense(x, weight, { bias, activation: 'softplus' }), x),
        inputs: [values([2, 3]), values([3, 3], 2), values([3], 3)],
      },
    ],
    dropout: [
      { fn: (l, x) => l.dropout(x, 0.5, { training: true, seed: 1 }), inputs: [values([3, 5])] },
      { fn: (l, x) => l.dropout(x, 0.25, { training: true, seed: 3 }), inputs: [values([1])] },
      { fn: (l, x) => l.mul(l.dropout(x, 0.3, { training: true, counter: 2 }), x), inputs: [values([23], 3)] },
    ],
  },
  golden: [
    {
      entries: readGolden('network-operations'),
      calls: {
        dense: (l, [x, weight, bias], options) => l.dense(x, weight, { ...options, bias }),
        dropout: (l, [x], { rate, ...options }) => l.dropout(x, rate, { ...options, training: true }),
      },
    },
  ],
};
