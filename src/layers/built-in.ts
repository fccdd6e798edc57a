/** The layers of the library by their kind, as saved models name them. */
import type { Layer, LayerConfig } from './layer.ts';
import * as classes from './layer-classes.ts';

/** A class of layers that can be made again from its `config`. */
export interface LayerClass {
  new (...options: never[]): Layer;
  /**
   * From what `config` returned, with `name` where the layer was given one. A class without it is made by `new` with the
   * same as its only argument.
   */
  fromConfig?(config: LayerConfig): Layer;
}

/** What `layer-classes.ts` exports. */
export const builtInLayers: Readonly<Record<string, LayerClass>> = classes;

/** Whether a layer and all in it are the library's own, whose `forward` is known to record faithfully. */
export function isBuiltIn(layer: Layer): boolean {
  return builtInLayers[layer.type]?.prototype === Object.getPrototypeOf(layer) && layer.children.every(isBuiltIn);
}
