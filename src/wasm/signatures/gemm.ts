import type { Address, Adds } from './address.ts';

/** kernels/gemm.ts. `c` is [m, n]; `scratch` is `packScratch`; `bias` is 0 for none, else n values. */
export interface GemmKernels {
  /** c = activation((adds ? c : 0) + a·b + bias), a [m, k], b [k, n]. `activation` is one of `activationCode`. */
  gemmNN: Gemm;
  /** The same with b transposed: b [n, k]. */
  gemmNT: Gemm;
  /** The same with a transposed: a [k, m]. */
  gemmTN: Gemm;
  /** Blocks of such products, which threads share. */
  gemmNNBlock: GemmBlock;
  gemmNTBlock: GemmBlock;
  gemmTNBlock: GemmBlock;
}
export type Gemm = (
  c: Address,
  a: Address,
  b: Address,
  m: number,
  n: number,
  k: number,
  bias: Address,
  activation: number,
  alpha: number,
  adds: Adds,
  scratch: Address,
) => void;
/** Strides are from row to row; for activations other than relu, that of c is n. */
export type GemmBlock = (...args: [...Parameters<Gemm>, cStride: number, aStride: number, bStride: number]) => void;

/** The codes by which the matrix product knows an activation; `alpha` is leakyRelu's slope or elu's alpha. */
export const activationCode = {
  none: 0,
  relu: 1,
  leakyRelu: 2,
  elu: 3,
  selu: 4,
  softplus: 5,
  tanh: 6,
  sigmoid: 7,
} as const;

/** kernels/roofline.ts: arithmetic in registers alone, which benchmarks compare with. Both return a sum of all they did. */
export interface RooflineKernels {
  /** `iterations` · 96 multiplications and additions. */
  roofline(iterations: number, factor: number, term: number): number;
  /** `iterations` · 48 of them that do not wait for each other. */
  peak(iterations: number, factor: number, term: number): number;
}
