/** Freezing and thawing. That losses stay those of PyTorch through it is in test/training/curves.test.ts, variant `frozen`. */
import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { GradientError } from '../../src/errors.ts';
import { BatchNorm, type BuildContext, Dense, Dropout, Layer } from '../../src/layers/index.ts';
import { softmaxCrossEntropy } from '../../src/losses/index.ts';
import { add, mul } from '../../src/ops/index.ts';
import { Adam } from '../../src/optimizers/index.ts';
import { l2 } from '../../src/regularizers/index.ts';
import { randomNormal } from '../../src/tensor/create.ts';
import type { Shape } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const makeModel = () =>
  new Sequential(
    [
      new Dense(8, { activation: 'relu', weightRegularizer: l2(0.01) }),
      new BatchNorm({ momentum: 0.9 }),
      new Dropout(0.3),
      new Dense(8, { activation: 'tanh' }),
      new Dense(3, { activation: 'softmax' }),
    ],
    { inputShape: [5], seed: 2 },
  );
const batchOf = (step: number, rows = 16) => ({
  x: randomNormal([rows, 5], { seed: step }),
  y: tensor(Array.from({ length: rows }, (_, i) => (i + step) % 3)),
});
const bitsOf = (model: Sequential) =>
  Object.fromEntries(Object.entries(model.weights()).map(([name, weight]) => [name, weight.toFloat32Array()]));

/** What happens before which step: layers 0 and 1 are frozen, the first is thawed, then the other. */
const schedule: Readonly<Record<number, (model: Sequential) => void>> = {
  5: ({ layers }) => {
    layers[0].trainable = false;
    layers[1].trainable = false;
  },
  12: ({ layers }) => {
    layers[0].trainable = true;
  },
  15: ({ layers }) => {
    layers[1].trainable = true;
  },
};

describe('freezing in the midst of training', () => {
  it('keeps every bit of the frozen layers, and no others', () => {
    const model = makeModel();
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.01 }) });
    const changedBetween = (from: number, to: number) => {
      const before = bitsOf(model);
      for (let step = from; step < to; step++) {
        schedule[step]?.(model);
        trainer.step(batchOf(step).x, batchOf(step).y);
      }
      const after = bitsOf(model);
      return Object.keys(after).filter((name) => after[name].some((value, i) => value !== before[name][i]));
    };
    const all = Object.keys(model.weights());
    const of = (layer: string) => all.filter((name) => name.startsWith(layer));
    expect(changedBetween(0, 5).sort()).toEqual([...all].sort());
    expect(changedBetween(5, 12)).toEqual([...of('dense2'), ...of('dense3')]); // the running statistics rest, too
    expect(changedBetween(12, 15)).toEqual([...of('dense1'), ...of('dense2'), ...of('dense3')]);
    expect(changedBetween(15, 20).sort()).toEqual([...all].sort());
  });

  it('is recorded again, with the bits of a loop by hand, for whole and for shorter batches', () => {
    const [recorded, byHand] = [makeModel(), makeModel()];
    const trainer = new Trainer(recorded, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.01 }) });
    const adam = new Adam({ learningRate: 0.01 });
    for (let step = 0; step < 20; step++) {
      const { x, y } = batchOf(step, step % 3 === 2 ? 7 : 16);
      for (const model of [recorded, byHand]) schedule[step]?.(model);
      const { loss } = trainer.step(x, y);
      const expected = add(softmaxCrossEntropy(byHand.logits(x, { training: true }), y), byHand.penalty());
      for (const parameter of byHand.parameters()) parameter.zeroGrad();
      backward(expected);
      adam.step(byHand.parameters());
      expectSameBits([loss], [expected.item()], `loss of step ${step}`);
      const [a, b] = [bitsOf(recorded), bitsOf(byHand)];
      for (const name of Object.keys(a)) expectSameBits(a[name], b[name], `${name} after step ${step}`);
    }
  });

  it("keeps the others' state in the optimizer, and their own for later", () => {
    const model = makeModel();
    const adam = new Adam({ learningRate: 0.01 });
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: adam });
    const stepsOf = () => adam.state(Object.values(model.weights()).filter((_, i) => i < 2 || i > 5));
    for (let step = 0; step < 20; step++) {
      schedule[step]?.(model);
      trainer.step(batchOf(step).x, batchOf(step).y);
    }
    expect(adam.steps).toBe(20);
    expect(stepsOf().parameters.map(({ t }) => t)).toEqual([13, 13, 20, 20, 20, 20]);
  });

  it('between the first two steps of a layer of your own is no difference between recordings', () => {
    class Scale extends Layer {
      factor!: Tensor;
      override build([columns]: Shape, context: BuildContext): void {
        this.factor = context.parameter('factor', [columns], { initializer: 'ones' });
      }
      forward(x: Tensor): Tensor {
        return mul(x, this.factor);
      }
    }
    const model = new Sequential([new Dense(4), new BatchNorm(), new Scale(), new Dense(1)], { inputShape: [5] });
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' });
    const step = (i: number) => trainer.step(batchOf(i).x, randomNormal([16, 1], { seed: i }));
    step(0);
    model.layers[1].trainable = false;
    step(1);
    model.layers[1].trainable = true;
    step(2);
    step(3);
    expect(trainer.runner.steps).toBe(4);
  });
});

