/** Nothing to dispose of: long synchronous loops hold memory flat. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  dense,
  memoryUse,
  noGrad,
  ParameterBlock,
  randomNormal,
  record,
  Sgd,
  setMemoryBudget,
  softmaxCrossEntropy,
  type Tensor,
  tensor,
} from '../src/index.ts';
import { bytesNow, heldBytes } from './helpers/heap.ts';

const megabyte = 2 ** 20;

describe('memory stays flat', () => {
  it('over 100,000 eager operations of 40 KB in one synchronous loop (4 GB in all)', () => {
    const x = tensor(new Float32Array(10_000).fill(0.999));
    let y: Tensor = x;
    const before = bytesNow();
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      y = y.mul(x);
      if (i % 1000 === 0) most = Math.max(most, bytesNow());
    }
    expect(y.size).toBe(10_000);
    expect(most - before).toBeLessThan(400 * megabyte); // what the collector leaves lying between its runs
  });

  it('over an eager training loop of 10,000 steps', () => {
    const w = randomNormal([20, 30], { seed: 1, requiresGrad: true });
    const head = randomNormal([30, 3], { seed: 2, requiresGrad: true });
    const x = randomNormal([16, 20], { seed: 3 });
    const labels = tensor(Array.from({ length: 16 }, (_, i) => i % 3));
    const sgd = new Sgd({ learningRate: 0.01, momentum: 0.9 });
    const step = (): void => {
      const loss = softmaxCrossEntropy(x.matmul(w).relu().matmul(head), labels);
      w.zeroGrad();
      head.zeroGrad();
      loss.backward();
      sgd.step([w, head]);
    };
    for (let i = 0; i < 5000; i++) step(); // the compiler's own memory settles
    const before = heldBytes();
    for (let i = 0; i < 10_000; i++) step();
    const after = heldBytes();
    expect(after.heap - before.heap).toBeLessThan(64 * 1024);
    expect(after.buffers - before.buffers).toBeLessThan(64 * 1024);
    expect(after.wasm).toBe(before.wasm);
  });

  it('over a million training steps of a recorded graph', () => {
    const weight = randomNormal([3, 2], { seed: 1, requiresGrad: true });
    const bias = tensor([0, 0], [2], { requiresGrad: true });
    const graph = record([[4, 3], [4]], (x, labels) => softmaxCrossEntropy(dense(x, weight, { bias }), labels));
    const batch = Float32Array.from({ length: 12 }, (_, i) => i / 12);
    const labels = Float32Array.of(0, 1, 1, 0);
    const adam = new Adam();
    const step = (): void => {
      graph.forward([batch, labels]);
      weight.zeroGrad();
      bias.zeroGrad();
      graph.backward();
      adam.step([weight, bias]);
    };
    for (let i = 0; i < 200_000; i++) step();
    const before = heldBytes();
    for (let i = 0; i < 1_000_000; i++) step();
    const after = heldBytes();
    expect(after.heap - before.heap).toBeLessThan(64 * 1024);
    expect(after.buffers - before.buffers).toBeLessThan(64 * 1024);
    expect(after.wasm).toBe(before.wasm);
  });

  it('over 1,000 parameter blocks of 5 MB in one synchronous loop (5 GB in all, 20 times the budget)', () => {
    const budget = memoryUse().budget;
    setMemoryBudget(256 * megabyte);
    let most = 0;
    let kept: Tensor | undefined;
    for (let i = 0; i < 1000; i++) {
      const [weight] = new ParameterBlock([{ shape: [1280, 1024] }]).tensors;
      expect(noGrad(() => weight.sum()).item()).toBe(0); // brings it into WASM memory
      if (i === 10) {
        weight.assign(new Float32Array(weight.size).fill(7));
        kept = weight;
      }
      if (i % 50 === 0) most = Math.max(most, bytesNow());
    }
    setMemoryBudget(budget);
    expect(memoryUse().reserved).toBeLessThan(300 * megabyte);
    expect(most).toBeLessThan(700 * megabyte);
    expect(kept!.toFloat32Array().every((value) => value === 7)).toBe(true);
  });
});
