/** The layers of the library by their kind, as saved models name them. */
import { Activation } from './activation.ts';
import { AveragePool2D } from './average-pool2d.ts';
import { BatchNorm } from './batch-norm.ts';
import { Conv2D } from './conv2d.ts';
import { Dense } from './dense.ts';
import { Dropout } from './dropout.ts';
import { Embedding } from './embedding.ts';
import { Flatten } from './flatten.ts';
import { GlobalAveragePool2D } from './global-average-pool2d.ts';
import type { Layer, LayerConfig } from './layer.ts';
import { LayerNorm } from './layer-norm.ts';
import { MaxPool2D } from './max-pool2d.ts';
import { Reshape } from './reshape.ts';

/** A class of layers that can be made again from its `config`. */
export interface LayerClass {
  new (...options: never[]): Layer;
  /**
   * From what `config` returned, with `name` where the layer was given one. A class without it is made by `new` with the
   * same as its only argument.
   */
  fromConfig?(config: LayerConfig): Layer;
}

export const builtInLayers: Readonly<Record<string, LayerClass>> = {
  Activation,
  AveragePool2D,
  BatchNorm,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GlobalAveragePool2D,
  LayerNorm,
  MaxPool2D,
  Reshape,
};

/** Whether a layer and all in it are the library's own, whose `forward` is known to record faithfully. */
export function isBuiltIn(layer: Layer): boolean {
  return builtInLayers[layer.type]?.prototype === Object.getPrototypeOf(layer) && layer.children.every(isBuiltIn);
}
