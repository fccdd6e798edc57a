import { describe, expect, it } from 'vitest';
import { type Adds, kernels, packScratch, sumScratchBytes } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats } from '../helpers/floats.ts';
import { type KernelArray, KernelMemory } from '../helpers/memory.ts';
import { epsilon, everySize, expectGradients, expectNear, golden, withSpecials } from '../helpers/normalization.ts';
import * as twins from '../twins/batch-norm.ts';
import type { Before } from '../twins/normalization.ts';

describe('batchNorm', () => {
  it('equals its twin bit for bit, within its scratch, in place too', () => {
    everySize((rows, columns, given, what) => {
      const memory = new KernelMemory();
      const [x, gamma, beta] = [memory.array(given.x), memory.array(given.gamma), memory.array(given.beta)];
      const [out, mean, variance] = [memory.array(rows * columns), memory.array(columns), memory.array(columns)];
      const scratch = memory.array(sumScratchBytes / 4);
      const expected = twins.batchNorm(given);
      for (const to of [out, x]) {
        kernels.batchNorm(
          to.address,
          mean.address,
          variance.address,
          x.address,
          gamma.address,
          beta.address,
          scratch.address,
          rows,
          columns,
          epsilon,
        );
        expectSameBits(mean.values(), expected.mean, `${what}, mean`);
        expectSameBits(variance.values(), expected.variance, `${what}, variance`);
        expectSameBits(to.values(), expected.out, what);
        memory.check();
      }
    });
  });

  it('its gradients equal their twins bit for bit, in training and evaluation', () => {
    everySize((rows, columns, given, what) => {
      const { mean, variance } = twins.batchNorm(given);
      for (const training of [true, false]) {
        const memory = new KernelMemory();
        const [dy, x, mu] = [memory.array(given.dy), memory.array(given.x), memory.array(mean)];
        const [sigma2, gamma] = [memory.array(variance), memory.array(given.gamma)];
        const scratch = memory.array(sumScratchBytes / 4);
        const kernel = training ? kernels.batchNormBackward : kernels.batchNormEvaluateBackward;
        const run = (dx: number, dGamma: number, dBeta: number, adds: [Adds, Adds, Adds]) =>
          kernel(
            dx,
            dGamma,
            dBeta,
            dy.address,
            x.address,
            mu.address,
            sigma2.address,
            gamma.address,
            scratch.address,
            rows,
            columns,
            epsilon,
            ...adds,
          );
        const twin = (before?: Before) => twins.batchNormBackward(given, given.dy, mean, variance, training, before);
        expectGradients(memory, rows, columns, (at, adds) => run(at.dx, at.dGamma, at.dBeta, adds), twin, what);
        const dGamma = memory.array(columns);
        run(dy.address, dGamma.address, 0, [0, 0, 0]);
        expectSameBits(dy.values(), twin().dx, `${what}, dx in place of dy`);
        expectSameBits(dGamma.values(), twin().dGamma, `${what}, dGamma beside dx in place of dy`);
      }
    });
  });

  it('by given statistics equals its twin bit for bit, in place too', () => {
    everySize((rows, columns, given, what) => {
      const statistics = [someFloats(columns, 3, 5), someFloats(columns, 3, 6).map(Math.abs)] as const;
      const memory = new KernelMemory();
      const [x, gamma, beta] = [memory.array(given.x), memory.array(given.gamma), memory.array(given.beta)];
      const [mean, variance] = statistics.map((values) => memory.array(values));
      const scratch = memory.array(sumScratchBytes / 4);
      const out = memory.array(rows * columns);
      const expected = twins.batchNormEvaluate(given, ...statistics);
      for (const to of [out, x]) {
        kernels.batchNormEvaluate(
          to.address,
          x.address,
          gamma.address,
          beta.address,
          mean.address,
          variance.address,
          scratch.address,
          rows,
          columns,
          epsilon,
        );
        expectSameBits(to.values(), expected, what);
        memory.check();
      }
    });
  });

  it('running statistics equal their twin, and never become denormal', () => {
    for (const n of lengths) {
      const memory = new KernelMemory();
      const values = [1, 2, 3, 4].map((seed) => (seed % 2 ? withSpecials(n, seed) : someFloats(n, 2, seed)));
      const [runningMean, runningVariance, mean, variance] = values.map((each) => memory.array(each));
      const addresses = [runningMean, runningVariance, mean, variance].map((array) => array.address);
      const [a, b, c, d] = addresses;
      kernels.batchNormRunning(a, b, c, d, n, 0.99);
      expectSameBits(runningMean.values(), twins.batchNormRunning(values[0], values[2], 0.99));
      expectSameBits(runningVariance.values(), twins.batchNormRunning(values[1], values[3], 0.99));
      memory.check();
    }
    const memory = new KernelMemory();
    const [mean, variance, zero] = [memory.array([1]), memory.array([-1]), memory.array([0])];
    for (let step = 0; step < 9000; step++) {
      kernels.batchNormRunning(mean.address, variance.address, zero.address, zero.address, 1, 0.99);
      expect(Math.abs(mean.values()[0]) >= 2 ** -126 || step > 8000).toBe(true);
    }
    expectSameBits(mean.values(), [0]);
    expectSameBits(variance.values(), [0]);
  });

  it('gives beta for a channel that does not vary, and passes no gradient through it', () => {
    const memory = new KernelMemory();
    const x = memory.array(new Float32Array(40).fill(1e4));
    const [gamma, beta] = [memory.array([2, 2, 2, 2]), memory.array([1, 2, 3, 4])];
    const [out, mean, variance, dx] = [40, 4, 4, 40].map((n) => memory.array(n));
    const at = (array: KernelArray) => array.address;
    kernels.batchNorm(at(out), at(mean), at(variance), at(x), at(gamma), at(beta), packScratch, 10, 4, epsilon);
    expectSameBits(
      out.values(),
      Float32Array.from({ length: 40 }, (_, i) => (i % 4) + 1),
    );
    expectSameBits(variance.values(), [0, 0, 0, 0]);
    const dy = memory.array(new Float32Array(40).fill(0.5));
    kernels.batchNormBackward(
      ...([at(dx), 0, 0, at(dy), at(x), at(mean), at(variance), at(gamma), packScratch] as const),
      ...([10, 4, epsilon, 0, 0, 0] as const),
    );
    expectSameBits(dx.values(), new Float32Array(40));
  });
});

