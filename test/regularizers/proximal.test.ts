/** `regularizers.l1(λ, { proximal: true })` against NumPy's proximal steps and scikit-learn's lasso (test/golden/proximal.py). */
import { describe, expect, it } from 'vitest';
import { deserializeModel, serializeModel } from '../../src/formats/index.ts';
import { Dense } from '../../src/layers/index.ts';
import * as optimizers from '../../src/optimizers/index.ts';
import { fromJSON, l1, l1l2, type Regularizer } from '../../src/regularizers/index.ts';
import { exponentialDecay } from '../../src/schedules/index.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import golden from '../golden/proximal.json' with { type: 'json' };
import { expectSameBits } from '../helpers/bits.ts';
import '../../src/ops/methods.ts';

const x = tensor(golden.x);
const y = tensor(golden.y, [golden.y.length, 1]);
const columns = golden.start.length;
const makers = optimizers as unknown as Record<string, new (options: object) => optimizers.Optimizer>;

function linear(lambda: number, weightRegularizer: Regularizer = l1(lambda, { proximal: true })): Sequential {
  const weights = { 'dense1.weight': tensor(golden.start, [columns, 1]), 'dense1.bias': tensor([0]) };
  return new Sequential([new Dense(1, { weightRegularizer })], { inputShape: [columns], weights });
}
const weightOf = (model: Sequential): Tensor => model.weights()['dense1.weight'];
const zerosIn = (values: ArrayLike<number>): number[] =>
  Array.from(values, (w, i) => (w === 0 ? i : -1)).filter((i) => i >= 0);
const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

function trained(model: Sequential, optimizer: optimizers.Optimizer, steps: number, recorded = true): number[] {
  const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer, recorded });
  return Array.from({ length: steps }, () => trainer.step(x, y).loss);
}

describe('the steps', () => {
  it.each(golden.paths)('of $name are those of NumPy', ({ optimizer, options, after }) => {
    const model = linear(golden.lambda);
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: new makers[optimizer](options) });
    for (let t = 1; t <= 12; t++) {
      trainer.step(x, y);
      const expected = (after as Record<string, { weight: number[]; bias: number }>)[t];
      if (!expected) continue;
      const weight = weightOf(model).toFloat32Array();
      const off = weight.map((w, i) => w - expected.weight[i]);
      expect(largest(off), `step ${t}`).toBeLessThan(5e-6);
      expect(zerosIn(weight), `step ${t}`).toEqual(zerosIn(expected.weight));
      expect(Math.abs(model.weights()['dense1.bias'].item() - expected.bias)).toBeLessThan(5e-6);
    }
  });

  /** Rates that get there in 2,000 steps; how far those are from it that go on trembling, or slowly. */
  const rules: [name: string, options: { learningRate: number; [name: string]: unknown }, off?: number][] = [
    ['Sgd', { learningRate: 0.1 }],
    ['Sgd', { learningRate: 0.02, momentum: 0.9 }],
    ['Sgd', { learningRate: 0.02, momentum: 0.9, nesterov: true }],
    ['Momentum', { learningRate: 0.02 }],
    ['Adam', { learningRate: 0.1 }],
    ['Adam', { learningRate: 0.1, amsgrad: true }],
    ['AdamW', { learningRate: 0.1, weightDecay: 0 }],
    ['Nadam', { learningRate: 0.1 }],
    ['RAdam', { learningRate: 0.1 }],
    ['Adamax', { learningRate: 0.3 }],
    ['RmsProp', { learningRate: 0.1 }, 1e-3],
    ['RmsProp', { learningRate: 0.01, momentum: 0.9 }, 1e-3],
    ['RmsProp', { learningRate: 0.03, centered: true }, 1e-3],
    ['Adagrad', { learningRate: 1 }],
    ['Adadelta', { learningRate: 1 }, 3e-3],
  ];
  it.each(rules)('of %s with %j end at the lasso, with its zeros', (name, options, tolerance = 1e-5) => {
    for (const { lambda, coef, intercept } of golden.lassos.slice(1)) {
      const model = linear(lambda);
      const initial = options.learningRate;
      // Adadelta finds its own lengths; the velocity of Momentum has earlier rates in it.
      const stays = name === 'Adadelta' || name === 'Momentum';
      const learningRate = stays ? initial : exponentialDecay({ initial, factor: 0.998 });
      trained(model, new makers[name]({ ...options, learningRate }), 2000);
      const weight = weightOf(model).toFloat32Array();
      expect(largest(weight.map((w, i) => w - coef[i])), `λ ${lambda}`).toBeLessThan(tolerance);
      expect(zerosIn(weight), `λ ${lambda}`).toEqual(zerosIn(coef));
      expect(Math.abs(model.weights()['dense1.bias'].item() - intercept)).toBeLessThan(tolerance);
    }
  });

  it.each(golden.lassos)('of plain gradient descent are ISTA: λ $lambda', ({ lambda, coef }) => {
    const model = linear(lambda);
    trained(model, new optimizers.Sgd({ learningRate: 0.1 }), 2000);
    const weight = weightOf(model).toFloat32Array();
    expect(largest(weight.map((w, i) => w - coef[i]))).toBeLessThan(2e-6);
    expect(zerosIn(weight)).toEqual(zerosIn(coef));
    const subgradient = linear(lambda, l1(lambda));
    trained(subgradient, new optimizers.Sgd({ learningRate: 0.1 }), 2000);
    expect(zerosIn(weightOf(subgradient).toFloat32Array())).toEqual([]); // what it is for
  });
});

