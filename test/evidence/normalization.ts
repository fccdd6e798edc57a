/** Evidence for the normalisations. */
import { tensor } from '../../src/tensor/tensor.ts';
import { type Evidence, readGolden, values } from '../helpers/evidence.ts';

/** Rows with well separated values: the statistics of near-constant ones have derivatives too steep to difference. */
const rows = values([5, 3], 7);
const [gamma3, beta3] = [tensor([0.5, -1, 1.5]), tensor([0.25, 1, -2])];
const running = () => ({ mean: tensor([0.1, -0.2, 0.3]), variance: tensor([0.5, 1, 2]) });

export const normalization: Evidence = {
  gradients: {
    batchNorm: [
      { fn: (l, x, g, b) => l.batchNorm(x, g, b, { training: true }), inputs: [rows, gamma3, beta3] },
      {
        fn: (l, x, g, b) => l.batchNorm(x, g, b, { training: true, running: running() }),
        inputs: [values([2, 3, 2, 3], 8), gamma3, beta3],
      },
      { fn: (l, x, g, b) => l.batchNorm(x, g, b, { running: running() }), inputs: [rows, gamma3, beta3] },
      {
        fn: (l, x, g, b) => l.batchNorm(x, g, b, { running: { mean: tensor([0.5]), variance: tensor([2]) } }),
        inputs: [values([1, 1]), tensor([1.5]), tensor([0.5])],
      },
      { fn: (l, x, g) => l.mul(l.batchNorm(x, g, g, { training: true }), x), inputs: [rows, gamma3] },
      { fn: (l, x, g) => l.mul(l.batchNorm(x, g, g, { running: running() }), x), inputs: [rows, gamma3] },
    ],
    layerNorm: [
      { fn: (l, x, g, b) => l.layerNorm(x, g, b), inputs: [values([3, 5]), values([5], 2), values([5], 3)] },
      { fn: (l, x, g, b) => l.layerNorm(x, g, b, { epsilon: 0.1 }), inputs: [values([2, 2, 3]), gamma3, beta3] },
      { fn: (l, x, g, b) => l.layerNorm(x, g, b), inputs: [values([2, 1]), values([1], 2), values([1], 3)] },
      { fn: (l, x) => l.mul(l.layerNorm(x, x, x), x), inputs: [values([5], 4)] },
    ],
  },
  golden: [
    {
      entries: readGolden('network-operations'),
      calls: {
        batchNorm: (l, [x, gamma, beta], { mean, variance, ...options }) =>
          l.batchNorm(x, gamma, beta, { ...options, running: { mean: tensor(mean), variance: tensor(variance) } }),
        layerNorm: (l, [x, gamma, beta], options) => l.layerNorm(x, gamma, beta, options),
      },
    },
  ],
};
