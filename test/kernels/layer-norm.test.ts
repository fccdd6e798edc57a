import { describe, it } from 'vitest';
import { type Adds, kernels, packScratch, sumScratchBytes } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { KernelMemory } from '../helpers/memory.ts';
import { epsilon, everySize, expectGradients, expectNear, golden } from '../helpers/normalization.ts';
import * as twins from '../twins/layer-norm.ts';
import type { Before } from '../twins/normalization.ts';

describe('layerNorm', () => {
  it('equals its twin bit for bit, in place too', () => {
    everySize((rows, columns, given, what) => {
      const memory = new KernelMemory();
      const [x, gamma, beta] = [memory.array(given.x), memory.array(given.gamma), memory.array(given.beta)];
      const [out, mean, inverse] = [memory.array(rows * columns), memory.array(rows), memory.array(rows)];
      const expected = twins.layerNorm(given);
      for (const to of [out, x]) {
        kernels.layerNorm(
          to.address,
          mean.address,
          inverse.address,
          x.address,
          gamma.address,
          beta.address,
          rows,
          columns,
          epsilon,
        );
        expectSameBits(mean.values(), expected.mean, `${what}, mean`);
        expectSameBits(inverse.values(), expected.inverseDeviation, `${what}, inverse deviation`);
        expectSameBits(to.values(), expected.out, what);
        memory.check();
      }
    });
  });

  it('its gradients equal their twins bit for bit', () => {
    everySize((rows, columns, given, what) => {
      const { mean, inverseDeviation } = twins.layerNorm(given);
      const memory = new KernelMemory();
      const [dy, x, mu] = [memory.array(given.dy), memory.array(given.x), memory.array(mean)];
      const [inverse, gamma] = [memory.array(inverseDeviation), memory.array(given.gamma)];
      const scratch = memory.array(sumScratchBytes / 4);
      const run = (dx: number, dGamma: number, dBeta: number, adds: [Adds, Adds, Adds]) =>
        kernels.layerNormBackward(
          dx,
          dGamma,
          dBeta,
          dy.address,
          x.address,
          mu.address,
          inverse.address,
          gamma.address,
          scratch.address,
          rows,
          columns,
          ...adds,
        );
      const twin = (before?: Before) => twins.layerNormBackward(given, given.dy, mean, inverseDeviation, before);
      expectGradients(memory, rows, columns, (at, adds) => run(at.dx, at.dGamma, at.dBeta, adds), twin, what);
      const dGamma = memory.array(columns);
      run(dy.address, dGamma.address, 0, [0, 0, 0]);
      expectSameBits(dy.values(), twin().dx, `${what}, dx in place of dy`);
      expectSameBits(dGamma.values(), twin().dGamma, `${what}, dGamma beside dx in place of dy`);
    });
  });
});

describe('values of PyTorch', () => {
  it.each(golden.layerNorm.map((each) => [each.rows, each.columns, each] as const))(
    'layerNorm [%d, %d]',
    (...[, , each]) => {
      const { rows, columns, epsilon } = each;
      const memory = new KernelMemory();
      const put = (values: number[]) => memory.array(values).address;
      const [x, gamma, beta, dy] = [put(each.x), put(each.gamma), put(each.beta), put(each.dy)];
      const [y, dx, mean, inverse] = [each.x.length, each.x.length, rows, rows].map((n) => memory.array(n));
      const [dGamma, dBeta] = [memory.array(columns), memory.array(columns)];
      kernels.layerNorm(y.address, mean.address, inverse.address, x, gamma, beta, rows, columns, epsilon);
      expectNear(y.values(), each.y, 2e-6, 'y');
      kernels.layerNormBackward(
        ...([dx.address, dGamma.address, dBeta.address, dy, x, mean.address, inverse.address, gamma] as const),
        ...([packScratch, rows, columns, 0, 0, 0] as const),
      );
      expectNear(dx.values(), each.training.dx, 2e-6, 'dx');
      expectNear(dGamma.values(), each.training.dGamma, 2e-6, 'dGamma');
      expectNear(dBeta.values(), each.training.dBeta, 1e-6, 'dBeta');
      memory.check();
    },
  );
});