describe('together with L2', () => {
  it.each(['Sgd', 'Adam', 'RmsProp'])('%s ends where the elastic net does: its optimality conditions hold', (name) => {
    const [lambda1, lambda2] = [0.4, 0.05];
    const model = linear(0, l1l2(lambda1, lambda2, { proximal: true }));
    trained(model, new makers[name]({ learningRate: exponentialDecay({ initial: 0.1, factor: 0.998 }) }), 3000);
    const weight = weightOf(model).toFloat32Array();
    const bias = model.weights()['dense1.bias'].item();
    const residuals = golden.x.map((row, i) =>
      row.reduce((sum, value, j) => sum + value * weight[j], bias - golden.y[i]),
    );
    const gradients = Array.from(weight, (w, j) => {
      const ofLoss = golden.x.reduce((sum, row, i) => sum + 2 * residuals[i] * row[j], 0) / golden.y.length;
      return ofLoss + 2 * lambda2 * w;
    });
    expect(zerosIn(weight).length).toBeGreaterThan(0);
    expect(zerosIn(weight).length).toBeLessThan(weight.length);
    for (const [j, w] of weight.entries()) {
      if (w === 0) expect(Math.abs(gradients[j]), `weight ${j}`).toBeLessThan(lambda1 + 1e-3);
      else expect(Math.abs(gradients[j] + lambda1 * Math.sign(w)), `weight ${j}`).toBeLessThan(2e-3);
    }
  });

  it('the price is that of both, and the gradient that of L2', () => {
    const [both, plain] = [l1l2(0.25, 0.5, { proximal: true }), l1l2(0.25, 0.5)];
    const w = tensor([0.5, -3, 0], [3], { requiresGrad: true });
    expectSameBits([both.penalty(w).item()], [plain.penalty(w).item()]);
    both.penalty(w).backward();
    expectSameBits(w.grad!.toFloat32Array(), [0.5, -3, 0]);
    expect(both.proximalL1).toBe(0.25);
    expect(plain.proximalL1).toBeUndefined();
  });
});

describe('the penalty', () => {
  it('counts in the loss as before, and has no gradient', () => {
    const [proximal, plain] = [linear(0.25), linear(0.25, l1(0.25))];
    expectSameBits([proximal.penalty().item()], [plain.penalty().item()]);
    expect(proximal.penalty().requiresGrad).toBe(false);
    const figures = [proximal, plain].map((model) =>
      new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' }).step(x, y),
    );
    expect(figures[0]).toEqual(figures[1]);
    expect(figures[0].penalty).toBeGreaterThan(0);
  });

  it('leaves biases and other layers alone', () => {
    const layers = [new Dense(4, { weightRegularizer: l1(50, { proximal: true }) }), new Dense(1)];
    const model = new Sequential(layers, { inputShape: [columns], seed: 3 });
    const trainer = new Trainer(model, {
      loss: 'meanSquaredError',
      optimizer: new optimizers.Sgd({ learningRate: 0.01 }),
    });
    for (let step = 0; step < 100; step++) trainer.step(x, y);
    const { 'dense1.weight': first, 'dense2.weight': second, 'dense2.bias': bias } = model.weights();
    expect(zerosIn(first.toFloat32Array())).toHaveLength(4 * columns);
    expect(first.toFloat32Array().every((w) => Object.is(w, 0))).toBe(true);
    expect(zerosIn(second.toFloat32Array())).toEqual([]);
    expect(bias.item()).not.toBe(0);
  });
});

