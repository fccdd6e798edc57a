import { requireInteger, ShapeError } from '../errors.ts';
import { dense } from '../ops/dense.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { BuildContext, ForwardContext, LayerConfig } from './layer.ts';
import { optionsFromConfig, WeightedLayer, type WeightedLayerOptions } from './weighted-layer.ts';

export interface DenseLayerOptions extends WeightedLayerOptions {}

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
export class Dense extends WeightedLayer {
  readonly units: number;

  constructor(units: number, options: DenseLayerOptions = {}) {
    super('Dense', options);
    requireInteger('Dense', { units }, 1);
    this.units = units;
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
    this.declareWeights(context, [inputs, this.units]);
    return [...inputShape.slice(0, -1), this.units];
  }

  override forward(x: Tensor, _context: ForwardContext): Tensor {
    this.requireBuilt();
    return dense(x, this.weight, { bias: this.bias, activation: this.activation });
  }

  override forwardLogits(x: Tensor): Tensor {
    this.requireBuilt();
    return dense(x, this.weight, { bias: this.bias });
  }

  override config(): LayerConfig {
    return { units: this.units, ...super.config() };
  }

  static fromConfig({ units, ...options }: LayerConfig): Dense {
    return new Dense(units as number, optionsFromConfig(options));
  }

  override toString(): string {
    const { inputShape, units, activation } = this;
    const inputs = inputShape ? `${inputShape[inputShape.length - 1]} → ` : '';
    return `Dense(${inputs}${units}${activation === 'none' ? '' : `, ${activation}`})`;
  }
}
