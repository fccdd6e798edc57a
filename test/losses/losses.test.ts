import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from '../../src/losses/index.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';

const learned = (x: Tensor) => tensor(x.toFloat32Array(), x.shape, { requiresGrad: true });

describe('softmaxCrossEntropy', () => {
  const logits = () => learned(values([3, 4]));

  it('is the same from indices as from the rows that are one there, forward and backward', () => {
    const rows = tensor([
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]);
    for (const options of [{}, { weights: tensor([2, 0.5, 1]) }, { labelSmoothing: 0.2 }]) {
      const [a, b] = [logits(), logits()];
      const fromIndices = softmaxCrossEntropy(a, tensor([2, 0, 3]), options);
      const fromRows = softmaxCrossEntropy(b, rows, options);
      expect(fromIndices.item()).toBeCloseTo(fromRows.item(), 6);
      backward(fromIndices);
      backward(fromRows);
      const [da, db] = [a.grad!.toFloat32Array(), b.grad!.toFloat32Array()];
      for (let i = 0; i < 12; i++) expect(da[i]).toBeCloseTo(db[i], 6);
    }
  });

  it('checks labels at each run of a recorded graph and leaves no half-run forward behind', () => {
    const w = logits();
    const graph = record([[3]], (labels) => softmaxCrossEntropy(w, labels));
    graph.run([[0, 1, 2]]);
    graph.backward();
    const gradient = w.grad!.toFloat32Array();
    for (const [labels, message] of [
      [[0, 4, 2], /labels must be whole numbers from 0 to 3 for 4 classes, got 4 in row 1/],
      [[0, 1, -1], /got -1 in row 2/],
      [[0.5, 1, 2], /got 0.5 in row 0/],
      [[0, Number.NaN, 2], /got NaN in row 1/],
      [[0, 1, Number.POSITIVE_INFINITY], /got Infinity in row 2/],
    ] as const) {
      expect(() => graph.run([labels])).toThrow(RangeError);
      expect(() => graph.run([labels])).toThrow(message);
      expect(() => graph.backward()).toThrow(/run the graph first/);
    }
    w.zeroGrad();
    graph.run([[0, 1, 2]]);
    graph.backward();
    expectSameBits(w.grad!.toFloat32Array(), gradient);
  });

  it('costs what it should where a probability rounds to 0, and its gradient is exact there', () => {
    const z = tensor([[1000, 0, -1000]], [1, 3], { requiresGrad: true });
    const loss = softmaxCrossEntropy(z, tensor([2]));
    expect(loss.item()).toBe(2000);
    backward(loss);
    expect(z.grad!.toArray()).toEqual([[1, 0, -1]]);
  });

  it('divides by the number of rows whatever the weights', () => {
    const z = values([2, 3]);
    const labels = tensor([0, 1]);
    const single = softmaxCrossEntropy(z, labels).item();
    expect(softmaxCrossEntropy(z, labels, { weights: tensor([3, 3]) }).item()).toBeCloseTo(3 * single, 5);
    expect(softmaxCrossEntropy(z, labels, { weights: tensor([0, 0]) }).item()).toBe(0);
  });

  it('saves nothing for backward where there will be none', () => {
    const saved = (make: () => Tensor) => record([], make).nodes[0].saved.length;
    const z = logits();
    expect(saved(() => softmaxCrossEntropy(z, tensor([0, 1, 2])))).toBe(1);
    expect(saved(() => softmaxCrossEntropy(values([3, 4]), tensor([0, 1, 2])))).toBe(0);
    expect(saved(() => noGrad(() => softmaxCrossEntropy(z, tensor([0, 1, 2]))))).toBe(0);
  });
});

describe('losses over elements', () => {
  it('are 0 at their targets, with gradient 0', () => {
    for (const loss of [meanSquaredError, meanAbsoluteError, huber]) {
      const p = learned(values([3, 5]));
      const value = loss(p, values([3, 5]));
      expect(value.item()).toBe(0);
      backward(value);
      expect([...p.grad!.toFloat32Array()].every((d) => d === 0)).toBe(true);
    }
  });

  it('take scalars', () => {
    expect(meanSquaredError(tensor(3), tensor(1)).item()).toBe(4);
    expect(huber(tensor(3), tensor(1)).item()).toBe(1.5);
    expect(meanAbsoluteError(tensor(3), tensor(1), { weights: tensor([0.5]) }).item()).toBe(1);
  });

  it('have opposite gradients by predictions and targets, where both are wanted or one', () => {
    for (const loss of [meanSquaredError, meanAbsoluteError, huber]) {
      const [p, t] = [learned(values([3, 5])), learned(values([3, 5], 2))];
      backward(loss(p, t));
      expectSameBits(
        p.grad!.toFloat32Array(),
        t.grad!.toFloat32Array().map((d) => -d),
      );
      const alone = learned(values([3, 5], 2));
      backward(loss(values([3, 5]), alone));
      expectSameBits(alone.grad!.toFloat32Array(), t.grad!.toFloat32Array());
    }
  });

  it('huber with a wide delta is half the squared error', () => {
    const [p, t] = [values([3, 5]), values([3, 5], 2)];
    expect(huber(p, t, { delta: 100 }).item()).toBeCloseTo(meanSquaredError(p, t).item() / 2, 6);
  });

  it('sigmoidCrossEntropy is exact for confident wrong answers', () => {
    const z = tensor([1000, -1000], [2], { requiresGrad: true });
    const loss = sigmoidCrossEntropy(z, tensor([0, 1]));
    expect(loss.item()).toBe(1000);
    backward(loss);
    expect(z.grad!.toArray()).toEqual([0.5, -0.5]);
  });
});
