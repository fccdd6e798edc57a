/** The layers. Each is a class of the library, and by its name a kind of layer that saved models have. */
export { Activation, type ActivationLayerOptions } from './activation.ts';
export { AveragePool2D } from './average-pool2d.ts';
export { BatchNorm, type BatchNormLayerOptions } from './batch-norm.ts';
export { Conv2D, type Conv2DLayerOptions } from './conv2d.ts';
export { Dense, type DenseLayerOptions } from './dense.ts';
export { Dropout } from './dropout.ts';
export { Embedding, type EmbeddingLayerOptions } from './embedding.ts';
export { Flatten } from './flatten.ts';
export { GlobalAveragePool2D } from './global-average-pool2d.ts';
export { LayerNorm, type LayerNormLayerOptions } from './layer-norm.ts';
export { MaxPool2D } from './max-pool2d.ts';
export { Reshape } from './reshape.ts';
