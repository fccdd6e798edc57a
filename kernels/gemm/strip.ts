/**
 * The inner kernels of the matrix product: a strip of 1 to 4 rows of C, computed some columns at a time with that tile of
 * C held in registers.
 *
 * For each step of k a 4 x 8 tile takes 8 values of one row of B and multiplies them by one broadcast value of A for each
 * of its rows. That is 8 accumulators, two vectors of B, four broadcasts and a product on their way: the 15 vector
 * registers that V8 leaves on x64. 5 x 8 and 6 x 8 tiles need fewer loads for their arithmetic, but spill as soon as the
 * loop over k is unrolled, because:
 *
 * The loop is unrolled by 8 with a way out after each step, and not for the sake of odd k alone. V8 arranges the arithmetic
 * within a basic block as it likes: given 8 steps in one block it adds all 8 products to the first accumulator, then all
 * 8 to the second, and spills their operands. With a way out, where all accumulators must be up to date, each step stays
 * together (one machine, 4 x 8, k = 512: 22 GFLOP/s in one block, 41 not unrolled, 48 as here).
 *
 * The functions for the single shapes are deliberately not inlined, so that V8 allocates the registers of each apart.
 */
import { loadPart, storePart } from '../simd';

/** Start from what C holds instead of +0. */
export const ADDS: i32 = 1;
/** Finish with max(x, 0). */
export const RELU: i32 = 2;

/** The first `lanes` of four floats at `address`, the others +0: ≤ 0 reads nothing, ≥ 4 all. */
export function loadLanes(address: usize, lanes: i32): v128 {
  if (lanes >= 4) return v128.load(address);
  if (lanes <= 0) return f32x4.splat(0);
  return loadPart(address, lanes);
}

/** Stores the first `lanes` of `value`: ≤ 0 stores nothing, ≥ 4 all. */
function storeLanes(address: usize, value: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(address, value);
  else if (lanes > 0) storePart(address, value, lanes);
}

/** c + x·b, rounded twice. */
@inline
function plus(c: v128, x: v128, b: v128): v128 {
  return f32x4.add(c, f32x4.mul(x, b));
}

/**
 * c[i, j] = finish((mode & ADDS ? c[i, j] : 0) + Σ a[i, p]·b[p, j])      for i < rows, j < columns, p = 0 … k − 1 in order,
 * where finish adds bias[j] (if bias ≠ 0) and then takes max(·, 0) (if mode & RELU).
 *
 * Strides are in bytes. c[i, j] is at c + i·cStride + 4j.
 * a[i, p] is at a + i·aStride + 4p, or where A lies `byColumns` at a + p·aStride + 4i.
 * B is a sequence of panels of 8 columns (4 where not `wide`): b[p, 8q + j] is at b + q·panelStride + p·bStride + 4j.
 * The last panel must be readable to its end; of C and bias only what exists is touched.
 */
