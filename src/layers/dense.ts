import { requireInteger, ShapeError, valueText } from '../errors.ts';
import { defaultFor } from '../initializers/default-for.ts';
import type { Initializer } from '../initializers/initializer.ts';
import { type InitializerName, toInitializer } from '../initializers/to-initializer.ts';
import { type ActivationName, requireActivation } from '../ops/activation.ts';
import { dense } from '../ops/dense.ts';
import { fromJSON } from '../regularizers/from-json.ts';
import type { Regularizer, RegularizerJson } from '../regularizers/regularizer.ts';
import { regularizerToJSON, toRegularizer } from '../regularizers/to-regularizer.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  type BuildContext,
  type ForwardContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  requireLayerOptions,
} from './layer.ts';

export interface DenseLayerOptions extends LayerOptions {
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

/**
 * A fully connected layer: every output is a weighted sum of all inputs, through the activation f.
 *
 *     y = f(x·W + b)
 *
 * Shapes: x [n, …, in], W `weight` [in, units], b `bias` [units], y [n, …, units]. Parameters: in · units + units. The same
 * in training and evaluation.
 *
 *     new Dense(64, { activation: 'relu', weightRegularizer: regularizers.l2(1e-4) })
 *
 * @throws RangeError unless `units` is a whole number of at least 1; RangeError, TypeError for other options; ShapeError,
 *   when it is built, for inputs without an axis of values.
 */
export class Dense extends Layer {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly weightRegularizer: Regularizer | undefined;
  private readonly weightInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  weight!: Tensor;
  bias: Tensor | undefined;

  constructor(units: number, options: DenseLayerOptions = {}) {
    super(requireLayerOptions('Dense', options, optionNames));
    const { activation = 'none', useBias = true, weightInitializer, biasInitializer = 'zeros' } = options;
    const { weightRegularizer } = options;
    requireInteger('Dense', { units }, 1);
    if (typeof useBias !== 'boolean')
      throw new TypeError(`Dense: useBias must be true or false, got ${valueText(useBias)}`);
    this.units = units;
    this.activation = requireActivation('Dense', activation);
    this.useBias = useBias;
    this.weightInitializer = toInitializer('Dense', 'weightInitializer', weightInitializer ?? defaultFor(activation));
    this.biasInitializer = toInitializer('Dense', 'biasInitializer', biasInitializer);
    if (weightRegularizer !== undefined) toRegularizer('Dense', 'weightRegularizer', weightRegularizer);
    this.weightRegularizer = weightRegularizer;
  }

  override get type(): string {
    return 'Dense';
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    if (inputShape.length === 0) {
      throw new ShapeError(
        `${context.path}: Dense(${this.units}) expects inputs [batch, …, in], got one number a sample`,
      );
    }
    const inputs = inputShape[inputShape.length - 1];
    this.weight = context.parameter('weight', [inputs, this.units], {
      initializer: this.weightInitializer,
      regularizer: this.weightRegularizer,
    });
    if (this.useBias) this.bias = context.parameter('bias', [this.units], { initializer: this.biasInitializer });
    return [...inputShape.slice(0, -1), this.units];
  }

  override forward(x: Tensor, _context: ForwardContext): Tensor {
    this.requireBuilt();
    return dense(x, this.weight, { bias: this.bias, activation: this.activation });
  }

  override get finalActivation(): ActivationName {
    return this.activation;
  }

  override forwardLogits(x: Tensor): Tensor {
    this.requireBuilt();
    return dense(x, this.weight, { bias: this.bias });
  }

  override config(): LayerConfig {
    const { units, activation, useBias, weightRegularizer } = this;
    return {
      units,
      activation,
      useBias,
      ...(weightRegularizer && { weightRegularizer: regularizerToJSON('Dense', weightRegularizer) }),
    };
  }

  static fromConfig({ units, weightRegularizer, ...options }: LayerConfig): Dense {
    return new Dense(units as number, {
      ...options,
      ...(weightRegularizer !== undefined && { weightRegularizer: fromJSON(weightRegularizer as RegularizerJson) }),
    });
  }

  override toString(): string {
    const { inputShape, units, activation } = this;
    const inputs = inputShape ? `${inputShape[inputShape.length - 1]} → ` : '';
    return `Dense(${inputs}${units}${activation === 'none' ? '' : `, ${activation}`})`;
  }
}

const optionNames = ['activation', 'useBias', 'weightInitializer', 'biasInitializer', 'weightRegularizer'];
