import type { Run } from '../autodiff/node.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Address, kernels, packScratch } from '../wasm/kernels.ts';

/** ∂L/∂b = Σ dz over the rows of dz [rows, outputs], where b is added to every row. */
export function biasGradient(run: Run, bias: Tensor, dz: Address, rows: number): void {
  const db = run.gradient(bias);
  if (db === 0) return;
  // A single row is its own sum: copied, as the gradient of an addition without broadcasting is.
  if (rows === 1) kernels.scale(db, dz, bias.size, 1, run.adds(bias));
  else kernels.sumAxis(db, dz, 1, rows, bias.size, 1, run.adds(bias), packScratch);
}