describe('values of PyTorch', () => {
  it.each(golden.batchNorm.map((each) => [each.rows, each.columns, each] as const))(
    'batchNorm [%d, %d]',
    (...[, , each]) => {
      const { rows, columns, epsilon } = each;
      const memory = new KernelMemory();
      const put = (values: number[]) => memory.array(values).address;
      const [x, gamma, beta, dy] = [put(each.x), put(each.gamma), put(each.beta), put(each.dy)];
      const [y, dx] = [memory.array(each.x.length), memory.array(each.x.length)];
      const [mean, variance, dGamma, dBeta] = [0, 1, 2, 3].map(() => memory.array(columns));
      const [runningMean, runningVariance] = [memory.array(each.runningMean), memory.array(each.runningVariance)];

      kernels.batchNormEvaluate(
        ...([y.address, x, gamma, beta, runningMean.address, runningVariance.address, packScratch] as const),
        ...([rows, columns, epsilon] as const),
      );
      expectNear(y.values(), each.evaluated, 1e-6, 'evaluated');
      const gradients = [dx.address, dGamma.address, dBeta.address, dy, x] as const;
      kernels.batchNormEvaluateBackward(
        ...gradients,
        ...([runningMean.address, runningVariance.address, gamma, packScratch] as const),
        ...([rows, columns, epsilon, 0, 0, 0] as const),
      );
      expectNear(dx.values(), each.evaluation.dx, 1e-6, 'evaluation dx');
      expectNear(dGamma.values(), each.evaluation.dGamma, 1e-6, 'evaluation dGamma');
      expectNear(dBeta.values(), each.evaluation.dBeta, 1e-6, 'evaluation dBeta');

      kernels.batchNorm(
        ...([y.address, mean.address, variance.address, x, gamma, beta, packScratch] as const),
        ...([rows, columns, epsilon] as const),
      );
      expectNear(mean.values(), each.mean, 1e-6, 'mean');
      expectNear(variance.values(), each.variance, 1e-6, 'variance');
      expectNear(y.values(), each.y, 2e-6, 'y');
      kernels.batchNormBackward(
        ...gradients,
        ...([mean.address, variance.address, gamma, packScratch] as const),
        ...([rows, columns, epsilon, 0, 0, 0] as const),
      );
      expectNear(dx.values(), each.training.dx, 2e-6, 'dx');
      expectNear(dGamma.values(), each.training.dGamma, 2e-6, 'dGamma');
      expectNear(dBeta.values(), each.training.dBeta, 1e-6, 'dBeta');

      kernels.batchNormRunning(
        ...([runningMean.address, runningVariance.address, mean.address, variance.address] as const),
        columns,
        each.momentum,
      );
      expectNear(runningMean.values(), each.afterMean, 1e-6, 'running mean');
      expectNear(runningVariance.values(), each.afterVariance, 1e-6, 'running variance');
      memory.check();
    },
  );
});
