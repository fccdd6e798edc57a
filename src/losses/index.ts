/** Losses: from tensors to the mean that training makes small. One file each. */
export type { LossOptions } from './element-loss.ts';
export { type HuberOptions, huber } from './huber.ts';
export { meanAbsoluteError } from './mean-absolute-error.ts';
export { meanSquaredError } from './mean-squared-error.ts';
export { sigmoidCrossEntropy } from './sigmoid-cross-entropy.ts';
export { type SoftmaxCrossEntropyOptions, softmaxCrossEntropy } from './softmax-cross-entropy.ts';
