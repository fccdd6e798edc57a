import type { Address, Adds } from './address.ts';

/** A function of one value: out[i] = f(x[i]); `out` may be `x`. */
export type Unary = (out: Address, x: Address, n: number) => void;
/** dx[i] (+)= dy[i] · f′, from what the name says it reads (x before or y after the function); `dx` may be `dy`. */
export type UnaryBackward = (dx: Address, dy: Address, read: Address, n: number, adds: Adds) => void;
export type UnaryWith = (out: Address, x: Address, n: number, parameter: number) => void;
export type UnaryWithBackward = (
  dx: Address,
  dy: Address,
  read: Address,
  n: number,
  parameter: number,
  adds: Adds,
) => void;

/** kernels/math.ts, sin-cos.ts. */
export interface MathKernels {
  exp: Unary;
  log: Unary;
  sin: Unary;
  cos: Unary;
  erf: Unary;
}

/**
 * kernels/activations.ts, gelu.ts. Backward reads the output y, except where the name ends in `FromInput`. For the
 * functions that saturate (from softplus on), slopes and gradients below 2⁻⁸⁰ are +0.
 */
export interface ActivationKernels {
  relu: Unary;
  reluBackward: UnaryBackward;
  leakyRelu: UnaryWith;
  /** `parameter` is the slope ≥ 0; reads y or x, which have the same sign. */
  leakyReluBackward: UnaryWithBackward;
  elu: UnaryWith;
  eluBackward: UnaryWithBackward;
  selu: Unary;
  seluBackward: UnaryBackward;
  softplus: Unary;
  softplusBackward: UnaryBackward;
  tanh: Unary;
  tanhBackward: UnaryBackward;
  sigmoid: Unary;
  sigmoidBackward: UnaryBackward;
  gelu: Unary;
  geluBackwardFromInput: UnaryBackward;
  geluTanh: Unary;
  geluTanhBackwardFromInput: UnaryBackward;
  silu: Unary;
  siluBackwardFromInput: UnaryBackward;
}

/** kernels/unary.ts. */
export interface UnaryKernels {
  neg: Unary;
  abs: Unary;
  /** dy · sign(x), 0 at x = 0; reads x. */
  absBackward: UnaryBackward;
  sqrt: Unary;
  /** dy / (2y); reads y. */
  sqrtBackward: UnaryBackward;
  square: Unary;
  /** 2·x·dy; reads x. */
  squareBackward: UnaryBackward;
  /** dy · y; reads y. */
  expBackward: UnaryBackward;
  /** dy / x; reads x. */
  logBackward: UnaryBackward;
  clip(out: Address, x: Address, n: number, low: number, high: number): void;
  /** dy where low ≤ x ≤ high, else 0. */
  clipBackward(dx: Address, dy: Address, x: Address, n: number, low: number, high: number, adds: Adds): void;
}

/** kernels/pow.ts. */
export interface PowKernels {
  /** x raised to `parameter` (a float64), computed in float64 and rounded once; special cases as in Math.pow. */
  pow: UnaryWith;
  /** dy · p · x^(p−1), 0 where p is 0; reads x. */
  powBackward: UnaryWithBackward;
}

/**
 * out[r, c] (+)= a[r·aRow + c·aColumn] ∘ b[r·bRow + c·bColumn]   for r < rows, c < columns.
 * Row strides are any number of elements ≥ 0, column strides 0 or 1; `out` is dense and may be `a` or `b` where that is
 * dense too. a and b need 4-byte alignment only.
 */
export type Broadcast = (
  out: Address,
  a: Address,
  b: Address,
  rows: number,
  columns: number,
  aRow: number,
  aColumn: number,
  bRow: number,
  bColumn: number,
  adds: Adds,
) => void;
/** The same with a dense first operand dy [rows, columns]: out (+)= f(dy, a, b). */
export type BroadcastBackward = (
  out: Address,
  dy: Address,
  a: Address,
  b: Address,
  rows: number,
  columns: number,
  aRow: number,
  aColumn: number,
  bRow: number,
  bColumn: number,
  adds: Adds,
) => void;

/** kernels/broadcast.ts. */
export interface BroadcastKernels {
  addBroadcast: Broadcast;
  subBroadcast: Broadcast;
  mulBroadcast: Broadcast;
  divBroadcast: Broadcast;
  /** NaN in either operand gives NaN. */
  maximumBroadcast: Broadcast;
  minimumBroadcast: Broadcast;
  /** Gradient of a/b by b: out (+)= −dy·a / b². */
  divBackwardDivisor: BroadcastBackward;
  /** out (+)= dy where a > b, dy/2 where a = b, 0 elsewhere (swap a and b for the other operand). */
  maximumBackward: BroadcastBackward;
  /** out (+)= dy where a < b, dy/2 where a = b, 0 elsewhere. */
  minimumBackward: BroadcastBackward;
  /** out[i] = condition[i] ≠ 0 ? a : b, with condition dense. */
  whereBroadcast: BroadcastBackward;
}

/** kernels/copy.ts. */
export interface CopyKernels {
  fill(out: Address, n: number, value: number): void;
  /** out[i] (+)= factor · x[i]; `out` may be `x`. With factor 1 and adds 0 a plain copy of the bits. */
  scale(out: Address, x: Address, n: number, factor: number, adds: Adds): void;
  /**
   * Moves a block of a strided array: out[i] (+)= x at the indices of `rank` nested loops. `layout` is the address of
   * 3·rank int32: extents, strides of out, strides of x, outermost first. No two indices may meet at one place of out;
   * strides of x may be 0. Serves transpose, slice, concat and their gradients.
   */
  copyStrided(out: Address, x: Address, layout: Address, rank: number, adds: Adds): void;
}
