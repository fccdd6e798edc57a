import type { Address, Adds } from './address.ts';
import type { WindowNumbers } from './windows.ts';

/**
 * kernels/pooling.ts. `scratch` is `packScratch`. Only pixels inside the image count. Arrays that are not images are
 * [batch, rows, columns, channels].
 */
export interface PoolingKernels {
  /** The largest of each window, and in `positions` where it stands, as int32 for `maxPoolBackward`; 0 if nobody wants that. */
  maxPool(out: Address, positions: Address, x: Address, ...rest: [...WindowNumbers, scratch: Address]): void;
  /** For windows in row order: dx += dy where the largest stands. */
  maxPoolBackward(
    dx: Address,
    dy: Address,
    positions: Address,
    ...rest: [...WindowNumbers, adds: Adds, scratch: Address]
  ): void;
  /** The mean of each window; of pixels inside there must be at most 2²⁴ in one. */
  averagePool(out: Address, x: Address, ...rest: [...WindowNumbers, scratch: Address]): void;
  /** For windows in row order: dx += dy / count at each pixel. */
  averagePoolBackward(dx: Address, dy: Address, ...rest: [...WindowNumbers, adds: Adds, scratch: Address]): void;
}
