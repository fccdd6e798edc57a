/**
 * Matrix products: c = activation((adds ? c : 0) + a·b + bias), with either factor transposed.
 *
 * For each value of c the products a[i, p]·b[p, j] are added one by one, p = 0, 1, … k − 1, each rounded to float32
 * before it is added and the sum rounded again, starting from c (adds) or +0. Bias is added to the finished sum and the
 * activation applied to that. So the result has the bits of three plain nested loops, whatever the blocking below.
 *
 * c is [m, n], a and b as stated for each kernel; all are dense, row-major and 16-byte aligned at the start. bias is 0
 * for none, else n values. m, n and k are any numbers ≥ 0; with k = 0 the product is 0. c must not overlap anything.
 * Nothing outside the matrices is read or written, but for `scratch`: 2 MiB, of which up to 516 KiB are used.
 *
 * From outside in, after Goto & van de Geijn (2008, "Anatomy of High-Performance Matrix Multiplication",
 * https://doi.org/10.1145/1356052.1356053): k is cut into blocks, between which partial sums rest in c (which is
 * exact); n into blocks, whose part of b is packed once and then stays in the second-level cache; and m into strips of
 * up to 4 rows, for which `gemm/strip.ts` computes tile after tile of 4 x 8 in registers.
 */
import { activate, codeRelu } from './gemm/activate';
import { evenBlock } from './gemm/blocks';
import { packColumns, packedStep, packRows, packStrip } from './gemm/pack';
import { multiplyColumns, multiplyRows } from './gemm/strip';
import { tallRows, tallStrips, wideEnough } from './gemm/tall';
import { ADDS, RELU } from './gemm/tile';

/** Most steps of k in a block: 8 columns of packed b are then 8 KiB, and 4 rows of a 4 KiB of the first-level cache. */
const blockK: i32 = 256;
/** Most columns in a block: 512 KiB of packed b. */
const blockN: i32 = 512;

/**
 * Where b lies row by row, strips can read it in place. It is packed if it has more values than this (half of a
 * first-level cache) and there are more rows of c than `fewRows` to make use of that.
 */
const inPlaceB: i32 = 4096;
const fewRows: i32 = 16;

/** The same for a transposed a and the columns of c. An a that lies by rows is always read in place. */
const inPlaceA: i32 = 8192;
const fewColumns: i32 = 32;

/** Values of c to which an activation other than relu is applied at once: half of a first-level cache. */
const activatedAtOnce: i32 = 4096;

/** a [m, k], b [k, n]. */
export function gemmNN(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  gemmNNBlock(c, a, b, m, n, k, bias, activation, alpha, adds, scratch, n, k, n);
}

/** a [m, k], b [n, k]. */
export function gemmNT(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  gemmNTBlock(c, a, b, m, n, k, bias, activation, alpha, adds, scratch, n, k, k);
}

/** a [k, m], b [k, n]. */
export function gemmTN(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  gemmTNBlock(c, a, b, m, n, k, bias, activation, alpha, adds, scratch, n, m, n);
}

// Blocks of larger matrices, which is how threads share a product: strides are the numbers from row to row as they lie. Rows of
// c must be next to each other (cStride = n) for activations other than relu, which are applied to several at once.

export function gemmNNBlock(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize, cStride: i32, aStride: i32, bStride: i32,
): void {
  multiply(false, false, c, a, b, m, n, k, bias, activation, alpha, adds, scratch, cStride, aStride, bStride);
}

export function gemmNTBlock(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize, cStride: i32, aStride: i32, bStride: i32,
): void {
  multiply(false, true, c, a, b, m, n, k, bias, activation, alpha, adds, scratch, cStride, aStride, bStride);
}

export function gemmTNBlock(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize, cStride: i32, aStride: i32, bStride: i32,
): void {
  multiply(true, false, c, a, b, m, n, k, bias, activation, alpha, adds, scratch, cStride, aStride, bStride);
}

