import { requireBoolean } from '../errors.ts';
import { defaultFor } from '../initializers/default-for.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { type InitializerName, toInitializer } from '../initializers/to-initializer.ts';
import { type ActivationName, requireActivation } from '../ops/activation.ts';
import { fromJSON } from '../regularizers/from-json.ts';
import type { Regularizer, RegularizerJson } from '../regularizers/regularizer.ts';
import { regularizerToJSON, toRegularizer } from '../regularizers/to-regularizer.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

export interface WeightedLayerOptions extends LayerOptions {
  /** 'none' unless set. */
  readonly activation?: ActivationName;
  /** True unless set. Batch normalisation after the layer has a shift of its own. */
  readonly useBias?: boolean;
  /** The one that suits the activation unless set: He for the relu family, LeCun for selu, else Glorot. */
  readonly weightInitializer?: InitializerName | Initializer;
  /** 'zeros' unless set. */
  readonly biasInitializer?: InitializerName | Initializer;
  /** On the weight; the bias pays nothing. None unless set. */
  readonly weightRegularizer?: Regularizer;
}

/** What dense and convolutional layers share: a weight, a bias, an activation of their sum, and how these begin. */
export abstract class WeightedLayer extends Layer {
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly weightRegularizer: Regularizer | undefined;
  private readonly weightInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  weight!: Tensor;
  bias: Tensor | undefined;

  /** @param own the names of options that the layer has beside these. */
  protected constructor(who: string, options: WeightedLayerOptions, own: readonly string[] = []) {
    super(requireLayerOptions(who, options, [...optionNames, ...own]));
    const { activation = 'none', useBias = true, weightInitializer, biasInitializer = 'zeros' } = options;
    const { weightRegularizer } = options;
    requireBoolean(who, { useBias });
    this.useBias = useBias;
    this.activation = requireActivation(who, activation);
    this.weightInitializer = toInitializer(who, 'weightInitializer', weightInitializer ?? defaultFor(activation));
    this.biasInitializer = toInitializer(who, 'biasInitializer', biasInitializer);
    if (weightRegularizer !== undefined) toRegularizer(who, 'weightRegularizer', weightRegularizer);
    this.weightRegularizer = weightRegularizer;
  }

  /** Declares the weight, whose last axis is the outputs, and the bias. */
  protected declareWeights(context: BuildContext, shape: Shape): void {
    this.weight = context.parameter('weight', shape, {
      initializer: this.weightInitializer,
      regularizer: this.weightRegularizer,
    });
    const outputs = shape[shape.length - 1];
    if (this.useBias) this.bias = context.parameter('bias', [outputs], { initializer: this.biasInitializer });
  }

  override get finalActivation(): ActivationName {
    return this.activation;
  }

  override config(): LayerConfig {
    const { activation, useBias, weightRegularizer } = this;
    return {
      activation,
      useBias,
      ...(weightRegularizer && { weightRegularizer: regularizerToJSON(this.type, weightRegularizer) }),
    };
  }
}

/** Options from those that `config` returned, for `fromConfig`. */
export function optionsFromConfig({ weightRegularizer, ...options }: LayerConfig): LayerConfig {
  if (weightRegularizer === undefined) return options;
  return { ...options, weightRegularizer: fromJSON(weightRegularizer as RegularizerJson) };
}

const optionNames = ['activation', 'useBias', 'weightInitializer', 'biasInitializer', 'weightRegularizer'];
