import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { someFloats, specialFloats } from '../helpers/floats.ts';
import { arena, expectGolden, golden, upstream, weightsOf } from '../helpers/losses.ts';
import * as twins from '../twins/softmax-cross-entropy.ts';

const infinity = Number.POSITIVE_INFINITY;

function withSpecials(n: number, limit: number, seed: number): Float32Array {
  const values = someFloats(n, limit, seed);
  for (let i = 0; i < n; i += 7) values[(i * 3 + seed) % n] = specialFloats[(i + seed) % specialFloats.length];
  return values;
}

const crossEntropies = {
  softmaxCrossEntropyIndices: {
    kernel: kernels.softmaxCrossEntropyIndices,
    backward: kernels.softmaxCrossEntropyIndicesBackward,
    twin: twins.softmaxCrossEntropyIndices,
    backwardTwin: twins.softmaxCrossEntropyIndicesBackward,
    labels: (rows: number, columns: number) => Float32Array.from({ length: rows }, (_, r) => (r * r + 1) % columns),
  },
  softmaxCrossEntropyRows: {
    kernel: kernels.softmaxCrossEntropyRows,
    backward: kernels.softmaxCrossEntropyRowsBackward,
    twin: twins.softmaxCrossEntropyRows,
    backwardTwin: twins.softmaxCrossEntropyRowsBackward,
    labels: (rows: number, columns: number) => someFloats(rows * columns, 2 / columns, rows).map((q) => Math.max(q, 0)),
  },
};
const crossEntropyNames = Object.keys(crossEntropies) as (keyof typeof crossEntropies)[];

describe.each(crossEntropyNames)('%s', (name) => {
  const { kernel, backward, twin, backwardTwin, labels } = crossEntropies[name];

  function expectTwins(given: twins.CrossEntropy, what: string, dLoss = upstream): void {
    const { logits, columns, smoothing } = given;
    const rows = logits.length / columns;
    const { memory, x, probabilities, weights, ...at } = arena(given, dLoss);
    const expected = twin(given);
    const run = (p: number) =>
      kernel(at.loss.address, p, x.address, at.labels.address, weights, rows, columns, smoothing);
    run(0);
    expectSameBits(at.loss.values(), [expected.loss], `${what}, without probabilities`);
    run(probabilities.address);
    expectSameBits(at.loss.values(), [expected.loss], what);
    expectSameBits(probabilities.values(), expected.probabilities, `${what}, probabilities`);
    expectBothWays(
      memory,
      logits.length,
      (dx, adds) =>
        backward(
          dx,
          at.dLoss.address,
          probabilities.address,
          at.labels.address,
          weights,
          rows,
          columns,
          smoothing,
          adds,
        ),
      (before) => backwardTwin(given, expected.probabilities, dLoss, before),
      what,
    );
    run(x.address);
    expectSameBits(at.loss.values(), [expected.loss], `${what}, in place`);
    expectSameBits(x.values(), expected.probabilities, `${what}, probabilities in place`);
    backward(x.address, at.dLoss.address, x.address, at.labels.address, weights, rows, columns, smoothing, 0);
    expectSameBits(x.values(), backwardTwin(given, expected.probabilities, dLoss), `${what}, gradient in place`);
    memory.check();
  }

  it('equals its twin bit for bit, with and without weights and smoothing', () => {
    for (const rows of [0, 1, 2, 3, 4, 5, 9, 10, 11, 15, 16, 17, 100]) {
      for (const columns of [1, 2, 3, 4, 5, 6, 7, 8, 10, 16, 17, 33]) {
        for (const smoothing of [0, 0.1]) {
          const weights = (rows + columns) % 3 === 0 ? weightsOf(rows) : undefined;
          const logits = someFloats(rows * columns, 6, rows + columns);
          const given = { logits, labels: labels(rows, columns), columns, smoothing, weights };
          expectTwins(given, `[${rows}, ${columns}] smoothed by ${smoothing}`);
        }
      }
    }
    for (const [rows, columns] of [
      [4097, 3],
      [3, 4100],
      [1001, 100],
    ]) {
      const logits = someFloats(rows * columns, 6, rows + columns);
      expectTwins({ logits, labels: labels(rows, columns), columns, smoothing: 0.1 }, `[${rows}, ${columns}]`);
    }
  });

  it('equals its twin on special values', () => {
    for (const columns of [2, 5, 20]) {
      for (const smoothing of [0, 0.25]) {
        for (let seed = 0; seed < 20; seed++) {
          const logits = withSpecials(6 * columns, 100, seed);
          expectTwins({ logits, labels: labels(6, columns), columns, smoothing }, `[6, ${columns}], ${seed}`);
        }
        const saturated = Float32Array.from(
          { length: 8 * columns },
          (_, i) => [100, 35, -100, 0, 88, 20, -87.34][i % 7],
        );
        expectTwins({ logits: saturated, labels: labels(8, columns), columns, smoothing }, `saturated ${columns}`);
        // Large enough to lift what is flushed before it over the threshold.
        expectTwins({ logits: saturated, labels: labels(8, columns), columns, smoothing }, 'scaled', 2 ** 60);
      }
    }
  });

  it('flushes gradients of a saturated softmax, so that no product with them is denormal', () => {
    const columns = 5;
    const logits = Float32Array.from({ length: 40 * columns }, (_, i) => (i % columns === 0 ? 0 : -40 - (i % 67)));
    const given = { logits, labels: labels(40, columns), columns, smoothing: 0 };
    const { x, probabilities, weights, ...at } = arena(given);
    kernel(at.loss.address, probabilities.address, x.address, at.labels.address, weights, 40, columns, 0);
    backward(x.address, at.dLoss.address, probabilities.address, at.labels.address, weights, 40, columns, 0, 0);
    const tiny = (value: number) => value !== 0 && Math.abs(value) < 2 ** -80;
    expect(probabilities.values().some(tiny)).toBe(true);
    expect(x.values().some(tiny)).toBe(false);
  });
});

