/** A matrix product that fits into the second-level cache, 512 x 512 x 512: little else than arithmetic. */
import { fillUniform, philoxPlace } from '../src/tensor/random.ts';
import { kernels, packScratch } from '../src/wasm/kernels.ts';
import { beginOperation, floats, Resident } from '../src/wasm/memory.ts';

const n = 512;
const bytes = 4 * n * n;

export const squareProduct = { name: 'product', work: 2 * n * n * n } as const;

/** The product of two matrices of its own, as often as it is called. */
export function squareProductOf(): () => void {
  beginOperation();
  const area = new Resident(3 * bytes, 'kept');
  const c = area.address();
  const [a, b] = [c + bytes, c + 2 * bytes];
  fillUniform(floats().subarray(a / 4, (b + bytes) / 4), -1, 1, philoxPlace(1, 'benchmark'));
  return () => {
    beginOperation();
    area.address(); // stays where it is: nothing else asks for room
    kernels.gemmNN(c, a, b, n, n, n, 0, 0, 0, 0, packScratch);
  };
}
