/** Evidence for the operations on images. */
import { type Evidence, readGolden, values } from '../helpers/evidence.ts';

export const images: Evidence = {
  gradients: {
    conv2d: [
      { fn: (l, x, w) => l.conv2d(x, w), inputs: [values([2, 4, 5, 2]), values([3, 2, 2, 3], 2)] },
      {
        fn: (l, x, w, bias) => l.conv2d(x, w, { bias, stride: 2, padding: 'same', activation: 'tanh' }),
        inputs: [values([1, 5, 4, 1]), values([3, 3, 1, 2], 2), values([2], 3)],
      },
      {
        fn: (l, x, w) => l.conv2d(x, w, { stride: [3, 1], activation: 'silu' }),
        inputs: [values([1, 5, 3, 2]), values([2, 2, 2, 1], 2)],
      },
      { fn: (l, x, w) => l.conv2d(x, w, { padding: 'same' }), inputs: [values([1, 1, 1, 1]), values([1, 1, 1, 1], 2)] },
      { fn: (l, x) => l.mul(l.conv2d(x, x, { padding: 'same' }), x), inputs: [values([2, 2, 2, 2])] },
      {
        fn: (l, x, w) => l.conv2d(l.conv2d(x, w), w, { padding: 'same' }),
        inputs: [values([1, 3, 3, 2]), values([2, 2, 2, 2], 2)],
      },
    ],
    maxPool2d: [
      { fn: (l, x) => l.maxPool2d(x, { size: 2 }), inputs: [values([2, 4, 5, 3])] },
      { fn: (l, x) => l.maxPool2d(x, { size: 3, stride: 2, padding: 'same' }), inputs: [values([1, 6, 5, 5], 2)] },
      { fn: (l, x) => l.maxPool2d(x, { size: [2, 3], stride: [3, 1] }), inputs: [values([2, 5, 4, 1], 3)] },
      { fn: (l, x) => l.maxPool2d(x, { size: 1 }), inputs: [values([1, 1, 1, 1])] },
      {
        fn: (l, x) => l.mul(l.maxPool2d(x, { size: 2, stride: 1, padding: 'same' }), x),
        inputs: [values([1, 3, 4, 2], 4)],
      },
    ],
    averagePool2d: [
      { fn: (l, x) => l.averagePool2d(x, { size: 2 }), inputs: [values([2, 4, 5, 3])] },
      { fn: (l, x) => l.averagePool2d(x, { size: 3, stride: 2, padding: 'same' }), inputs: [values([1, 6, 5, 5], 2)] },
      { fn: (l, x) => l.averagePool2d(x, { size: [2, 3], stride: [3, 1] }), inputs: [values([2, 5, 4, 1], 3)] },
      { fn: (l, x) => l.averagePool2d(x, { size: 1 }), inputs: [values([1, 1, 1, 1])] },
      {
        fn: (l, x) => l.mul(l.averagePool2d(x, { size: 2, stride: 1, padding: 'same' }), x),
        inputs: [values([1, 3, 4, 2], 4)],
      },
    ],
    globalAveragePool2d: [
      { fn: (l, x) => l.globalAveragePool2d(x), inputs: [values([2, 3, 5, 3])] },
      { fn: (l, x) => l.globalAveragePool2d(x), inputs: [values([1, 1, 1, 1], 2)] },
      { fn: (l, x) => l.mul(l.globalAveragePool2d(x), l.globalAveragePool2d(x)), inputs: [values([2, 2, 2, 5], 3)] },
    ],
  },
  golden: [
    {
      entries: readGolden('convolution'),
      calls: { conv2d: (l, [x, weight, bias], options) => l.conv2d(x, weight, { bias, ...options }) },
    },
    {
      entries: readGolden('pooling'),
      calls: {
        maxPool2d: (l, [x], options) => l.maxPool2d(x, options),
        averagePool2d: (l, [x], options) => l.averagePool2d(x, options),
        globalAveragePool2d: (l, [x]) => l.globalAveragePool2d(x),
      },
    },
  ],
};
