import { requireInteger } from '../errors.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { type InitializerName, toInitializer } from '../initializers/to-initializer.ts';
import { embedding } from '../ops/embedding.ts';
import { fromJSON } from '../regularizers/from-json.ts';
import type { Regularizer, RegularizerJson } from '../regularizers/regularizer.ts';
import { regularizerToJSON, toRegularizer } from '../regularizers/to-regularizer.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

export interface EmbeddingLayerOptions extends LayerOptions {
  /** 'glorotUniform' unless set. */
  readonly weightInitializer?: InitializerName | Initializer;
  /** On the whole table, also on rows that a batch does not ask for. None unless set. */
  readonly weightRegularizer?: Regularizer;
}

/**
 * A learned row of numbers for each category.
 *
 *     y[…, :] = W[x[…], :]
 *
 * Shapes: x [n, …] of whole numbers from 0 to entries − 1, W `weight` [entries, units], y [n, …, units]. Parameters:
 * entries · units. The same in training and evaluation.
 *
 * @throws RangeError unless `entries` and `units` are whole numbers of at least 1; RangeError, when it runs, for an index
 *   that is not one of the table, naming its place.
 */
export class Embedding extends Layer {
  readonly entries: number;
  readonly units: number;
  readonly weightRegularizer: Regularizer | undefined;
  private readonly weightInitializer: Initializer;
  weight!: Tensor;

  constructor(entries: number, units: number, options: EmbeddingLayerOptions = {}) {
    super(requireLayerOptions('Embedding', options, ['weightInitializer', 'weightRegularizer']));
    const { weightInitializer = 'glorotUniform', weightRegularizer } = options;
    requireInteger('Embedding', { entries, units }, 1);
    this.entries = entries;
    this.units = units;
    this.weightInitializer = toInitializer('Embedding', 'weightInitializer', weightInitializer);
    if (weightRegularizer !== undefined) toRegularizer('Embedding', 'weightRegularizer', weightRegularizer);
    this.weightRegularizer = weightRegularizer;
  }

  override get type(): string {
    return 'Embedding';
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    this.weight = context.parameter('weight', [this.entries, this.units], {
      initializer: this.weightInitializer,
      regularizer: this.weightRegularizer,
    });
    return [...inputShape, this.units];
  }

  override forward(x: Tensor): Tensor {
    this.requireBuilt();
    return embedding(this.weight, x);
  }

  override config(): LayerConfig {
    const { entries, units, weightRegularizer } = this;
    return {
      entries,
      units,
      ...(weightRegularizer && { weightRegularizer: regularizerToJSON('Embedding', weightRegularizer) }),
    };
  }

  static fromConfig({ entries, units, weightRegularizer, ...options }: LayerConfig): Embedding {
    return new Embedding(entries as number, units as number, {
      ...options,
      ...(weightRegularizer !== undefined && { weightRegularizer: fromJSON(weightRegularizer as RegularizerJson) }),
    });
  }

  override toString(): string {
    return `Embedding(${this.entries} × ${this.units})`;
  }
}
