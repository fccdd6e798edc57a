import type { Tensor } from '../tensor/tensor.ts';
import { gradientNorm } from './gradient-norm.ts';
import type { OptimizerOptions } from './optimizer-options.ts';

/** How a kernel reads gradients: clamp(gradient · scale, −limit, limit). */
export interface Clipping {
  readonly scale: number;
  readonly limit: number;
}

const unclipped: Clipping = { scale: 1, limit: Number.POSITIVE_INFINITY };

/** The clipping of a step over these parameters. The factor is a float32, so that the rule and the kernel see the same gradient. */
export function clippingOf(
  parameters: readonly Tensor[],
  { clipNorm, clipValue }: Pick<OptimizerOptions, 'clipNorm' | 'clipValue'>,
): Clipping {
  if (clipNorm === undefined && clipValue === undefined) return unclipped;
  const norm = clipNorm === undefined ? 0 : gradientNorm(parameters);
  const scale = clipNorm !== undefined && norm > clipNorm ? Math.fround(clipNorm / norm) : 1;
  return { scale, limit: clipValue ?? Number.POSITIVE_INFINITY };
}

/** The gradient as kernels read it; itself where that changes nothing. */
export function clipped(g: Float32Array, { scale, limit }: Clipping): Float32Array {
  if (scale === 1 && limit === Number.POSITIVE_INFINITY) return g;
  const most = Math.fround(limit);
  return g.map((value) => Math.max(-most, Math.min(Math.fround(value * scale), most)));
}
