/** Layers that people write: alone, with layers in them, with a price, with a head of their own. */
import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { Activation, type BuildContext, Dense, Dropout, type ForwardContext, Layer } from '../../src/layers/index.ts';
import { meanSquaredError } from '../../src/losses/index.ts';
import { add, matmul, mean, mul, relu, reshape, sigmoid, square, sub, sum } from '../../src/ops/index.ts';
import { Adam } from '../../src/optimizers/index.ts';
import { l1, l2 } from '../../src/regularizers/index.ts';
import { randomNormal } from '../../src/tensor/create.ts';
import type { Shape } from '../../src/tensor/shape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectClose } from '../helpers/evidence.ts';

/** As in the doc comment of Layer: nothing is said about the shape of outputs. */
class Scale extends Layer {
  factor!: Tensor;
  override build([columns]: Shape, context: BuildContext): void {
    this.factor = context.parameter('factor', [columns], { initializer: 'ones' });
  }
  forward(x: Tensor): Tensor {
    return mul(x, this.factor);
  }
}

/** y = relu(x + dense2(dropout(dense1(x)))). */
class Residual extends Layer {
  readonly units: number;
  readonly first: Dense;
  readonly dropout: Dropout;
  readonly second: Dense;

  constructor(units: number, rate = 0) {
    super();
    this.units = units;
    this.first = new Dense(units, { activation: 'tanh', weightRegularizer: l2(0.5) });
    this.dropout = new Dropout(rate);
    this.second = new Dense(units, { weightRegularizer: l1(0.25) });
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    return [this.first, this.dropout, this.second].reduce((shape, layer) => context.layer(layer, shape), inputShape);
  }

  forward(x: Tensor, context: ForwardContext): Tensor {
    const hidden = this.dropout.forward(this.first.forward(x, context), context);
    return relu(add(x, this.second.forward(hidden, context)));
  }
}

const x = randomNormal([6, 4], { seed: 1 });
const y = randomNormal([6, 2], { seed: 2 });

describe('a layer of your own', () => {
  it('has its weights, its shape by tracing, its place in the model', () => {
    const model = new Sequential([new Scale(), new Dense(2), new Scale()], { inputShape: [4] });
    expect(Object.keys(model.weights())).toEqual(['scale1.factor', 'dense1.weight', 'dense1.bias', 'scale2.factor']);
    expect(model.layers.map(({ inputShape, outputShape }) => [inputShape, outputShape])).toEqual([
      [[4], [4]],
      [[4], [2]],
      [[2], [2]],
    ]);
    expect(String(model.layers[0])).toBe('Scale');
    expect(model.parameterCount).toBe(4 + 10 + 2);
    model.setWeights({ 'scale1.factor': [1, 2, 3, 4] });
    const alone = new Sequential([new Scale()], { inputShape: [4] });
    alone.setWeights({ 'scale1.factor': [1, 2, 3, 4] });
    expect(alone.predict([[1, 1, 1, -1]]).toArray()).toEqual([[1, 2, 3, -4]]);
  });

  it('is trained with the bits of a loop by hand', () => {
    const make = () => new Sequential([new Scale(), new Residual(4, 0.5), new Dense(2)], { inputShape: [4], seed: 9 });
    const [recorded, byHand] = [make(), make()];
    const trainer = new Trainer(recorded, { loss: 'meanSquaredError', optimizer: new Adam({ learningRate: 0.01 }) });
    const adam = new Adam({ learningRate: 0.01 });
    for (let step = 0; step < 30; step++) {
      const { loss, penalty } = trainer.step(x, y);
      // The penalty after the rest, as the trainer has it: gradients are summed in the order of backward.
      const data = meanSquaredError(byHand.forward(x, { training: true }), y);
      const price = byHand.penalty();
      const expected = add(data, price);
      for (const parameter of byHand.parameters()) parameter.zeroGrad();
      backward(expected);
      adam.step(byHand.parameters());
      expectSameBits([loss, penalty], [expected.item(), price.item()], `step ${step}`);
    }
    for (const [name, weight] of Object.entries(recorded.weights())) {
      expectSameBits(weight.toFloat32Array(), byHand.weights()[name].toFloat32Array(), name);
    }
  });

  it('cannot be saved without config()', () => {
    expect(() => new Scale().config()).toThrow(
      "Scale: cannot be saved: give the class a method config() that returns the constructor's options as JSON",
    );
  });
});

