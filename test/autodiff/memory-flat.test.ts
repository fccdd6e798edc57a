/** Nothing to dispose of: long synchronous loops hold memory flat. */
import { describe, expect, it } from 'vitest';
import { backward } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { ParameterBlock } from '../../src/tensor/parameter-block.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { beginOperation, memoryUse, setMemoryBudget } from '../../src/wasm/memory.ts';
import { bytesNow, heldBytes } from '../helpers/heap.ts';
import { sumOfSquares, times } from '../helpers/operations.ts';

const megabyte = 2 ** 20;

describe('memory stays flat', () => {
  it('over 100,000 eager operations of 40 KB in one synchronous loop (4 GB in all)', () => {
    const x = tensor(new Float32Array(10_000).fill(0.999));
    let y: Tensor = x;
    const before = bytesNow();
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      y = times(y, x);
      if (i % 1000 === 0) most = Math.max(most, bytesNow());
    }
    expect(y.size).toBe(10_000);
    expect(most - before).toBeLessThan(400 * megabyte); // what the collector leaves lying between its runs
  });

  it('over an eager training loop of 10,000 steps', () => {
    const w = tensor(new Float32Array(500).fill(0.5), [500], { requiresGrad: true });
    const x = tensor(new Float32Array(500).fill(0.9));
    const step = (): void => {
      const loss = sumOfSquares(times(w, x));
      w.zeroGrad();
      backward(loss);
      const gradient = w.grad!.toFloat32Array();
      w.assign(w.toFloat32Array().map((value, i) => value - 0.01 * gradient[i]));
    };
    for (let i = 0; i < 5000; i++) step(); // the compiler's own memory settles
    const before = heldBytes();
    for (let i = 0; i < 10_000; i++) step();
    const after = heldBytes();
    expect(after.heap - before.heap).toBeLessThan(64 * 1024);
    expect(after.buffers - before.buffers).toBeLessThan(64 * 1024);
    expect(after.wasm).toBe(before.wasm);
  });

  it('over a million replays of a recorded graph, forward and backward', () => {
    const w = tensor([0.5, 1.5, -1], [3], { requiresGrad: true });
    const graph = record([[3]], (x) => sumOfSquares(times(times(w, x), w)));
    const batch = Float32Array.of(1, 2, 3);
    const step = (): void => {
      graph.forward([batch]);
      w.zeroGrad();
      graph.backward();
    };
    for (let i = 0; i < 200_000; i++) step();
    const before = heldBytes();
    for (let i = 0; i < 1_000_000; i++) step();
    const after = heldBytes();
    expect(after.heap - before.heap).toBeLessThan(64 * 1024);
    expect(after.buffers - before.buffers).toBeLessThan(64 * 1024);
    expect(after.wasm).toBe(before.wasm);
  });

  it('over 3,000 parameter blocks of 5 MB in one synchronous loop (15 GB in all)', () => {
    const budget = memoryUse().budget;
    setMemoryBudget(256 * megabyte);
    let most = 0;
    let kept: Tensor | undefined;
    for (let i = 0; i < 3000; i++) {
      const [weight] = new ParameterBlock([{ shape: [1280, 1024] }]).tensors;
      beginOperation(); // as any use of it does
      weight.home!.resident.address();
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
