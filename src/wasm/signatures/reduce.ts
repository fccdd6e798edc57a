import type { Address, Adds } from './address.ts';

/**
 * kernels/reduce.ts. x is seen as [outer, axis, inner]; out is [outer, inner]. Sums run in the fixed order that
 * kernels/sums.ts states: 16 interleaved float32 partials in every 4,096 elements of the axis, folded by
 * halves; block sums added in float64. `scratch` is `sumScratchBytes` of working memory: `packScratch`.
 */
export interface ReduceKernels {
  /** out (+)= Σ / divisor (divisor 1 for the sum, `axis` for the mean), divided in float64. */
  sumAxis(
    out: Address,
    x: Address,
    outer: number,
    axis: number,
    inner: number,
    divisor: number,
    adds: Adds,
    scratch: Address,
  ): void;
  /** dx (+)= dy · factor, dy spread over the axis. */
  spreadAxis(dx: Address, dy: Address, outer: number, axis: number, inner: number, factor: number, adds: Adds): void;
  /** Population variance by two passes; `mean` [outer, inner] is written too. */
  varianceAxis(
    out: Address,
    mean: Address,
    x: Address,
    outer: number,
    axis: number,
    inner: number,
    scratch: Address,
  ): void;
  /** dx (+)= dy · 2(x − mean) / axis. */
  varianceBackward(
    dx: Address,
    dy: Address,
    x: Address,
    mean: Address,
    outer: number,
    axis: number,
    inner: number,
    adds: Adds,
  ): void;
  /** Σ x² of n values in the same order, float64 throughout, so that it cannot overflow: for the global norm. */
  sumOfSquares(x: Address, n: number): number;
}

/** kernels/max-min.ts. Arrays are seen as in `ReduceKernels`. */
export interface MaxMinKernels {
  /** The largest, and in `index` its first position (as float32). NaN wins. axis ≥ 1. */
  maxAxis(out: Address, index: Address, x: Address, outer: number, axis: number, inner: number): void;
  minAxis(out: Address, index: Address, x: Address, outer: number, axis: number, inner: number): void;
  /** dx[o, index[o, i], i] (+)= dy[o, i], the rest 0 or untouched: the gradient of maxAxis, minAxis. */
  pickBackward(dx: Address, dy: Address, index: Address, outer: number, axis: number, inner: number, adds: Adds): void;
}

/** kernels/gather.ts. */
export interface GatherKernels {
  /**
   * out[r] = table[index[r]], rows of `columns`. Returns the first row whose index is not a whole number in [0, entries)
   * and then writes nothing, else −1.
   */
  gatherRows(out: Address, table: Address, index: Address, rows: number, columns: number, entries: number): number;
  /** dTable[index[r]] += dy[r] in row order; dTable [entries, columns] is set to 0 first where adds is 0. */
  scatterRows(
    dTable: Address,
    dy: Address,
    index: Address,
    rows: number,
    columns: number,
    entries: number,
    adds: Adds,
  ): void;
}
