/** Layers: one file each, all of them operations on tensors. */
export type { LayerClass } from './built-in.ts';
export {
  type BuildContext,
  type ForwardContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  type LayerWeight,
  type ParameterOptions,
} from './layer.ts';
export * from './layer-classes.ts';
export type { Pool2DLayerOptions } from './pooling-layer.ts';
export type { WeightedLayerOptions } from './weighted-layer.ts';
