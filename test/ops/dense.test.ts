import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { activate, activationNames } from '../../src/ops/activation.ts';
import { add } from '../../src/ops/add.ts';
import { dense } from '../../src/ops/dense.ts';
import { matmul } from '../../src/ops/matmul.ts';
import { mul } from '../../src/ops/mul.ts';
import { sum } from '../../src/ops/sum.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';

const copyOf = (x: Tensor, requiresGrad = true) => new Tensor(x.shape, x.toFloat32Array(), requiresGrad);
const shapes = [
  { x: [1, 1], out: 1 },
  { x: [1, 7], out: 5 },
  { x: [5, 1], out: 3 },
  { x: [32, 11], out: 64 },
  { x: [33, 17], out: 6 },
  { x: [2, 3, 9], out: 13 },
  { x: [1, 1, 4], out: 9 },
];

describe('dense equals matmul, add and the activation bit for bit, forward and backward', () => {
  for (const activation of activationNames) {
    it(activation, () => {
      for (const { x: shape, out } of shapes) {
        const inputs = shape[shape.length - 1];
        const x = values(shape, 1);
        const weight = values([inputs, out], 2);
        const bias = values([out], 3);
        for (const withBias of [true, false]) {
          const [xa, wa, ba] = [copyOf(x), copyOf(weight), copyOf(bias)];
          const [xb, wb, bb] = [copyOf(x), copyOf(weight), copyOf(bias)];
          const parameters = { slope: 0.2, alpha: 0.7 };
          const fused = dense(xa, wa, { bias: withBias ? ba : undefined, activation, ...parameters });
          const product = matmul(xb, wb);
          const apart = activate(withBias ? add(product, bb) : product, activation, parameters);
          const what = `${activation} [${shape}] to ${out}${withBias ? ' with bias' : ''}`;
          expectSameBits(fused.toFloat32Array(), apart.toFloat32Array(), `${what}: y`);
          const upstream = values([fused.size], 5).toFloat32Array();
          upstream[0] = -0;
          backwardFrom(fused, upstream.slice());
          backwardFrom(apart, upstream.slice());
          for (const [name, a, b] of [
            ['dx', xa, xb],
            ['dw', wa, wb],
            ['db', ba, bb],
          ] as const) {
            if (name === 'db' && !withBias) continue;
            expectSameBits(a.grad!.toFloat32Array(), b.grad!.toFloat32Array(), `${what}: ${name}`);
          }
        }
      }
    });
  }

  it('also when recorded, and when gradients add to others', () => {
    const x = values([7, 5], 1);
    const losses = [dense, unfused].map((layer) => {
      const weight = copyOf(values([5, 5], 2));
      const bias = copyOf(values([5], 3));
      const graph = record([new Tensor([7, 5], undefined, true)], (input) => {
        const hidden = layer(input, weight, { bias, activation: 'tanh' });
        const again = layer(hidden, weight, { bias, activation: 'elu' });
        return sum(mul(again, input));
      });
      const runs = [1, 2].map(() => {
        const loss = graph.run([x]).item();
        graph.backward(); // accumulates in the second round
        return [loss, ...[graph.inputs[0], weight, bias].map((leaf) => leaf.grad!.toFloat32Array())] as const;
      });
      return runs;
    });
    losses[0].forEach((run, i) => {
      expectSameBits([run[0]], [losses[1][i][0]], 'loss');
      for (const j of [1, 2, 3] as const) expectSameBits(run[j], losses[1][i][j], `gradient ${j}, round ${i}`);
    });
  });
});

function unfused(x: Tensor, weight: Tensor, { bias, activation }: Parameters<typeof dense>[2] & object): Tensor {
  return activate(add(matmul(x, weight), bias!), activation!);
}

describe('dense', () => {
  it('is one node where the gradient needs the output alone, two where not', () => {
    const nodes = (activation: (typeof activationNames)[number]) => {
      const weight = values([3, 2], 2);
      return record([[4, 3]], (x) => dense(x, weight, { activation })).nodes.map((node) => node.name);
    };
    for (const name of ['none', 'relu', 'leakyRelu', 'elu', 'selu', 'softplus', 'tanh', 'sigmoid'] as const) {
      expect(nodes(name)).toEqual(['dense']);
    }
    for (const name of ['gelu', 'silu', 'softmax', 'logSoftmax'] as const) expect(nodes(name)).toEqual(['dense', name]);
  });

  it('finds no gradient where none is wanted', () => {
    const x = values([4, 3]);
    const weight = copyOf(values([3, 2], 2));
    backwardFrom(dense(x, weight, { bias: tensor([1, 2]), activation: 'relu' }), new Float32Array(8).fill(1));
    expect(x.grad).toBeUndefined();
    expect(weight.grad).toBeDefined();
  });

  it('keeps for backward only what it reads', () => {
    const weight = copyOf(values([3, 2], 2));
    const graph = record([[4, 3]], (x) => dense(x, weight));
    expect(graph.nodes[0].backwardReads).toEqual([graph.inputs[0]]); // the weight's gradient needs x, nothing needs y
  });
});
