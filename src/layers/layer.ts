/** What every layer shares: its weights, the layers in it, its place in a model, and whether it learns. */
import { requireKnownOptions, valueText } from '../errors.ts';
import type { Initializer } from '../initializers/initializer.ts';
import type { ActivationName } from '../ops/activation.ts';
import { add } from '../ops/add.ts';
import { type Regularizer, requirePenalty } from '../regularizers/regularizer.ts';
import type { Counter } from '../tensor/random.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Options that every layer takes. */
export interface LayerOptions {
  /** Its name in the model and the first part of its weights' names; the kind and a number unless set: `dense2`. */
  readonly name?: string;
}

/** How a parameter begins, what it pays for its size, and whether it is learned. */
export interface ParameterOptions {
  /** `'zeros'` unless set. */
  readonly initializer?: string | Initializer;
  readonly regularizer?: Regularizer;
  /** True unless set. */
  readonly trainable?: boolean;
}

/** What a layer may ask for while it is built. */
export interface BuildContext {
  /** Where the layer is in the model: `dense1`, or `residual1.dense2` for a layer in a layer. */
  readonly path: string;
  /** Of the model: all that is random in it depends on this and on names. */
  readonly seed: number;
  /** A tensor to learn. Its values are there at once; the model moves all of them into one block. */
  parameter(name: string, shape: Shape, options?: ParameterOptions): Tensor;
  /** A tensor that is kept and saved but not learned, such as a running mean; `'zeros'` unless an initializer is given. */
  state(name: string, shape: Shape, options?: { readonly initializer?: string | Initializer }): Tensor;
  /**
   * Builds a layer that is part of this one, for inputs of that shape.
   *
   * @returns the shape of its outputs, without the batch axis.
   */
  layer(child: Layer, inputShape: Shape): Shape;
}

/** What a layer is told when it runs. */
export interface ForwardContext {
  /** Whether to behave as in training: drop values, use the statistics of the batch. */
  readonly training: boolean;
  readonly seed: number;
  /** Of the model: the training forwards so far. */
  readonly counter: Counter;
}

/** A weight of a layer, whether learned or kept. */
export interface LayerWeight {
  readonly name: string;
  readonly tensor: Tensor;
  /** False for what is kept but never learned: running statistics. */
  readonly learned: boolean;
  /** Whether it is learned while its layer is. */
  readonly trainable: boolean;
  readonly regularizer: Regularizer | undefined;
}

/** A layer's own options as JSON. */
export type LayerConfig = Readonly<Record<string, unknown>>;

/**
 * The base of all layers. One's own is a class with `forward`, made of operations on tensors, and `build` where it has
 * weights:
 *
 *     class Scale extends Layer {
 *       factor!: Tensor;
 *       override build([columns]: Shape, context: BuildContext): void {
 *         this.factor = context.parameter('factor', [columns], { initializer: 'ones' });
 *       }
 *       forward(x: Tensor): Tensor {
 *         return x.mul(this.factor);
 *       }
 *     }
 *
 * `forward` must be a function of x and of weights: numbers computed in JavaScript while it runs would be frozen when a
 * trainer records it. The first axis of x is the batch and stays.
 */
export abstract class Layer {
  /** Its kind, as a saved model names it: the name of the class. Give it a text of its own where a minifier renames classes. */
  get type(): string {
    return this.constructor.name;
  }

  /** The name given, or `''`. */
  readonly givenName: string;
  /** Where it is in its model, such as `dense1`; `''` until it is part of one. */
  path = '';
  /** Shapes without the batch axis, once built. */
  inputShape: Shape | undefined;
  outputShape: Shape | undefined;
  /** Its own weights, in the order in which `build` asked for them. */
  readonly weights: LayerWeight[] = [];
  /** The layers in it, in the order in which `build` built them. */
  readonly children: Layer[] = [];
  private learns = true;

  constructor(options: LayerOptions = {}) {
    const { name } = options;
    if (name !== undefined && (typeof name !== 'string' || !/^[^\s.]+$/.test(name))) {
      throw new TypeError(
        `${this.constructor.name}: name must be text without dots and spaces, got ${valueText(name)}`,
      );
    }
    this.givenName = name ?? '';
  }

