import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { bitsOf, expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/losses.ts';

const infinity = Number.POSITIVE_INFINITY;
const upstream = 0.75;

/** Runs a loss kernel with all its arrays in memory of its own. */
function arena(
  given: { logits: ArrayLike<number>; labels: ArrayLike<number>; weights?: ArrayLike<number> },
  dLoss = upstream,
) {
  const memory = new KernelMemory();
  const weights = given.weights && memory.array(given.weights);
  return {
    memory,
    x: memory.array(given.logits),
    labels: memory.array(given.labels),
    weights: weights ? weights.address : 0,
    probabilities: memory.array(given.logits.length),
    loss: memory.array([-1]),
    dLoss: memory.array([dLoss]),
  };
}

/** Compares both ways of `adds`. */
function expectBothWays(
  memory: KernelMemory,
  n: number,
  kernel: (dx: number, adds: 0 | 1) => void,
  twin: (before?: Float32Array) => Float32Array,
  what: string,
): void {
  const before = someFloats(n, 3, 99);
  const dx = memory.array(before);
  kernel(dx.address, 1);
  expectSameBits(dx.values(), twin(before), `${what}, added`);
  kernel(dx.address, 0);
  expectSameBits(dx.values(), twin(), what);
  memory.check();
}

function withSpecials(n: number, limit: number, seed: number): Float32Array {
  const values = someFloats(n, limit, seed);
  for (let i = 0; i < n; i += 7) values[(i * 3 + seed) % n] = specialFloats[(i + seed) % specialFloats.length];
  return values;
}

const weightsOf = (rows: number) => someFloats(rows, 2, rows).map((w, r) => (r % 5 === 3 ? 0 : Math.abs(w)));

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

const elementLosses = {
  squaredError: [kernels.squaredError, kernels.squaredErrorBackward, twins.squaredError],
  absoluteError: [kernels.absoluteError, kernels.absoluteErrorBackward, twins.absoluteError],
  huber: [kernels.huber, kernels.huberBackward, twins.huber],
  sigmoidCrossEntropy: [kernels.sigmoidCrossEntropy, kernels.sigmoidCrossEntropyBackward, twins.sigmoidCrossEntropy],
} as const;
const elementLossNames = Object.keys(elementLosses) as (keyof typeof elementLosses)[];

describe.each(elementLossNames)('%s', (name) => {
  const [kernel, backward, twin] = elementLosses[name];

  function expectTwins(given: twins.Elements, what: string): void {
    const { predictions, targets, columns, parameter } = given;
    const rows = predictions.length / columns;
    const at = arena({ logits: predictions, labels: targets, weights: given.weights });
    const sizes = [rows, columns, parameter] as const;
    kernel(at.loss.address, at.x.address, at.labels.address, at.weights, ...sizes);
    expectSameBits(at.loss.values(), [twins.meanLoss(twin, given)], what);
    expectBothWays(
      at.memory,
      predictions.length,
      (dx, adds) => backward(dx, at.dLoss.address, at.x.address, at.labels.address, at.weights, ...sizes, adds),
      (before) => twins.meanLossBackward(twin, given, upstream, before),
      what,
    );
    backward(at.x.address, at.dLoss.address, at.x.address, at.labels.address, at.weights, ...sizes, 0);
    expectSameBits(at.x.values(), twins.meanLossBackward(twin, given, upstream), `${what} in place`);
  }

  it('equals its twin bit for bit, with and without weights', () => {
    for (const n of lengths) {
      const [predictions, targets] = [someFloats(n, 3, n), someFloats(n, 3, n + 1)];
      expectTwins({ predictions, targets, columns: 1, parameter: 1.5 }, `${n}`);
      expectTwins({ predictions, targets, columns: 1, parameter: 1.5, weights: weightsOf(n) }, `${n}, weighted`);
    }
    for (const rows of [1, 3, 4, 7, 50]) {
      for (const columns of [2, 3, 4, 5, 6, 9, 100]) {
        const [predictions, targets] = [someFloats(rows * columns, 3, rows), someFloats(rows * columns, 3, columns)];
        const given = { predictions, targets, columns, parameter: 1.5 };
        expectTwins(given, `[${rows}, ${columns}]`);
        expectTwins({ ...given, weights: weightsOf(rows) }, `[${rows}, ${columns}], weighted`);
      }
    }
    const [predictions, targets] = [someFloats(9001, 3, 8), someFloats(9001, 3, 9)];
    expectTwins({ predictions, targets, columns: 1, parameter: 1.5 }, '9001');
  });

  it('equals its twin on every pair of special values', () => {
    for (const t of specialFloats) {
      // One element each, so that no infinity hides the others.
      for (const p of specialFloats)
        expectTwins({ predictions: [p], targets: [t], columns: 1, parameter: 2 }, `${p}, ${t}`);
      const targets = specialFloats.map(() => t);
      expectTwins({ predictions: specialFloats, targets, columns: 1, parameter: 2 }, `all, ${t}`);
    }
  });

  it('gives weights of 1 the bits of no weights', () => {
    for (const [rows, columns] of [
      [33, 3],
      [7, 10],
      [50, 1],
    ]) {
      const n = rows * columns;
      const given = { logits: someFloats(n, 3, 1), labels: someFloats(n, 3, 2) };
      const run = (weights?: Float32Array) => {
        const at = arena({ ...given, weights });
        kernel(at.loss.address, at.x.address, at.labels.address, at.weights, rows, columns, 1);
        return bitsOf(at.loss.values()[0]);
      };
      expect(run(new Float32Array(rows).fill(1))).toBe(run());
    }
  });
});

/** Losses and gradients by PyTorch in float64: test/golden/losses.py. */
interface Golden {
  rows: number;
  columns: number;
  upstream: number;
  cases: {
    name: keyof typeof crossEntropies | keyof typeof elementLosses;
    predictions: number[];
    targets: number[];
    weights: number[] | null;
    smoothing?: number;
    parameter?: number;
    loss: number;
    gradient: number[];
  }[];
  sigmoidExtremes: { z: number; t: number; loss: number; slope: number }[];
}
const golden = JSON.parse(readFileSync(new URL('../golden/losses.json', import.meta.url), 'utf8')) as Golden;

describe('values of PyTorch', () => {
  const { rows, columns } = golden;

  it.each(golden.cases.map((each) => [`${each.name} ${each.weights ? 'weighted' : ''}`, each] as const))(
    '%s',
    (_, { name, predictions, targets, weights, smoothing = 0, parameter = 0, loss, gradient }) => {
      const at = arena({ logits: predictions, labels: targets, weights: weights ?? undefined });
      at.dLoss.set([golden.upstream]);
      const dx = at.memory.array(rows * columns);
      if (name in crossEntropies) {
        const { kernel, backward } = crossEntropies[name as keyof typeof crossEntropies];
        const [p, q] = [at.probabilities.address, at.labels.address];
        kernel(at.loss.address, p, at.x.address, q, at.weights, rows, columns, smoothing);
        backward(dx.address, at.dLoss.address, p, q, at.weights, rows, columns, smoothing, 0);
      } else {
        const [kernel, backward] = elementLosses[name as keyof typeof elementLosses];
        const given = [at.x.address, at.labels.address, at.weights, rows, columns, parameter] as const;
        kernel(at.loss.address, ...given);
        backward(dx.address, at.dLoss.address, ...given, 0);
      }
      expect(Math.abs(at.loss.values()[0] - loss)).toBeLessThanOrEqual(3e-7 * Math.max(1, loss));
      const largest = Math.max(1, ...gradient.map(Math.abs));
      dx.values().forEach((value, i) => {
        expect(Math.abs(value - gradient[i])).toBeLessThanOrEqual(2e-7 * largest);
      });
    },
  );

  it('sigmoidCrossEntropy keeps its relative precision at the ends', () => {
    for (const { z, t, loss, slope } of golden.sigmoidExtremes) {
      const at = arena({ logits: [z], labels: [t] });
      at.dLoss.set([1]);
      const dx = at.memory.array(1);
      kernels.sigmoidCrossEntropy(at.loss.address, at.x.address, at.labels.address, 0, 1, 1, 0);
      kernels.sigmoidCrossEntropyBackward(dx.address, at.dLoss.address, at.x.address, at.labels.address, 0, 1, 1, 0, 0);
      const tolerance = loss < 2 ** -126 ? 2 ** -126 : 3e-7 * loss; // e^−100 is below 2⁻¹²⁶: flushed
      expect(Math.abs(at.loss.values()[0] - loss), `loss at ${z}, ${t}`).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(dx.values()[0] - slope), `slope at ${z}, ${t}`).toBeLessThanOrEqual(
        1e-7 * Math.max(1, Math.abs(slope)),
      );
    }
  });
});
