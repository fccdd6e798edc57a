import { describe, expect, it } from 'vitest';
import { backward } from '../src/autodiff/backward.ts';
import { record } from '../src/autodiff/record.ts';
import { softmaxCrossEntropy } from '../src/losses/index.ts';
import { add } from '../src/ops/add.ts';
import { dense } from '../src/ops/dense.ts';
import { matmul } from '../src/ops/matmul.ts';
import { relu } from '../src/ops/relu.ts';
import { Adam } from '../src/optimizers/index.ts';
import { type Tensor, tensor } from '../src/tensor/tensor.ts';
import golden from './golden/training-curve.json' with { type: 'json' };
import { expectSameBits } from './helpers/bits.ts';
import { congruential } from './helpers/congruential.ts';

const [samples, batch, steps] = [256, 32, 200];
const sizes = [11, 64, 64, 6];

function initialParameters(): Tensor[] {
  const next = congruential(1);
  return sizes.slice(1).flatMap((outputs, layer) => {
    const inputs = sizes[layer];
    const weight = Float32Array.from({ length: inputs * outputs }, () => next() * 2 * Math.sqrt(6 / inputs));
    return [
      tensor(weight, [inputs, outputs], { requiresGrad: true }),
      tensor(new Float32Array(outputs), [outputs], { requiresGrad: true }),
    ];
  });
}

const take = congruential(2);
const data = Float32Array.from({ length: samples * sizes[0] }, () => take() * 4);
const batchOf = (step: number) => {
  const row = (step * batch) % samples;
  return {
    x: data.subarray(row * sizes[0], (row + batch) * sizes[0]),
    labels: golden.labels.slice(row, row + batch),
  };
};

type Network = (x: Tensor, parameters: readonly Tensor[]) => Tensor;

const fused: Network = (x, [w1, b1, w2, b2, w3, b3]) =>
  dense(dense(dense(x, w1, { bias: b1, activation: 'relu' }), w2, { bias: b2, activation: 'relu' }), w3, { bias: b3 });

const apart: Network = (x, [w1, b1, w2, b2, w3, b3]) =>
  add(matmul(relu(add(matmul(relu(add(matmul(x, w1), b1)), w2), b2)), w3), b3);

function trainRecorded(network: Network): Float32Array {
  const parameters = initialParameters();
  const optimizer = new Adam({ learningRate: 0.001 });
  const graph = record([[batch, sizes[0]], [batch]], (x, labels) =>
    softmaxCrossEntropy(network(x, parameters), labels),
  );
  return Float32Array.from({ length: steps }, (_, step) => {
    const { x, labels } = batchOf(step);
    const loss = graph.run([x, labels]).item();
    for (const parameter of parameters) parameter.zeroGrad();
    graph.backward();
    optimizer.step(parameters);
    return loss;
  });
}

function trainEagerly(network: Network): Float32Array {
  const parameters = initialParameters();
  const optimizer = new Adam({ learningRate: 0.001 });
  return Float32Array.from({ length: steps }, (_, step) => {
    const { x, labels } = batchOf(step);
    const loss = softmaxCrossEntropy(network(tensor(x, [batch, sizes[0]]), parameters), tensor(labels));
    for (const parameter of parameters) parameter.zeroGrad();
    backward(loss);
    optimizer.step(parameters);
    return loss.item();
  });
}

describe('200 steps of an 11-64-64-6 network', () => {
  const curve = trainRecorded(fused);

  it('follow the loss of PyTorch within 1e-5 at every step', () => {
    curve.forEach((loss, step) => {
      expect(Math.abs(loss - golden.float32[step]), `step ${step}`).toBeLessThanOrEqual(1e-5);
    });
    expect(curve[steps - 1]).toBeLessThan(curve[0] / 4); // it does learn
  });

  it('are the same bits eager and recorded, fused and apart', () => {
    expectSameBits(trainRecorded(apart), curve, 'recorded, apart');
    expectSameBits(trainEagerly(fused), curve, 'eager, fused');
    expectSameBits(trainEagerly(apart), curve, 'eager, apart');
  });
});
