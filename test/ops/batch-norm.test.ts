import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { GradientError } from '../../src/errors.ts';
import { batchNorm } from '../../src/ops/batch-norm.ts';
import { mul } from '../../src/ops/mul.ts';
import { sum } from '../../src/ops/sum.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectClose, type GoldenCase, readGolden, values } from '../helpers/evidence.ts';

interface Step extends GoldenCase {
  readonly step: number;
  readonly after: { readonly mean: number[]; readonly variance: number[] };
}
const steps = readGolden('network-operations')['batchNorm'] as unknown as Step[];

const fresh = (channels: number) => ({
  mean: tensor(new Float32Array(channels)),
  variance: tensor(new Float32Array(channels).fill(1)),
});

describe('batchNorm', () => {
  it('follows running statistics over several steps, then evaluates with them', () => {
    let running = fresh(1);
    let sequences = 0;
    for (const { step, inputs, options, after, output, tolerance } of steps) {
      if (step === 0) {
        running = fresh(inputs[1][1].length);
        sequences++;
      }
      const [x, gamma, beta] = inputs.map(([shape, numbers]) => tensor(numbers, shape));
      const { training, momentum, epsilon } = options;
      const y = batchNorm(x, gamma, beta, { training, momentum, epsilon, running });
      expectClose(y.toFloat32Array(), output[1], tolerance!, `output of step ${step}`);
      expectClose(running.mean.toFloat32Array(), after.mean, 2e-6, `running mean after step ${step}`);
      expectClose(running.variance.toFloat32Array(), after.variance, 2e-6, `running variance after step ${step}`);
    }
    expect(sequences).toBe(3);
  });

  it('writes running statistics once for each training forward, eager and recorded, the same bits', () => {
    const gamma = tensor([1, 2, 0.5], [3], { requiresGrad: true });
    const beta = tensor([0, 1, -1], [3], { requiresGrad: true });
    const eager = fresh(3);
    const recorded = fresh(3);
    const graph = record([[5, 3]], (x) =>
      sum(mul(batchNorm(x, gamma, beta, { training: true, running: recorded, momentum: 0.9 }), x)),
    );
    for (let step = 0; step < 4; step++) {
      const x = values([5, 3], step);
      const loss = sum(mul(batchNorm(x, gamma, beta, { training: true, running: eager, momentum: 0.9 }), x));
      expectSameBits([graph.run([x]).item()], [loss.item()], 'loss');
      graph.backward();
      expectSameBits(recorded.mean.toFloat32Array(), eager.mean.toFloat32Array(), `mean after step ${step}`);
      expectSameBits(recorded.variance.toFloat32Array(), eager.variance.toFloat32Array(), `variance after ${step}`);
    }
    noGrad(() => batchNorm(values([5, 3]), gamma, beta, { running: eager }));
    expectSameBits(recorded.mean.toFloat32Array(), eager.mean.toFloat32Array(), 'evaluation writes nothing');
  });

  it('sees in a recorded evaluation what training has written since', () => {
    const [gamma, beta] = [tensor([1, 1, 1]), tensor([0, 0, 0])];
    const running = fresh(3);
    const evaluation = noGrad(() => record([[5, 3]], (x) => batchNorm(x, gamma, beta, { running })));
    const x = values([5, 3]);
    const before = evaluation.run([x]).toFloat32Array();
    batchNorm(x, gamma, beta, { training: true, running, momentum: 0.5 });
    const after = evaluation.run([x]).toFloat32Array();
    expect(after).not.toEqual(before);
    expectSameBits(after, batchNorm(x, gamma, beta, { running }).toFloat32Array());
  });

  it('normalises to mean β and standard deviation γ, and survives a constant channel', () => {
    const x = tensor([
      [1, 5],
      [2, 5],
      [3, 5],
      [6, 5],
    ]);
    const y = batchNorm(x, tensor([3, 3]), tensor([10, 10]), { training: true, epsilon: 1e-12 }).toFloat32Array();
    const first = [0, 2, 4, 6].map((i) => y[i]);
    const mean = first.reduce((total, value) => total + value, 0) / 4;
    expect(mean).toBeCloseTo(10, 5);
    expect(Math.sqrt(first.reduce((total, value) => total + (value - mean) ** 2, 0) / 4)).toBeCloseTo(3, 5);
    for (const i of [1, 3, 5, 7]) expect(y[i]).toBe(10);
  });

  it('refuses backward of an evaluation when training has changed the statistics in between', () => {
    const x = tensor(values([5, 3]).toFloat32Array(), [5, 3], { requiresGrad: true });
    const [gamma, beta] = [tensor([1, 1, 1]), tensor([0, 0, 0])];
    const running = fresh(3);
    const loss = sum(batchNorm(x, gamma, beta, { running }));
    batchNorm(x, gamma, beta, { training: true, running });
    expect(() => backward(loss)).toThrow(GradientError);
  });
});
