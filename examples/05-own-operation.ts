/** An operation of your own, made of ours and checked by finite differences. */
import { gradCheck, type Tensor, tensor } from '../src/index.ts';

/** Mish: x · tanh(softplus(x)). Misra, 2019. */
function mish(x: Tensor): Tensor {
  return x.mul(x.softplus().tanh());
}

const x = tensor([-2, -0.5, 0, 1, 3]);
console.log(mish(x));
const { largestError } = gradCheck(mish, [x]);
console.log(largestError < 1e-3 ? 'the gradient agrees with finite differences' : 'it does not');

// prints
// tensor([-0.2525, -0.2207,  0.0000,  0.8651,  2.9865], shape [5])
// the gradient agrees with finite differences
