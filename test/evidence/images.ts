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
  },
  golden: [
    {
      entries: readGolden('convolution'),
      calls: { conv2d: (l, [x, weight, bias], options) => l.conv2d(x, weight, { bias, ...options }) },
    },
  ],
};