describe('bits', () => {
  it('are the same recorded, computed anew, and in a loop by hand', () => {
    const fresh = (): [Sequential, optimizers.Optimizer] => [linear(0.25), new optimizers.Adam({ learningRate: 0.05 })];
    const [recorded, eager, byHand] = [fresh(), fresh(), fresh()];
    trained(...recorded, 40);
    trained(...eager, 40, false);
    const [model, optimizer] = byHand;
    for (let step = 0; step < 40; step++) {
      const loss = model.forward(x, { training: true }).sub(y).square().mean().add(model.penalty());
      for (const parameter of model.parameters()) parameter.zeroGrad();
      loss.backward();
      optimizer.step(model.parameters());
    }
    for (const [other] of [eager, byHand]) {
      expectSameBits(weightOf(other).toFloat32Array(), weightOf(recorded[0]).toFloat32Array());
    }
    expect(zerosIn(weightOf(recorded[0]).toFloat32Array()).length).toBeGreaterThan(0);
  });

  it('are the same for a parameter outside of a model', () => {
    const w = tensor(golden.start, [columns, 1], { requiresGrad: true });
    const b = tensor([0], [1], { requiresGrad: true });
    w.proximalL1 = 0.25;
    const optimizer = new optimizers.RmsProp({ learningRate: 0.05 });
    const model = linear(0.25);
    trained(model, new optimizers.RmsProp({ learningRate: 0.05 }), 12);
    for (let step = 0; step < 12; step++) {
      w.zeroGrad();
      b.zeroGrad();
      x.matmul(w).add(b).sub(y).square().mean().backward();
      optimizer.step([w, b]);
    }
    const off = w.toFloat32Array().map((value, i) => value - weightOf(model).toFloat32Array()[i]);
    expect(largest(off)).toBeLessThan(1e-5); // a product and a sum in place of one operation
    expect(zerosIn(w.toFloat32Array())).toEqual(zerosIn(weightOf(model).toFloat32Array()));
  });

  it('go on where a saved model ended', () => {
    const model = linear(0.25);
    trained(model, new optimizers.Sgd({ learningRate: 0.05 }), 5);
    const { model: again } = deserializeModel(serializeModel({ model }));
    expect(weightOf(again).proximalL1).toBe(0.25);
    for (const one of [model, again]) trained(one, new optimizers.Sgd({ learningRate: 0.05 }), 5);
    expectSameBits(weightOf(again).toFloat32Array(), weightOf(model).toFloat32Array());
  });
});

describe('a rule of your own', () => {
  class SignSgd extends optimizers.Optimizer {
    constructor() {
      super('SignSgd', {}, {}, { learningRate: 0.01 });
    }
    override update(theta: Float32Array, g: Float32Array, _slots: optimizers.Slots, _t: number, rate: number): void {
      for (let i = 0; i < theta.length; i++) theta[i] -= rate * Math.sign(g[i]);
    }
  }

  it('is followed by a threshold of η·λ', () => {
    const w = tensor([0.5, -0.5, 0.015, -0.015, 0], [5], { requiresGrad: true });
    w.proximalL1 = 2;
    w.grad = tensor([1, 1, 1, -1, 0], [5]);
    new SignSgd().step([w]);
    const expected = [0.5 - 0.01 - 0.02, -0.5 - 0.01 + 0.02, 0, 0, 0];
    expect(largest(w.toFloat32Array().map((value, i) => value - expected[i]))).toBeLessThan(1e-7);
    expect(zerosIn(w.toFloat32Array())).toEqual([2, 3, 4]);
  });
});

describe('as text and JSON', () => {
  it('says so, and comes back', () => {
    const proximal = l1(0.5, { proximal: true });
    expect(String(proximal)).toBe('l1(0.5, proximal)');
    expect(proximal.toJSON!()).toEqual({ type: 'l1', lambda: 0.5, proximal: true });
    expect(fromJSON(JSON.parse(JSON.stringify(proximal))).proximalL1).toBe(0.5);
    expect(l1(0.5, { proximal: false }).toJSON!()).toEqual({ type: 'l1', lambda: 0.5 });
    expect(l1(0.5).proximalL1).toBeUndefined();
    const both = l1l2(0.5, 2, { proximal: true });
    expect(String(both)).toBe('l1l2(0.5, 2, proximal)');
    expect(both.toJSON!()).toEqual({ type: 'l1l2', lambda1: 0.5, lambda2: 2, proximal: true });
    expect(fromJSON(JSON.parse(JSON.stringify(both))).proximalL1).toBe(0.5);
    expect(l1l2(0.5, 2).toJSON!()).toEqual({ type: 'l1l2', lambda1: 0.5, lambda2: 2 });
  });
});

describe('wrong calls', () => {
  const any = (value: unknown): never => value as never;
  it.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ['another option', () => l1(1, any({ prox: true })), TypeError, /unknown option 'prox'.*proximal/],
    ['proximal as a number', () => l1(1, any({ proximal: 1 })), TypeError, /proximal must be true or false, got 1/],
    ['options that are none', () => l1(1, any(true)), TypeError, /options must be an object, got true/],
    ['λ below 0', () => l1(-1, { proximal: true }), RangeError, /lambda must be at least 0, got -1/],
    ['JSON with another word', () => fromJSON(any({ type: 'l1', lambda: 1, proximal: 'yes' })), TypeError, /got "yes"/],
    [
      'a tensor with less',
      () => {
        tensor([1]).proximalL1 = -0.5;
      },
      RangeError,
      /Tensor: proximalL1 must be at least 0, got -0.5/,
    ],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
