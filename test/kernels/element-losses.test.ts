import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { bitsOf, expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { arena, expectGolden, golden, upstream, weightsOf } from '../helpers/losses.ts';
import * as twins from '../twins/element-losses.ts';

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

describe('values of PyTorch', () => {
  const { rows, columns } = golden;
  const cases = elementLossNames.flatMap((name) =>
    golden.cases
      .filter((each) => each.name === name)
      .map((each) => [`${name} ${each.weights ? 'weighted' : ''}`, name, each] as const),
  );

  it.each(cases)('%s', (_, name, each) => {
    const [kernel, backward] = elementLosses[name];
    const at = arena({ logits: each.predictions, labels: each.targets, weights: each.weights ?? undefined });
    at.dLoss.set([golden.upstream]);
    const dx = at.memory.array(rows * columns);
    const given = [at.x.address, at.labels.address, at.weights, rows, columns, each.parameter ?? 0] as const;
    kernel(at.loss.address, ...given);
    backward(dx.address, at.dLoss.address, ...given, 0);
    expectGolden(at.loss.values()[0], dx.values(), each);
  });

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
