/** Evidence for the losses. */
import { tensor } from '../../src/tensor/tensor.ts';
import { type Evidence, type GradientCase, readGolden, values } from '../helpers/evidence.ts';

const indices = tensor([2, 0, 4]);
const shares = tensor([
  [0.1, 0.2, 0.3, 0.4, 0],
  [1, 0, 0, 0, 0],
  [0.2, 0.2, 0.2, 0.2, 0.2],
]);
const weights = tensor([0.5, 2, 1.5]);

/** A loss of two arguments that both have a gradient: odd shapes, one value, weights, and one value in both. */
function symmetric(name: 'meanSquaredError' | 'meanAbsoluteError' | 'huber', options = {}): GradientCase[] {
  return [
    { fn: (l, p, t) => l[name](p, t, options), inputs: [values([3, 5]), values([3, 5], 2)] },
    { fn: (l, p, t) => l[name](p, t, options), inputs: [values([1]), values([1], 2)] },
    { fn: (l, p, t) => l[name](p, t, { ...options, weights }), inputs: [values([3, 2, 3]), values([3, 2, 3], 2)] },
    { fn: (l, p) => l.mul(l[name](p, l.mul(p, 3), options), l.sum(p)), inputs: [values([5], 4)] },
  ];
}

export const losses: Evidence = {
  gradients: {
    softmaxCrossEntropy: [
      { fn: (l, z) => l.softmaxCrossEntropy(z, indices), inputs: [values([3, 5])] },
      { fn: (l, z) => l.softmaxCrossEntropy(z, indices, { weights, labelSmoothing: 0.1 }), inputs: [values([3, 5])] },
      { fn: (l, z) => l.softmaxCrossEntropy(z, shares), inputs: [values([3, 5])] },
      { fn: (l, z) => l.softmaxCrossEntropy(z, shares, { weights, labelSmoothing: 0.3 }), inputs: [values([3, 5])] },
      { fn: (l, z) => l.softmaxCrossEntropy(z, tensor([1])), inputs: [values([1, 2])] },
      { fn: (l, z) => l.mul(l.softmaxCrossEntropy(z, indices), l.sum(z)), inputs: [values([3, 5], 2)] },
    ],
    sigmoidCrossEntropy: [
      { fn: (l, z) => l.sigmoidCrossEntropy(z, shares), inputs: [values([3, 5])] },
      { fn: (l, z) => l.sigmoidCrossEntropy(z, tensor([1])), inputs: [values([1])] },
      { fn: (l, z) => l.sigmoidCrossEntropy(z, shares, { weights }), inputs: [values([3, 5])] },
      { fn: (l, z) => l.mul(l.sigmoidCrossEntropy(z, shares), l.sum(z)), inputs: [values([3, 5], 2)] },
    ],
    meanSquaredError: symmetric('meanSquaredError'),
    meanAbsoluteError: symmetric('meanAbsoluteError'),
    huber: [...symmetric('huber'), ...symmetric('huber', { delta: 0.4 })],
  },
  golden: [
    {
      entries: readGolden('network-operations'),
      calls: {
        softmaxCrossEntropy: (l, [logits, labels, weights], options) =>
          l.softmaxCrossEntropy(logits, labels, { ...options, weights }),
        sigmoidCrossEntropy: (l, [logits, targets, weights]) => l.sigmoidCrossEntropy(logits, targets, { weights }),
        meanSquaredError: (l, [predictions, targets, weights]) => l.meanSquaredError(predictions, targets, { weights }),
        meanAbsoluteError: (l, [predictions, targets, weights]) =>
          l.meanAbsoluteError(predictions, targets, { weights }),
        huber: (l, [predictions, targets, weights], options) => l.huber(predictions, targets, { ...options, weights }),
      },
    },
  ],
};