@inline
function multiply(
  transposesA: bool, transposesB: bool,
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize, cFloats: i32, aFloats: i32, bFloats: i32,
): void {
  if (m <= 0 || n <= 0) return;
  const cStride = <usize>cFloats << 2;
  const aStride = <usize>aFloats << 2;
  const bStride = <usize>bFloats << 2;
  const packsB = transposesB || (m > fewRows && k * n > inPlaceB);
  const packsA = transposesA && n > fewColumns && m * k > inPlaceA;
  const packedA = scratch + (<usize>(blockK * blockN) << 2);

  // Tall strips as far as they go, then as many strips of 4 rows as it takes, evened out: 9 rows are 3 + 3 + 3, not 4 + 4 + 1.
  const tall = ASC_FEATURE_RELAXED_SIMD && n >= wideEnough ? tallStrips(m) : 0;
  const left = m - tall * tallRows;
  const strips = (left + 3) >> 2;
  const lowRows = ASC_FEATURE_RELAXED_SIMD && left == 0 ? 0 : left / strips;
  const lowStrips = strips * (lowRows + 1) - left;

  const mostDepth = evenBlock(k, blockK);
  const mostColumns = evenBlock(n, blockN);
  let p = 0;
  do {
    const depth = min(k - p, mostDepth);
    const isLast = p + depth == k;
    const mode = (adds || p > 0 ? ADDS : 0) | (isLast && activation == codeRelu ? RELU : 0);
    for (let j = 0; j < n; j += mostColumns) {
      const columns = min(n - j, mostColumns);
      const biasHere = isLast && bias ? bias + (<usize>j << 2) : 0;
      const bHere = b + (transposesB ? <usize>j * bStride + (<usize>p << 2) : <usize>p * bStride + (<usize>j << 2));

      // The first columns are read where they lie. What is packed are all others: none but an incomplete panel, or all.
      const inPlace = packsB ? 0 : columns & ~7;
      const packed = columns - inPlace;
      const skip = <usize>inPlace << 2;
      if (transposesB) packColumns(scratch, bHere, bStride, packed, depth);
      else packRows(scratch, bHere + skip, bStride, packed, depth);

      const activates = isLast && activation > codeRelu && j + columns == n;
      // Strips of one height go together, unless a packed one or an activation stands between them.
      const most = packsA ? 1 : activates ? max(1, activatedAtOnce / (4 * n)) : m;
      let i = 0;
      while (i < m) {
        const isTall = ASC_FEATURE_RELAXED_SIMD && i < tall * tallRows;
        const isLow = i - tall * tallRows < lowStrips * lowRows;
        const rows = isTall ? tallRows : isLow ? lowRows : lowRows + 1;
        const until = isTall ? tall * tallRows : isLow ? tall * tallRows + lowStrips * lowRows : m;
        const together = min(most, (until - i) / rows);
        const cHere = c + <usize>i * cStride + (<usize>j << 2);
        let aHere = a + (transposesA ? <usize>p * aStride + (<usize>i << 2) : <usize>i * aStride + (<usize>p << 2));
        let aStep = aStride;
        if (packsA) {
          packStrip(packedA, aHere, aStride, rows, depth);
          aHere = packedA;
          aStep = packedStep(rows);
        }
        if (inPlace > 0) {
          multiplyStrips(
            transposesA, together, rows, cHere, cStride, aHere, aStep,
            bHere, bStride, 32, inPlace, depth, biasHere, mode,
          );
        }
        if (packed > 0) {
          multiplyStrips(
            transposesA, together, rows, cHere + skip, cStride, aHere, aStep,
            scratch, 32, <usize>depth << 5, packed, depth, biasHere ? biasHere + skip : 0, mode,
          );
        }
        if (activates) activate(c + <usize>i * cStride, rows * together * n, activation, alpha);
        i += rows * together;
      }
    }
    p += depth;
  } while (p < k);
}

@inline
function multiplyStrips(
  byColumns: bool, strips: i32, rows: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  if (byColumns) {
    multiplyColumns(strips, rows, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  } else {
    multiplyRows(strips, rows, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  }
}
