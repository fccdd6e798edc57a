/** Two tiny operations written over plain views of WASM memory, to test the engine apart from the kernels. */
import { apply } from '../../src/autodiff/apply.ts';
import { result, workspace } from '../../src/autodiff/node.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { floats } from '../../src/wasm/memory.ts';

function at(address: number, n: number): Float32Array {
  return floats().subarray(address / 4, address / 4 + n);
}

/** y = a · b, elementwise, same shape. */
export function times(a: Tensor, b: Tensor): Tensor {
  const y = result(a.shape);
  const n = a.size;
  return apply({
    name: 'times',
    inputs: [a, b],
    output: y,
    backwardReads: [a, b],
    forward(run) {
      const [out, x, z] = [at(run.address(y), n), at(run.address(a), n), at(run.address(b), n)];
      for (let i = 0; i < n; i++) out[i] = x[i] * z[i];
    },
    backward(run) {
      const dy = at(run.gradient(y), n);
      for (const [input, other] of [
        [a, b],
        [b, a],
      ]) {
        if (run.gradient(input) === 0) continue;
        const adds = run.adds(input);
        const dx = at(run.gradient(input), n);
        const x = at(run.address(other), n);
        for (let i = 0; i < n; i++) dx[i] = (adds ? dx[i] : 0) + dy[i] * x[i];
      }
    },
  });
}

/** y = Σ xᵢ², with x saved as a copy instead of read again, so that `saved` is exercised. */
export function sumOfSquares(x: Tensor): Tensor {
  const y = result([]);
  const copy = workspace(x.shape);
  const n = x.size;
  return apply({
    name: 'sumOfSquares',
    inputs: [x],
    output: y,
    saved: [copy],
    backwardReads: [copy],
    forward(run) {
      at(run.address(copy), n).set(at(run.address(x), n));
      let sum = 0;
      for (const value of at(run.address(x), n)) sum += value * value;
      at(run.address(y), 1)[0] = sum;
    },
    backward(run) {
      const adds = run.adds(x);
      const dx = at(run.gradient(x), n);
      const dy = at(run.gradient(y), 1)[0];
      const values = at(run.address(copy), n);
      for (let i = 0; i < n; i++) dx[i] = (adds ? dx[i] : 0) + 2 * values[i] * dy;
    },
  });
}
