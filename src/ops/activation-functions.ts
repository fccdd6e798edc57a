/** The activations. Each is a function of the library, a method of tensors, and a name that layers take. */
export { elu } from './elu.ts';
export { type GeluOptions, gelu } from './gelu.ts';
export { leakyRelu } from './leaky-relu.ts';
export { logSoftmax } from './log-softmax.ts';
export { relu } from './relu.ts';
export { selu } from './selu.ts';
export { sigmoid } from './sigmoid.ts';
export { silu } from './silu.ts';
export { softmax } from './softmax.ts';
export { softplus } from './softplus.ts';
export { tanh } from './tanh.ts';