describe('layers in a layer', () => {
  const model = new Sequential([new Residual(4), new Residual(4), new Dense(2)], { inputShape: [4], seed: 5 });
  const weights = model.weights();

  it('have names below it', () => {
    expect(Object.keys(weights).slice(0, 5)).toEqual([
      'residual1.dense1.weight',
      'residual1.dense1.bias',
      'residual1.dense2.weight',
      'residual1.dense2.bias',
      'residual2.dense1.weight',
    ]);
    expect(model.layers[1].children.map(({ path }) => path)).toEqual([
      'residual2.dense1',
      'residual2.dropout1',
      'residual2.dense2',
    ]);
    expect(model.parameterCount).toBe(2 * (2 * 20) + 10);
  });

  it('begin with other weights in every place', () => {
    const [a, b] = ['residual1', 'residual2'].map((name) => weights[`${name}.dense1.weight`].toFloat32Array());
    expect(a).not.toEqual(b);
  });

  it('compute what their formula says', () => {
    const block = (h: Tensor, name: string): Tensor => {
      const [w1, b1, w2, b2] = ['dense1.weight', 'dense1.bias', 'dense2.weight', 'dense2.bias'].map(
        (weight) => weights[`${name}.${weight}`],
      );
      const hidden = sub(mul(sigmoid(mul(add(matmul(h, w1), b1), 2)), 2), 1); // tanh
      return relu(add(h, add(matmul(hidden, w2), b2)));
    };
    const expected = add(
      matmul(block(block(x, 'residual1'), 'residual2'), weights['dense1.weight']),
      weights['dense1.bias'],
    );
    expectClose(model.forward(x).toFloat32Array(), expected.toFloat32Array(), 1e-6, 'outputs');
  });

  it('pay their penalties', () => {
    let expected = 0;
    for (const [name, weight] of Object.entries(weights)) {
      if (!name.startsWith('residual') || !name.endsWith('weight')) continue;
      for (const w of weight.toFloat32Array()) expected += name.includes('dense1') ? 0.5 * w * w : 0.25 * Math.abs(w);
    }
    expect(Math.abs(model.penalty().item() - expected)).toBeLessThan(1e-5);
    expect(model.hasPenalty).toBe(true);
    expect(model.layers[2].penalty()).toBeUndefined();
  });

  it('must be built by the one they are in', () => {
    class Forgetful extends Residual {
      override build(): Shape {
        return [4];
      }
    }
    const forgetful = new Sequential([new Forgetful(4)], { inputShape: [4] });
    expect(() => forgetful.forward(x)).toThrow(
      'Dense(4, tanh): used before it was built; a layer in a layer is built by context.layer(layer, inputShape) in build()',
    );
    class WithDropout extends Layer {
      readonly inner = new Dropout(0.5);
      forward(h: Tensor, context: ForwardContext): Tensor {
        return this.inner.forward(h, context); // without a place it would have the mask of every other one
      }
    }
    expect(() => new Sequential([new WithDropout()], { inputShape: [4] })).toThrow(/^Dropout\(0.5\): used before/);
  });
});

describe('a price of its own', () => {
  /** Wants outputs' scale near 2, and pays for what is in it as well. */
  class Priced extends Scale {
    override penalty(): Tensor {
      const own = sum(square(sub(this.factor, 2)));
      const others = super.penalty();
      return others ? add(own, others) : own;
    }
  }
  class Holder extends Layer {
    readonly inner = new Priced();
    override build(inputShape: Shape, context: BuildContext): Shape {
      return context.layer(this.inner, inputShape);
    }
    forward(h: Tensor): Tensor {
      return this.inner.forward(h);
    }
  }

  it.each([
    ['of a layer', () => new Priced()],
    ['of a layer in a layer', () => new Holder()],
  ] as const)('%s is in the loss of trainers as in that of the model', (_, make) => {
    const model = new Sequential([make(), new Dense(2, { weightRegularizer: l1(0) })], { inputShape: [4] });
    expect(model.hasPenalty).toBe(true);
    expect(model.penalty().item()).toBe(4);
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: new Adam({ learningRate: 0.1 }) });
    expect(trainer.step(x, y).penalty).toBe(4);
    for (let step = 0; step < 300; step++) trainer.step(x, y);
    expect(trainer.step(x, y).penalty).toBeLessThan(0.5);
    expect(model.evaluate(x, y, { loss: 'meanSquaredError' })['loss']).toBeGreaterThan(model.penalty().item());
  });

  it('must be a scalar', () => {
    class Wrong extends Scale {
      override penalty(): Tensor {
        return square(this.factor);
      }
    }
    const model = new Sequential([new Wrong()], { inputShape: [4] });
    expect(() => model.penalty()).toThrow(
      'wrong1.penalty must return a scalar tensor, got a tensor [4]; reduce it with sum()',
    );
  });
});

describe('a head of your own', () => {
  /** Two columns a class, of which the mean counts. */
  class MeanSoftmax extends Layer {
    readonly head = new Activation('softmax');
    override build([columns]: Shape, context: BuildContext): Shape {
      return context.layer(this.head, [columns / 2]);
    }
    override get finalActivation() {
      return this.head.finalActivation;
    }
    override forwardLogits(h: Tensor): Tensor {
      return mean(reshape(h, [h.shape[0], h.shape[1] / 2, 2]), 2);
    }
    forward(h: Tensor): Tensor {
      return this.head.forward(this.forwardLogits(h));
    }
  }

  it('is trained on its logits', () => {
    const model = new Sequential([new Dense(6), new MeanSoftmax()], { inputShape: [4] });
    expect(model.finalActivation).toBe('softmax');
    expect(model.logits(x).shape).toEqual([6, 3]);
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam', metrics: ['accuracy'] });
    const first = trainer.step(x, [0, 1, 2, 0, 1, 2]).loss;
    for (let step = 0; step < 100; step++) trainer.step(x, [0, 1, 2, 0, 1, 2]);
    expect(trainer.step(x, [0, 1, 2, 0, 1, 2]).loss).toBeLessThan(first);
    const sums = sum(model.predict(x), 1).toFloat32Array();
    for (const total of sums) expect(Math.abs(total - 1)).toBeLessThan(1e-6);
  });
});
