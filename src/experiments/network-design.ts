import type { Layer } from '../layers/layer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** A network to compare: made anew for every seed. */
export interface NetworkDesign {
  readonly name: string;
  /** What it is, in words. */
  readonly description: string;
  /** What it has beyond the baseline, as the subject of a sentence; undefined for the baseline. */
  readonly addition?: string;
  /** How many columns its rows must have; any number unless set. */
  readonly columns?: number;
  /** New layers, ending in as many outputs as there are classes, through softmax. */
  layers(classes: number): Layer[];
  /** A new optimizer. */
  optimizer(): Optimizer;
}