@inline
function strip(
  rows: i32, wide: bool, byColumns: bool,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const zero = f32x4.splat(0);
  const width = wide ? 8 : 4;
  for (; columns > 0; columns -= width, c += wide ? 32 : 16, b += panelStride) {
    const whole = columns >= width;
    const r1 = c + cStride;
    const r2 = r1 + cStride;
    const r3 = r2 + cStride;
    let c00 = zero, c10 = zero, c20 = zero, c30 = zero;
    let c01 = zero, c11 = zero, c21 = zero, c31 = zero;
    if (mode & ADDS) {
      if (whole) {
        c00 = v128.load(c); if (wide) c01 = v128.load(c, 16);
        if (rows > 1) { c10 = v128.load(r1); if (wide) c11 = v128.load(r1, 16); }
        if (rows > 2) { c20 = v128.load(r2); if (wide) c21 = v128.load(r2, 16); }
        if (rows > 3) { c30 = v128.load(r3); if (wide) c31 = v128.load(r3, 16); }
      } else {
        c00 = loadLanes(c, columns); if (wide) c01 = loadLanes(c + 16, columns - 4);
        if (rows > 1) { c10 = loadLanes(r1, columns); if (wide) c11 = loadLanes(r1 + 16, columns - 4); }
        if (rows > 2) { c20 = loadLanes(r2, columns); if (wide) c21 = loadLanes(r2 + 16, columns - 4); }
        if (rows > 3) { c30 = loadLanes(r3, columns); if (wide) c31 = loadLanes(r3 + 16, columns - 4); }
      }
    }

    let a0 = a, a1 = a + aStride, a2 = a1 + aStride, a3 = a2 + aStride;
    let row = b;
    const end = b + <usize>k * bStride;
    let b0: v128, b1 = zero, x: v128;
    while (row != end) {
      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = v128.load32_splat(a0);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 4);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 4);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 4);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 4);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 8);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 8);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 8);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 8);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 12);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 12);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 12);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 12);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 16);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 16);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 16);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 16);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 20);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 20);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 20);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 20);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 24);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 24);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 24);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 24);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 28);
      c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 28);
      if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
      if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 28);
      if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
      if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 28);
      if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
      row += bStride; if (byColumns) a0 += aStride;
      if (!byColumns) { a0 += 32; a1 += 32; a2 += 32; a3 += 32; }
    }

    if (bias) {
      const z0 = whole ? v128.load(bias) : loadLanes(bias, columns);
      const z1 = wide ? (whole ? v128.load(bias, 16) : loadLanes(bias + 16, columns - 4)) : zero;
      c00 = f32x4.add(c00, z0); if (wide) c01 = f32x4.add(c01, z1);
      if (rows > 1) { c10 = f32x4.add(c10, z0); if (wide) c11 = f32x4.add(c11, z1); }
      if (rows > 2) { c20 = f32x4.add(c20, z0); if (wide) c21 = f32x4.add(c21, z1); }
      if (rows > 3) { c30 = f32x4.add(c30, z0); if (wide) c31 = f32x4.add(c31, z1); }
      bias += wide ? 32 : 16;
    }
    if (mode & RELU) { // pmax(a, b) = a < b ? b : a keeps NaN and −0
      c00 = f32x4.pmax(c00, zero); if (wide) c01 = f32x4.pmax(c01, zero);
      if (rows > 1) { c10 = f32x4.pmax(c10, zero); if (wide) c11 = f32x4.pmax(c11, zero); }
      if (rows > 2) { c20 = f32x4.pmax(c20, zero); if (wide) c21 = f32x4.pmax(c21, zero); }
      if (rows > 3) { c30 = f32x4.pmax(c30, zero); if (wide) c31 = f32x4.pmax(c31, zero); }
    }
    if (whole) {
      v128.store(c, c00); if (wide) v128.store(c, c01, 16);
      if (rows > 1) { v128.store(r1, c10); if (wide) v128.store(r1, c11, 16); }
      if (rows > 2) { v128.store(r2, c20); if (wide) v128.store(r2, c21, 16); }
      if (rows > 3) { v128.store(r3, c30); if (wide) v128.store(r3, c31, 16); }
    } else {
      storeLanes(c, c00, columns); if (wide) storeLanes(c + 16, c01, columns - 4);
      if (rows > 1) { storeLanes(r1, c10, columns); if (wide) storeLanes(r1 + 16, c11, columns - 4); }
      if (rows > 2) { storeLanes(r2, c20, columns); if (wide) storeLanes(r2 + 16, c21, columns - 4); }
      if (rows > 3) { storeLanes(r3, c30, columns); if (wide) storeLanes(r3 + 16, c31, columns - 4); }
    }
  }
}

/**
 * The same for 1 or 2 rows, 16 columns (two panels) at a time, so that there are accumulators enough to keep the adders
 * busy. `columns` is a multiple of 16.
 */
