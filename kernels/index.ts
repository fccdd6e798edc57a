/** Every exported kernel, one line for each family. The typed signatures are in src/wasm/kernels.ts. */
export { cos, erf, exp, log, sin } from './math';
export {
  gatherRows,
  maxAxis,
  minAxis,
  pickBackward,
  scatterRows,
  spreadAxis,
  sumAxis,
  sumOfSquares,
  varianceAxis,
  varianceBackward,
} from './reduce';
export { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './softmax';
export { gemmNN, gemmNT, gemmTN } from './gemm';
export { dropout, dropoutBackward, philoxWords, randomNormal, randomUniform } from './random';
export { adadelta, adagrad, adam, adamax, lion, momentum, nadam, rAdam, rmsProp, sgd } from './optimizers';
export {
  elu,
  eluBackward,
  gelu,
  geluBackwardFromInput,
  geluTanh,
  geluTanhBackwardFromInput,
  leakyRelu,
  leakyReluBackward,
  relu,
  reluBackward,
  selu,
  seluBackward,
  sigmoid,
  sigmoidBackward,
  silu,
  siluBackwardFromInput,
  softplus,
  softplusBackward,
  tanh,
  tanhBackward,
} from './activations';
export {
  abs,
  absBackward,
  addBroadcast,
  clip,
  clipBackward,
  copyStrided,
  divBackwardDivisor,
  divBroadcast,
  expBackward,
  fill,
  logBackward,
  maximumBackward,
  maximumBroadcast,
  minimumBackward,
  minimumBroadcast,
  mulBroadcast,
  neg,
  pow,
  powBackward,
  scale,
  sqrt,
  sqrtBackward,
  square,
  squareBackward,
  subBroadcast,
  whereBroadcast,
} from './elementwise';
export { roofline } from './roofline';
