/** Layers: one file each, all of them operations on tensors. */
export { Activation, type ActivationLayerOptions } from './activation.ts';
export { AveragePool2D } from './average-pool2d.ts';
export { BatchNorm, type BatchNormLayerOptions } from './batch-norm.ts';
export type { LayerClass } from './built-in.ts';
export { Conv2D, type Conv2DLayerOptions } from './conv2d.ts';
export { Dense, type DenseLayerOptions } from './dense.ts';
export { Dropout } from './dropout.ts';
export { Embedding, type EmbeddingLayerOptions } from './embedding.ts';
export { Flatten } from './flatten.ts';
export { GlobalAveragePool2D } from './global-average-pool2d.ts';
export {
  type BuildContext,
  type ForwardContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  type LayerWeight,
  type ParameterOptions,
} from './layer.ts';
export { LayerNorm, type LayerNormLayerOptions } from './layer-norm.ts';
export { MaxPool2D } from './max-pool2d.ts';
export type { Pool2DLayerOptions } from './pooling-layer.ts';
export { Reshape } from './reshape.ts';
export type { WeightedLayerOptions } from './weighted-layer.ts';