describe('trainable', () => {
  it('says what is learned', () => {
    const model = makeModel();
    const [dense, batchNorm] = model.layers;
    expect(model.parameterCount).toBe(5 * 8 + 8 + 16 + 8 * 8 + 8 + 8 * 3 + 3);
    dense.trainable = false;
    expect(model.parameterCount).toBe(16 + 8 * 8 + 8 + 8 * 3 + 3);
    batchNorm.trainable = false;
    expect(model.parameters()).toEqual(Object.values(model.weights()).slice(6));
    expect(Object.keys(model.weights())).toHaveLength(10); // all are still there, and saved
    for (const layer of model.layers) layer.trainable = true;
    expect(model.parameterCount).toBe(163);
    expect(model.weights()['batchNorm1.runningMean'].requiresGrad).toBe(false); // kept, never learned
  });

  it('forgets gradients of what is frozen', () => {
    const model = makeModel();
    const { x, y } = batchOf(0);
    backward(softmaxCrossEntropy(model.logits(x), y));
    expect(model.weights()['dense1.weight'].grad).toBeDefined();
    model.layers[0].trainable = false;
    expect(model.weights()['dense1.weight'].grad).toBeUndefined();
    expect(model.weights()['dense2.weight'].grad).toBeDefined();
  });

  it('may be set before the model is made', () => {
    const [frozen, free] = [new Dense(4), new Dense(2)];
    frozen.trainable = false;
    const model = new Sequential([frozen, free], { inputShape: [3] });
    expect(model.parameterCount).toBe(10);
    expect(model.weights()['dense1.weight'].requiresGrad).toBe(false);
    frozen.trainable = true;
    expect(model.parameterCount).toBe(26);
  });

  it('reaches the layers in a layer, but not a parameter that is not to be learned', () => {
    class Block extends Layer {
      readonly inner = new Dense(3);
      fixed!: Tensor;
      override build(inputShape: Shape, context: BuildContext): Shape {
        this.fixed = context.parameter('fixed', [3], { initializer: 'ones', trainable: false });
        return context.layer(this.inner, inputShape);
      }
      forward(x: Tensor): Tensor {
        return mul(this.inner.forward(x, undefined as never), this.fixed);
      }
    }
    const block = new Block();
    const model = new Sequential([block], { inputShape: [3] });
    const learned = () => Object.entries(model.weights()).flatMap(([name, w]) => (w.requiresGrad ? [name] : []));
    expect(learned()).toEqual(['block1.dense1.weight', 'block1.dense1.bias']);
    block.trainable = false;
    expect(learned()).toEqual([]);
    expect(block.inner.trainable).toBe(false);
    block.trainable = true;
    expect(learned()).toEqual(['block1.dense1.weight', 'block1.dense1.bias']);
    block.inner.trainable = false; // one alone
    expect([block.trainable, learned()]).toEqual([true, []]);

    const alreadyFrozen = new Block();
    alreadyFrozen.inner.trainable = false;
    expect(new Sequential([alreadyFrozen], { inputShape: [3] }).parameterCount).toBe(0);
  });

  it('is true or false', () => {
    expect(() => {
      new Dense(2).trainable = 'no' as never;
    }).toThrow('Dense: trainable must be true or false, got "no"');
  });

  it('false everywhere leaves nothing to train, and the model as it was', () => {
    const model = makeModel();
    for (const layer of model.layers) layer.trainable = false;
    const before = bitsOf(model);
    const { x, y } = batchOf(0);
    for (const recorded of [true, false]) {
      const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam', recorded });
      const error = thrownBy(() => trainer.step(x, y));
      expect(error).toBeInstanceOf(GradientError);
      expect(error.message).toMatch(/^Trainer.step: the model has nothing to learn; are all layers frozen\?/);
      expect(model.counter.value).toBe(0);
      const after = bitsOf(model);
      for (const name of Object.keys(after)) expectSameBits(after[name], before[name], name);
    }
    model.layers[4].trainable = true;
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam' });
    expect(trainer.step(x, y).loss).toBeGreaterThan(0);
  });
});

describe('a frozen regularized layer', () => {
  it('still has its price in the loss, as a constant', () => {
    const model = makeModel();
    model.layers[0].trainable = false;
    const w = model.weights()['dense1.weight'].toFloat32Array();
    const expected = 0.01 * w.reduce((sum, value) => sum + value * value, 0);
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam' });
    for (let step = 0; step < 3; step++) {
      const { penalty } = trainer.step(batchOf(step).x, batchOf(step).y);
      expect(Math.abs(penalty - expected)).toBeLessThan(1e-6);
    }
    expectSameBits(model.weights()['dense1.weight'].toFloat32Array(), w);
  });
});
