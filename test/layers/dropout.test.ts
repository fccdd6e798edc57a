/** Dropout by its statistics; what it does with a given mask is tested with the operation. Bounds: 1 in 10⁵. */
import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { Dense, Dropout } from '../../src/layers/index.ts';
import { randomNormal } from '../../src/tensor/create.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectSameBits } from '../helpers/bits.ts';

const [rows, columns] = [100, 1000];
const n = rows * columns;
const ones = () => tensor(new Float32Array(n).fill(1), [rows, columns], { requiresGrad: true });
const modelOf = (layers: Dropout[], seed = 1) => new Sequential(layers, { inputShape: [columns], seed });
const outputOf = (model: Sequential) => model.forward(ones(), { training: true }).toFloat32Array();
const zerosIn = (values: Float32Array) => values.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);

/** That many zeros are what chance gives where each value is 0 with probability p. */
function expectShare(zeros: number, p: number, of = n): void {
  expect(Math.abs(zeros - of * p) / Math.sqrt(of * p * (1 - p)), `${zeros} of ${of}`).toBeLessThan(4.4);
}

describe.each([0.1, 0.25, 0.5, 0.9])('rate %s', (rate) => {
  const y = outputOf(modelOf([new Dropout(rate)]));

  it('drops that share, and scales the others to keep the mean', () => {
    expectShare(zerosIn(y), rate);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / Math.fround(1 - rate))]));
  });

  it('drops that share of every row and every column as chance would', () => {
    let largest = 0;
    for (const [count, step, along] of [
      [rows, columns, 1],
      [columns, 1, columns],
    ]) {
      const each = n / count;
      for (let i = 0; i < count; i++) {
        let zeros = 0;
        for (let j = 0; j < each; j++) zeros += y[i * step + j * along] === 0 ? 1 : 0;
        largest = Math.max(largest, Math.abs(zeros - each * rate) / Math.sqrt(each * rate * (1 - rate)));
      }
    }
    expect(largest).toBeLessThan(6.5); // the largest of 1,100; counts are skewed at rate 0.9
  });

  it('keeps the mean of any inputs', () => {
    const x = randomNormal([rows, columns], { mean: 2, seed: 5 });
    const out = modelOf([new Dropout(rate)])
      .forward(x, { training: true })
      .toFloat32Array();
    const values = x.toFloat32Array();
    const sum = (of: Float32Array, f = (v: number) => v) => of.reduce((total, v) => total + f(v), 0);
    const deviation = Math.sqrt((sum(values, (v) => v * v) * rate) / (1 - rate));
    expect(Math.abs(sum(out) - sum(values)) / deviation).toBeLessThan(4.4);
  });
});

describe('masks', () => {
  const both = (a: Float32Array, b: Float32Array) =>
    a.reduce((count, v, i) => count + (v === 0 && b[i] === 0 ? 1 : 0), 0);

  it('differ from one training forward to the next, as independent ones do', () => {
    const model = modelOf([new Dropout(0.5)]);
    const [first, second, third] = [outputOf(model), outputOf(model), outputOf(model)];
    for (const [a, b] of [
      [first, second],
      [second, third],
      [first, third],
    ]) {
      expectShare(both(a, b), 0.25);
    }
  });

  it('are the same for the same seed in two models, and other ones for another', () => {
    const [a, b, other] = [
      modelOf([new Dropout(0.5)], 7),
      modelOf([new Dropout(0.5)], 7),
      modelOf([new Dropout(0.5)], 8),
    ];
    for (let step = 0; step < 3; step++) {
      const mask = outputOf(a);
      expectSameBits(outputOf(b), mask);
      expectShare(both(outputOf(other), mask), 0.25);
    }
  });

  it('are others in another layer', () => {
    // Two masks one after the other keep a quarter of the values; the same mask twice would keep half.
    const y = outputOf(modelOf([new Dropout(0.5), new Dropout(0.5)]));
    expectShare(zerosIn(y), 0.75);
    const named = outputOf(modelOf([new Dropout(0.5, { name: 'other' })]));
    expectShare(both(named, outputOf(modelOf([new Dropout(0.5)]))), 0.25);
  });

  it('do not depend on what stands before', () => {
    const model = new Sequential([new Dense(columns), new Dropout(0.5)], { inputShape: [columns], seed: 1 });
    const y = model.forward(ones(), { training: true }).toFloat32Array();
    const alone = outputOf(modelOf([new Dropout(0.5)]));
    expect(y.every((value, i) => (value === 0) === (alone[i] === 0))).toBe(true);
  });

  it('are those of the gradient', () => {
    const x = ones();
    const y = modelOf([new Dropout(0.3)]).forward(x, { training: true });
    backwardFrom(y, new Float32Array(n).fill(1));
    expectSameBits(x.grad!.toFloat32Array(), y.toFloat32Array());
  });
});

describe('in evaluation', () => {
  it('everything passes, and the masks to come stay as they are', () => {
    const [model, other] = [modelOf([new Dropout(0.5)]), modelOf([new Dropout(0.5)])];
    const x = randomNormal([3, columns], { seed: 2 });
    expectSameBits(model.forward(x).toFloat32Array(), x.toFloat32Array());
    expectSameBits(model.predict(x).toFloat32Array(), x.toFloat32Array());
    expect(model.counter.value).toBe(0);
    expectSameBits(outputOf(model), outputOf(other));
    expect(model.counter.value).toBe(1);
  });
});

describe('in training', () => {
  it('every step has another mask, recorded or not', () => {
    const losses = (recorded: boolean) => {
      const model = new Sequential([new Dropout(0.5), new Dense(1)], { inputShape: [50], seed: 3 });
      const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd', recorded });
      const x = randomNormal([8, 50], { seed: 1 });
      return Array.from({ length: 10 }, () => trainer.step(x, new Float32Array(8)).loss);
    };
    expect(new Set(losses(true)).size).toBe(10);
    expectSameBits(losses(true), losses(false));
  });
});
