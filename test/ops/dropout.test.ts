import { describe, expect, it } from 'vitest';
import { backward, backwardFrom } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { dropout } from '../../src/ops/dropout.ts';
import { sum } from '../../src/ops/sum.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { Counter } from '../../src/tensor/random.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';

const ones = (n: number) => new Tensor([n], new Float32Array(n).fill(1), true);
const maskOf = (x: Tensor) => x.toFloat32Array().map((value) => (value === 0 ? 0 : 1));
const share = (mask: Float32Array) => mask.reduce((total, kept) => total + kept, 0) / mask.length;

describe('dropout', () => {
  it('returns x itself outside training and at rate 0', () => {
    const x = ones(5);
    expect(dropout(x, 0.5)).toBe(x);
    expect(dropout(x, 0.5, { training: false })).toBe(x);
    expect(dropout(x, 0, { training: true })).toBe(x);
  });

  it('keeps a share of 1 − rate and scales it by 1 / (1 − rate)', () => {
    const n = 200_000;
    for (const rate of [0.1, 0.5, 0.75]) {
      const y = dropout(ones(n), rate, { training: true, seed: 11 });
      const kept = share(maskOf(y));
      // Five standard deviations of a binomial share: a fair mask fails once in two million.
      expect(Math.abs(kept - (1 - rate))).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / n));
      expect(new Set(y.toFloat32Array())).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
    }
  });

  it('keeps each place as often as any other, and neighbours independently', () => {
    const [n, rounds] = [64, 4000];
    const kept = new Float64Array(n);
    let together = 0;
    for (let counter = 0; counter < rounds; counter++) {
      const mask = maskOf(noGrad(() => dropout(ones(n), 0.5, { training: true, seed: 5, counter })));
      for (let i = 0; i < n; i++) {
        kept[i] += mask[i] / rounds;
        if (i > 0 && mask[i] === 1 && mask[i - 1] === 1) together += 1 / (rounds * (n - 1));
      }
    }
    for (const frequency of kept) expect(Math.abs(frequency - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / rounds));
    expect(Math.abs(together - 0.25)).toBeLessThan(0.01);
  });

  it('has the same mask for the same seed, stream and counter, another for any other', () => {
    const mask = (options: object) => maskOf(dropout(ones(1000), 0.5, { training: true, ...options }));
    const first = mask({ seed: 3, counter: 4, stream: 'dropout1' });
    expectSameBits(mask({ seed: 3, counter: new Counter(4), stream: 'dropout1' }), first);
    for (const other of [
      { seed: 4, counter: 4, stream: 'dropout1' },
      { seed: 3 + 2 ** 32, counter: 4, stream: 'dropout1' },
      { seed: 3, counter: 5, stream: 'dropout1' },
      { seed: 3, counter: 4, stream: 'dropout2' },
    ]) {
      const agreement = mask(other).reduce((same, kept, i) => same + (kept === first[i] ? 1 : 0), 0) / 1000;
      expect(Math.abs(agreement - 0.5)).toBeLessThan(0.1); // as unlike as two fair masks: 6 standard deviations
    }
  });

  it('uses in backward the mask of its forward', () => {
    const x = tensor(
      Array.from({ length: 101 }, (_, i) => i + 1),
      [101],
      { requiresGrad: true },
    );
    const counter = new Counter(7);
    const y = dropout(x, 0.4, { training: true, counter });
    counter.value = 8; // the next forward's
    const upstream = Float32Array.from({ length: 101 }, (_, i) => i / 10 + 1);
    backwardFrom(y, upstream);
    const scale = Math.fround(1 / (1 - 0.4));
    const mask = maskOf(y);
    expectSameBits(
      x.grad!.toFloat32Array(),
      upstream.map((value, i) => (mask[i] ? Math.fround(value * scale) : 0)),
    );
  });

  it('draws another mask at each replay of a recorded graph, the same as eager with that counter', () => {
    const counter = new Counter();
    const w = ones(103);
    const graph = record([], () => {
      const y = dropout(w, 0.5, { training: true, seed: 9, counter });
      return [sum(y), y];
    });
    const masks = [0, 1, 2, 1].map((count) => {
      counter.value = count;
      w.zeroGrad();
      const [, y] = graph.run();
      graph.backward();
      expectSameBits(w.grad!.toFloat32Array(), y.toFloat32Array(), 'the gradient of a sum of masked ones');
      const eager = dropout(ones(103), 0.5, { training: true, seed: 9, counter: count });
      expectSameBits(y.toFloat32Array(), eager.toFloat32Array(), 'recorded and eager');
      return maskOf(y);
    });
    expect(masks[1]).not.toEqual(masks[0]);
    expect(masks[2]).not.toEqual(masks[1]);
    expect(masks[3]).toEqual(masks[1]);
  });

  it('takes any size', () => {
    for (const n of [1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1001]) {
      const x = ones(n);
      const y = dropout(x, 0.5, { training: true, seed: 2 });
      backward(sum(y));
      expectSameBits(x.grad!.toFloat32Array(), y.toFloat32Array(), `n = ${n}`);
    }
  });
});