@inline
function lowStrip(
  rows: i32, byColumns: bool,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const zero = f32x4.splat(0);
  for (; columns > 0; columns -= 16, c += 64, b += panelStride << 1) {
    const r1 = c + cStride;
    let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
    let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
    if (mode & ADDS) {
      c00 = v128.load(c); c01 = v128.load(c, 16); c02 = v128.load(c, 32); c03 = v128.load(c, 48);
      if (rows > 1) { c10 = v128.load(r1); c11 = v128.load(r1, 16); c12 = v128.load(r1, 32); c13 = v128.load(r1, 48); }
    }

    let a0 = a, a1 = a + aStride;
    let row = b, next = b + panelStride;
    const end = b + <usize>k * bStride;
    let b0: v128, b1: v128, b2: v128, b3: v128, x: v128;
    while (row != end) {
      b0 = v128.load(row); b1 = v128.load(row, 16); b2 = v128.load(next); b3 = v128.load(next, 16);
      x = v128.load32_splat(a0);
      c00 = plus(c00, x, b0); c01 = plus(c01, x, b1); c02 = plus(c02, x, b2); c03 = plus(c03, x, b3);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1);
      if (rows > 1) { c10 = plus(c10, x, b0); c11 = plus(c11, x, b1); c12 = plus(c12, x, b2); c13 = plus(c13, x, b3); }
      row += bStride; next += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); b1 = v128.load(row, 16); b2 = v128.load(next); b3 = v128.load(next, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 4);
      c00 = plus(c00, x, b0); c01 = plus(c01, x, b1); c02 = plus(c02, x, b2); c03 = plus(c03, x, b3);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 4);
      if (rows > 1) { c10 = plus(c10, x, b0); c11 = plus(c11, x, b1); c12 = plus(c12, x, b2); c13 = plus(c13, x, b3); }
      row += bStride; next += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); b1 = v128.load(row, 16); b2 = v128.load(next); b3 = v128.load(next, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 8);
      c00 = plus(c00, x, b0); c01 = plus(c01, x, b1); c02 = plus(c02, x, b2); c03 = plus(c03, x, b3);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 8);
      if (rows > 1) { c10 = plus(c10, x, b0); c11 = plus(c11, x, b1); c12 = plus(c12, x, b2); c13 = plus(c13, x, b3); }
      row += bStride; next += bStride; if (byColumns) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row); b1 = v128.load(row, 16); b2 = v128.load(next); b3 = v128.load(next, 16);
      x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 12);
      c00 = plus(c00, x, b0); c01 = plus(c01, x, b1); c02 = plus(c02, x, b2); c03 = plus(c03, x, b3);
      if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 12);
      if (rows > 1) { c10 = plus(c10, x, b0); c11 = plus(c11, x, b1); c12 = plus(c12, x, b2); c13 = plus(c13, x, b3); }
      row += bStride; next += bStride; if (byColumns) a0 += aStride;
      if (!byColumns) { a0 += 16; a1 += 16; }
    }

    if (bias) {
      const z0 = v128.load(bias), z1 = v128.load(bias, 16), z2 = v128.load(bias, 32), z3 = v128.load(bias, 48);
      c00 = f32x4.add(c00, z0); c01 = f32x4.add(c01, z1); c02 = f32x4.add(c02, z2); c03 = f32x4.add(c03, z3);
      if (rows > 1) { c10 = f32x4.add(c10, z0); c11 = f32x4.add(c11, z1); c12 = f32x4.add(c12, z2); c13 = f32x4.add(c13, z3); }
      bias += 64;
    }
    if (mode & RELU) {
      c00 = f32x4.pmax(c00, zero); c01 = f32x4.pmax(c01, zero); c02 = f32x4.pmax(c02, zero); c03 = f32x4.pmax(c03, zero);
      if (rows > 1) { c10 = f32x4.pmax(c10, zero); c11 = f32x4.pmax(c11, zero); c12 = f32x4.pmax(c12, zero); c13 = f32x4.pmax(c13, zero); }
    }
    v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
    if (rows > 1) { v128.store(r1, c10); v128.store(r1, c11, 16); v128.store(r1, c12, 32); v128.store(r1, c13, 48); }
  }
}

// The strips by shape and layout of A.

function rows4x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(4, true, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows3x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(3, true, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows2x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(2, true, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows1x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(1, true, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows4x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(4, false, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows3x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(3, false, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows2x16(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  lowStrip(2, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows1x16(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  lowStrip(1, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns4x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(4, true, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns3x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(3, true, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns2x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(2, true, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns1x8(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(1, true, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns4x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(4, false, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns3x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(3, false, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns2x16(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  lowStrip(2, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns1x16(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  lowStrip(1, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

/** `strip` for A by rows, of 1 to 4 rows, in the widths that serve it best. B is in panels of 8 columns. */
export function stripRows(
  rows: i32,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const most = widest(rows, columns);
  if (most > 0) {
    if (rows == 4) rows4x8(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else if (rows == 3) rows3x8(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else if (rows == 2) rows2x16(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else rows1x16(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
  }
  columns -= most;
  if (columns > 0) {
    c += most << 2;
    b += <usize>(most >> 3) * panelStride;
    if (bias) bias += most << 2;
    if (rows == 4) rows4x4(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else if (rows == 3) rows3x4(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else if (rows == 2) rows2x8(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else rows1x8(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  }
}

/** `strip` for A by columns, of 1 to 4 rows, in the widths that serve it best. B is in panels of 8 columns. */
export function stripColumns(
  rows: i32,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const most = widest(rows, columns);
  if (most > 0) {
    if (rows == 4) columns4x8(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else if (rows == 3) columns3x8(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else if (rows == 2) columns2x16(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
    else columns1x16(c, cStride, a, aStride, b, bStride, panelStride, most, k, bias, mode);
  }
  columns -= most;
  if (columns > 0) {
    c += most << 2;
    b += <usize>(most >> 3) * panelStride;
    if (bias) bias += most << 2;
    if (rows == 4) columns4x4(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else if (rows == 3) columns3x4(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else if (rows == 2) columns2x8(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
    else columns1x8(c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
  }
}

/**
 * How many of the columns go to the widest tile: for 1 or 2 rows pairs of panels; else all, but for the last panel if it
 * has no more than 4 columns.
 */
@inline
function widest(rows: i32, columns: i32): i32 {
  if (rows <= 2) return columns & ~15;
  const last = columns & 7;
  return last > 0 && last <= 4 ? columns - last : columns;
}
