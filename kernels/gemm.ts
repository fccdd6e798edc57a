/**
 * Matrix products: c = activation((adds ? c : 0) + a·b + bias), with either factor transposed.
 *
 * For each value of c the products a[i, p]·b[p, j] are added one by one, p = 0, 1, … k − 1, each rounded to float32
 * before it is added and the sum rounded again, starting from c (adds) or +0. Bias is added to the finished sum and the
 * activation applied to that. So the result has the bits of three plain nested loops, whatever the blocking below.
 *
 * All matrices are dense and row-major, float32, 16-byte aligned at the start. m, n and k may be any numbers ≥ 0; with
 * k = 0 the product is 0. c must not overlap anything. Nothing outside the matrices is read or written.
 *
 * How it goes, from outside in (after Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication",
 * https://doi.org/10.1145/1356052.1356053, with the block sizes of this machine model): k in blocks of 512, partial
 * sums resting in c between them, which is exact; n in blocks whose part of B is packed once and then stays in the
 * second-level cache; and m in strips of 4 rows, for each of which `gemm/strip.ts` computes tiles of 4 x 8.
 */
import { elu, leakyRelu, selu, sigmoid, softplus, tanh } from './activations';
import { ADDS, RELU, stripColumns, stripRows } from './gemm/strip';
import { packColumns, packRows, packStrip } from './gemm/pack';

/** Steps of k in a block: a packed panel of 8 columns is then 16 KiB, half of a first-level cache. */
const blockK: i32 = 256;
/** Columns in a block: 1 MiB of packed B. */
const blockN: i32 = 512;
/**
 * Where B lies row by row, it is read in place unless it is larger than this many values (half a first-level cache) and
 * packing it serves more rows of C than `fewRows`.
 */
const inPlaceB: i32 = 4096;
const fewRows: i32 = 16;
/** The same for A where it lies by columns. Where it lies by rows, strips read it in place in any case. */
const inPlaceA: i32 = 8192;
const fewColumns: i32 = 32;

// The codes of activationCode in src/wasm/kernels.ts.
const codeRelu: i32 = 1;
const codeLeakyRelu: i32 = 2;
const codeElu: i32 = 3;
const codeSelu: i32 = 4;
const codeSoftplus: i32 = 5;
const codeTanh: i32 = 6;
const codeSigmoid: i32 = 7;

/** a [m, k], b [k, n]. */
export function gemmNN(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  multiply(false, false, c, a, b, m, n, k, bias, activation, alpha, adds, scratch);
}

/** a [m, k], b [n, k]. */
export function gemmNT(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  multiply(false, true, c, a, b, m, n, k, bias, activation, alpha, adds, scratch);
}

/** a [k, m], b [k, n]. */
export function gemmTN(
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  multiply(true, false, c, a, b, m, n, k, bias, activation, alpha, adds, scratch);
}

/** The size of blocks of at most `most` that divide `total` evenly, but for rounding up to a multiple of 16. */
function evenBlock(total: i32, most: i32): i32 {
  const blocks = (total + most - 1) / most;
  return total > 0 ? ((total + blocks - 1) / blocks + 15) & ~15 : 0;
}

@inline
function multiply(
  transposesA: bool, transposesB: bool,
  c: usize, a: usize, b: usize, m: i32, n: i32, k: i32,
  bias: usize, activation: i32, alpha: f32, adds: i32, scratch: usize,
): void {
  if (m <= 0 || n <= 0) return;
  const cStride = <usize>n << 2;
  const aStride = <usize>(transposesA ? m : k) << 2;
  const bStride = <usize>(transposesB ? k : n) << 2;
  const packsAll = transposesB || (m > fewRows && k * n > inPlaceB);
  const packsA = transposesA && n > fewColumns && m * k > inPlaceA;
  const aPacked = scratch + (<usize>(blockK * blockN) << 2);

  const mostDepth = evenBlock(k, blockK);
  const mostColumns = evenBlock(n, blockN);
  let p = 0;
  do {
    const depth = min(k - p, mostDepth);
    const isLast = p + depth == k;
    const mode = (adds || p > 0 ? ADDS : 0) | (isLast && activation == codeRelu ? RELU : 0);
    const finishes = isLast && activation > codeRelu;
    const aBlock = a + (transposesA ? <usize>p * aStride : <usize>p << 2);
    for (let j = 0; j < n; j += mostColumns) {
      const columns = min(n - j, mostColumns);
      const at = <usize>j << 2;
      const biasHere = isLast && bias ? bias + at : 0;
      const bBlock = b + (transposesB ? <usize>j * bStride + (<usize>p << 2) : <usize>p * bStride + at);

      // Columns that whole panels of B serve in place, then those that are packed.
      const inPlace = packsAll ? 0 : columns & ~7;
      const packed = columns - inPlace;
      if (transposesB) packColumns(scratch, bBlock, bStride, packed, depth);
      else packRows(scratch, bBlock + (<usize>inPlace << 2), bStride, packed, depth);

      // As many strips of 4 as it takes, evened out: 9 rows are 3 + 3 + 3, not 4 + 4 + 1.
      const strips = (m + 3) >> 2;
      const low = m / strips;
      const lows = strips * (low + 1) - m;
      let i = 0;
      for (let s = 0; s < strips; s++) {
        const rows = s < lows ? low : low + 1;
        let aHere = aBlock + (transposesA ? <usize>i << 2 : <usize>i * aStride);
        let aStep = aStride;
        if (packsA) {
          packStrip(aPacked, aHere, aStride, rows, depth);
          aHere = aPacked;
          aStep = 16;
        }
        const cHere = c + <usize>i * cStride + at;
        if (inPlace) {
          if (transposesA) stripColumns(rows, cHere, cStride, aHere, aStep, bBlock, bStride, 32, inPlace, depth, biasHere, mode);
          else stripRows(rows, cHere, cStride, aHere, aStep, bBlock, bStride, 32, inPlace, depth, biasHere, mode);
        }
        if (packed) {
          const cRest = cHere + (<usize>inPlace << 2);
          const biasRest = biasHere ? biasHere + (<usize>inPlace << 2) : 0;
          const panel = <usize>depth << 5;
          if (transposesA) stripColumns(rows, cRest, cStride, aHere, aStep, scratch, 32, panel, packed, depth, biasRest, mode);
          else stripRows(rows, cRest, cStride, aHere, aStep, scratch, 32, panel, packed, depth, biasRest, mode);
        }
        if (finishes && j + columns == n) activate(c + <usize>i * cStride, rows * n, activation, alpha);
        i += rows;
      }
    }
    p += depth;
  } while (p < k);
}

/** The activations that strips do not apply themselves, over whole rows of C that are still in the first-level cache. */
function activate(c: usize, count: i32, activation: i32, alpha: f32): void {
  if (activation == codeLeakyRelu) leakyRelu(c, c, count, alpha);
  else if (activation == codeElu) elu(c, c, count, alpha);
  else if (activation == codeSelu) selu(c, c, count);
  else if (activation == codeSoftplus) softplus(c, c, count);
  else if (activation == codeTanh) tanh(c, c, count);
  else if (activation == codeSigmoid) sigmoid(c, c, count);
}