  /**
   * Makes the weights for inputs of that shape (without the batch axis). Called once, by the model.
   *
   * @returns the shape of outputs; where nothing is returned, it is found by tracing `forward`.
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a build that only makes weights returns nothing
  build(_inputShape: Shape, _context: BuildContext): Shape | void {}

  /** The outputs for a batch. */
  abstract forward(x: Tensor, context: ForwardContext): Tensor;

  /** The activation with which it ends, for losses that are computed before it. */
  get finalActivation(): ActivationName {
    return 'none';
  }

  /** `forward` without the final activation. */
  forwardLogits(x: Tensor, context: ForwardContext): Tensor {
    return this.forward(x, context);
  }

  /**
   * Its options, so that the model can be saved: what the constructor has to be given to make such a layer again.
   * How weights began is not part of it, since the saved weights take their place.
   */
  config(): LayerConfig {
    throw new TypeError(
      `${this.type}: cannot be saved: give the class a method config() that returns the constructor's options as JSON`,
    );
  }

  /** Whether training changes it. Setting it sets it for the layers in it, too. */
  get trainable(): boolean {
    return this.learns;
  }

  set trainable(trainable: boolean) {
    if (typeof trainable !== 'boolean') {
      throw new TypeError(`${this.type}: trainable must be true or false, got ${valueText(trainable)}`);
    }
    this.learns = trainable;
    for (const { tensor, learned, trainable: own } of this.weights) {
      tensor.requiresGrad = learned && own && trainable;
      if (!tensor.requiresGrad) tensor.zeroGrad();
    }
    for (const child of this.children) child.trainable = trainable;
  }

  /** Its own weights and those of the layers in it, by name: `weight`, `dense2.weight`. */
  allWeights(): [name: string, weight: LayerWeight][] {
    const inside = this.children.flatMap((child) => {
      const prefix = child.path.slice(this.path.length + 1);
      return child.allWeights().map(([name, weight]): [string, LayerWeight] => [`${prefix}.${name}`, weight]);
    });
    return [...this.weights.map((weight): [string, LayerWeight] => [weight.name, weight]), ...inside];
  }

  /**
   * What it adds to the training loss: the penalties of its regularizers and of the layers in it; undefined where there are
   * none. A layer with a price of its own overrides it and adds `super.penalty()`.
   *
   * @throws TypeError for a regularizer that returns no scalar tensor.
   */
  penalty(): Tensor | undefined {
    let total: Tensor | undefined;
    const include = (who: string, penalty: unknown): void => {
      const scalar = requirePenalty(who, penalty);
      total = total ? add(total, scalar) : scalar;
    };
    for (const { name, tensor, regularizer } of this.weights) {
      if (regularizer) include(`${this.path}.${name}: regularizer '${regularizer.name}'`, regularizer.penalty(tensor));
    }
    for (const child of this.children) {
      const penalty = child.penalty();
      if (penalty !== undefined) include(`${child.path}.penalty`, penalty);
    }
    return total;
  }

  /** Whether `penalty` may give anything. */
  get hasPenalty(): boolean {
    return (
      this.penalty !== Layer.prototype.penalty ||
      this.weights.some(({ regularizer }) => regularizer !== undefined) ||
      this.children.some((child) => child.hasPenalty)
    );
  }

  /** @throws TypeError for a layer that is part of no model: it has no weights yet, and no name of its own. */
  protected requireBuilt(): void {
    if (this.path !== '') return;
    throw new TypeError(
      `${this}: used before it was built; a layer in a layer is built by context.layer(layer, inputShape) in build()`,
    );
  }

  /** Such as `Dense(128 → 10)`. */
  toString(): string {
    return this.type;
  }
}

/** The options of a layer when all their names are known. */
export function requireLayerOptions<T extends LayerOptions>(who: string, options: T, names: readonly string[]): T {
  requireKnownOptions(who, options, [...names, 'name']);
  return options;
}
