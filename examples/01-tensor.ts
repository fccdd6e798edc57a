/** Tensors: made from numbers, combined with broadcasting, printed. */
import { tensor } from '../src/index.ts';

const heights = tensor([
  [1.62, 1.75],
  [1.81, 1.68],
]);
const centred = heights.sub(heights.mean(0));

console.log(centred);
console.log(centred.square().mean(0).sqrt()); // the deviation of each column

// prints
// tensor([[-0.0950,  0.0350],
//         [ 0.0950, -0.0350]], shape [2, 2])
// tensor([0.0950, 0.0350], shape [2])
