/** Layers as people write them, for tests. */
import {
  type BuildContext,
  Dense,
  type ForwardContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  type Shape,
  type Tensor,
} from '../../src/index.ts';

/** x + a layer of two dense ones. */
export class Residual extends Layer {
  readonly first: Dense;
  readonly second: Dense;
  readonly units: number;

  constructor({ units, ...options }: LayerOptions & { units: number }) {
    super(options);
    this.units = units;
    this.first = new Dense(units, { activation: 'relu' });
    this.second = new Dense(units, { name: 'back' });
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    context.layer(this.second, context.layer(this.first, inputShape));
    return inputShape;
  }

  override forward(x: Tensor, context: ForwardContext): Tensor {
    return x.add(this.second.forward(this.first.forward(x, context), context));
  }

  override config(): LayerConfig {
    return { units: this.units };
  }
}

/** A factor for each column; it has options of another form than `config()`, so it says how it is made again. */
export class Scale extends Layer {
  factor!: Tensor;
  readonly start: number;

  constructor(start: number, options?: LayerOptions) {
    super(options);
    this.start = start;
  }

  override build([columns]: Shape, context: BuildContext): void {
    this.factor = context.parameter('factor', [columns], { initializer: 'ones' });
  }

  override forward(x: Tensor): Tensor {
    return x.mul(this.factor);
  }

  override config(): LayerConfig {
    return { start: this.start };
  }

  static fromConfig({ start, ...options }: LayerConfig): Scale {
    return new Scale(start as number, options);
  }
}