describe('softmaxCrossEntropyIndices', () => {
  const run = (logits: number[], labels: number[], smoothing = 0) => {
    const columns = logits.length / labels.length;
    const at = arena({ logits, labels });
    const row = kernels.softmaxCrossEntropyIndices(
      at.loss.address,
      at.probabilities.address,
      at.x.address,
      at.labels.address,
      0,
      labels.length,
      columns,
      smoothing,
    );
    return { row, loss: at.loss.values()[0], probabilities: Array.from(at.probabilities.values()) };
  };

  it('names the first row with a bad label and then writes nothing', () => {
    for (const bad of [-1, 2, 0.5, Number.NaN, infinity, -infinity, 1e30, -1e-40]) {
      expect(run([1, 2, 3, 4, 5, 6], [1, bad, bad])).toEqual({ row: 1, loss: -1, probabilities: [0, 0, 0, 0, 0, 0] });
    }
    expect(run([1, 2], [-0]).row).toBe(-1);
  });

  it('gives plain numbers at the ends', () => {
    expect(run([100, -100], [1]).loss).toBe(200);
    expect(run([100, -100], [0]).loss).toBe(0);
    expect(run([3e38, -3e38], [0]).loss).toBe(0);
    expect(run([0, -infinity], [0]).loss).toBe(0);
    expect(run([0, -infinity], [1]).loss).toBe(infinity);
    expect(run([0, -infinity], [0], 0.1).loss).toBe(infinity);
    expect(run([7], [0]).loss).toBe(0);
    expect(run([0, Number.NaN], [0]).loss).toBeNaN();
    expect(run([-infinity, -infinity], [0]).loss).toBeNaN();
  });
});

it('softmaxCrossEntropyRows lets a target of 0 cost nothing at a logit of −Infinity', () => {
  const at = arena({ logits: [0, -infinity, 0], labels: [0.5, 0, 0.5] });
  kernels.softmaxCrossEntropyRows(at.loss.address, 0, at.x.address, at.labels.address, 0, 1, 3, 0);
  expect(at.loss.values()[0]).toBeCloseTo(Math.LN2, 6);
});

describe('values of PyTorch', () => {
  const { rows, columns } = golden;
  const cases = crossEntropyNames.flatMap((name) =>
    golden.cases
      .filter((each) => each.name === name)
      .map((each) => [`${name} ${each.weights ? 'weighted' : ''}`, name, each] as const),
  );

  it.each(cases)('%s', (_, name, each) => {
    const { kernel, backward } = crossEntropies[name];
    const { smoothing = 0 } = each;
    const at = arena({ logits: each.predictions, labels: each.targets, weights: each.weights ?? undefined });
    at.dLoss.set([golden.upstream]);
    const dx = at.memory.array(rows * columns);
    const [p, q] = [at.probabilities.address, at.labels.address];
    kernel(at.loss.address, p, at.x.address, q, at.weights, rows, columns, smoothing);
    backward(dx.address, at.dLoss.address, p, q, at.weights, rows, columns, smoothing, 0);
    expectGolden(at.loss.values()[0], dx.values(), each);
  });
});
