/** Every exported kernel, one line for each family. The typed signatures are in src/wasm/kernels.ts. */
export { erf, exp, log } from './math';
export { cos, sin } from './sin-cos';
export { spreadAxis, sumAxis, sumOfSquares, varianceAxis, varianceBackward } from './reduce';
export { maxAxis, minAxis, pickBackward } from './max-min';
export { gatherRows, scatterRows } from './gather';
export {
  softmaxCrossEntropyIndices,
  softmaxCrossEntropyIndicesBackward,
  softmaxCrossEntropyRows,
  softmaxCrossEntropyRowsBackward,
} from './softmax-cross-entropy';
export {
  absoluteError,
  absoluteErrorBackward,
  huber,
  huberBackward,
  sigmoidCrossEntropy,
  sigmoidCrossEntropyBackward,
  squaredError,
  squaredErrorBackward,
} from './element-losses';
export {
  batchNorm,
  batchNormBackward,
  batchNormEvaluate,
  batchNormEvaluateBackward,
  batchNormRunning,
} from './batch-norm';
export { averagePool, averagePoolBackward, maxPool, maxPoolBackward } from './pooling';
export { layerNorm, layerNormBackward } from './layer-norm';
export { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './softmax';
export { conv2d, conv2dInputGradient, conv2dWeightGradient, conv2dWeightGradientOfTaps } from './convolution';
export { gemmNN, gemmNNBlock, gemmNT, gemmNTBlock, gemmTN, gemmTNBlock } from './gemm';
export { dropout, dropoutBackward, philoxWords, randomNormal, randomUniform } from './random';
export {
  adadelta,
  adagrad,
  adam,
  adamax,
  lion,
  momentum,
  nadam,
  rAdam,
  rmsProp,
  sgd,
  softThreshold,
} from './optimizers';
export {
  elu,
  eluBackward,
  leakyRelu,
  leakyReluBackward,
  relu,
  reluBackward,
  selu,
  seluBackward,
  sigmoid,
  sigmoidBackward,
  softplus,
  softplusBackward,
  tanh,
  tanhBackward,
} from './activations';
export {
  gelu,
  geluBackwardFromInput,
  geluTanh,
  geluTanhBackwardFromInput,
  silu,
  siluBackwardFromInput,
} from './gelu';
export {
  addBroadcast,
  divBackwardDivisor,
  divBroadcast,
  maximumBackward,
  maximumBroadcast,
  minimumBackward,
  minimumBroadcast,
  mulBroadcast,
  subBroadcast,
  whereBroadcast,
} from './broadcast';
export {
  abs,
  absBackward,
  clip,
  clipBackward,
  expBackward,
  logBackward,
  neg,
  sqrt,
  sqrtBackward,
  square,
  squareBackward,
} from './unary';
export { pow, powBackward } from './pow';
export { copyStrided, fill, scale } from './copy';
export { peak, roofline } from './roofline';
