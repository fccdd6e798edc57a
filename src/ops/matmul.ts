import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { ShapeError, shapeText } from '../errors.ts';
import { sameShape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { activationCode, kernels, packScratch } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

/**
 * Matrix product y = a·b.
 *
 *     y[i, j] = Σₗ a[i, l] · b[l, j]      ∂L/∂a = ∂L/∂y · bᵀ      ∂L/∂b = aᵀ · ∂L/∂y
 *
 * Shapes: a [m, k], b [k, n], y [m, n]. With more axes in a, either b has the same leading axes, and the product is
 * taken for each of them, or b is [k, n] and serves them all. Sums run over l in order, each product rounded to
 * float32: the same bits as a triple loop.
 *
 * @throws ShapeError unless both have at least two axes and the inner sizes are equal.
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  requireTensor('matmul', 'a', a);
  requireTensor('matmul', 'b', b);
  const both = `${shapeText(a.shape)} × ${shapeText(b.shape)}`;
  if (a.rank < 2 || b.rank < 2)
    throw new ShapeError(`matmul: expected matrices, got ${both}; reshape a vector to one row or column`);
  const k = a.shape[a.rank - 1];
  const n = b.shape[b.rank - 1];
  const inner = b.shape[b.rank - 2];
  if (k !== inner) throw new ShapeError(`matmul: inner sizes differ: ${both} (${k} and ${inner})`);
  const leading = a.shape.slice(0, -2);
  const shared = b.rank === 2;
  if (!shared && !sameShape(leading, b.shape.slice(0, -2))) {
    throw new ShapeError(`matmul: leading axes differ: ${both}; b must be a matrix or have the leading axes of a`);
  }
  // A shared b makes the leading axes of a more rows of one product.
  const batch = shared ? 1 : sizeOf(leading);
  const m = (shared ? sizeOf(leading) : 1) * a.shape[a.rank - 2];
  const y = result([...a.shape.slice(0, -1), n]);
  const aBytes = m * k * 4;
  const bBytes = k * n * 4;
  const yBytes = m * n * 4;

  return apply({
    name: 'matmul',
    inputs: [a, b],
    output: y,
    backwardReads: [...(b.requiresGrad ? [a] : []), ...(a.requiresGrad ? [b] : [])],
    forward(run) {
      const { gemmNN } = kernels;
      const [out, x, w] = [run.address(y), run.address(a), run.address(b)];
      for (let i = 0; i < batch; i++) {
        gemmNN(out + i * yBytes, x + i * aBytes, w + i * bBytes, m, n, k, 0, activationCode.none, 0, 0, packScratch);
      }
    },
    backward(run) {
      const { gemmNT, gemmTN } = kernels;
      const dy = run.gradient(y);
      const da = run.gradient(a);
      if (da !== 0) {
        const adds = run.adds(a);
        const w = run.address(b);
        for (let i = 0; i < batch; i++) {
          gemmNT(
            da + i * aBytes,
            dy + i * yBytes,
            w + i * bBytes,
            m,
            k,
            n,
            0,
            activationCode.none,
            0,
            adds,
            packScratch,
          );
        }
      }
      const db = run.gradient(b);
      if (db !== 0) {
        const adds = run.adds(b);
        const x = run.address(a);
        for (let i = 0; i < batch; i++) {
          gemmTN(
            db + i * bBytes,
            x + i * aBytes,
            dy + i * yBytes,
            k,
            n,
            m,
            0,
            activationCode.none,
            0,
            adds,
            packScratch,
          );
        }
      }
    },
  });
}
