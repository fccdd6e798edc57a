/**
 * The inner kernels of the matrix product: a strip of up to 4 rows of C, computed 8 (or 4) columns at a time with the
 * tile of C held in registers.
 *
 * For each step of k a tile takes 8 values of one row of B and multiplies them by one broadcast value of A for each of
 * its rows. 4 x 8 is 8 accumulators, two vectors of B, and 4 broadcasts and a product on their way: the 15 vector
 * registers that V8 leaves on x64. 5 x 8 and 6 x 8 spill as soon as the loop over k is unrolled.
 *
 * The loop over k is unrolled by 4 with a way out after each step. The ways out are not there for the sake of k alone:
 * V8 puts the arithmetic of a basic block in an order of its own, and in one long block it delays whole steps until
 * their operands spill. A block for each step keeps the steps apart (measured: 46 GFLOP/s, against 33 in one block and
 * 41 not unrolled).
 *
 * The functions that are exported to gemm.ts are deliberately not inlined, so that V8 allocates the registers of each
 * on its own.
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

/**
 * c[i, j] = finish((mode & ADDS ? c[i, j] : 0) + Σ a[i, p]·b[p, j])      for i < rows, j < columns, p = 0 … k − 1 in order,
 * where finish adds bias[j] (bias ≠ 0) and then applies max(·, 0) (mode & RELU).
 *
 * Strides are in bytes. c is at c + i·cStride + 4j.
 * a[i, p] is at a + i·aStride + 4p, or where `kMajor` at a + p·aStride + 4i.
 * b is a sequence of panels of 8 columns (4 where not `wide`): b[p, 8q + j] is at b + q·panelStride + p·bStride + 4j.
 * All columns of the last panel are read; only `columns` of C and bias are touched.
 */
@inline
function strip(
  rows: i32, wide: bool, kMajor: bool,
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
        c00 = v128.load(c);
        if (wide) c01 = v128.load(c, 16);
        if (rows > 1) { c10 = v128.load(r1); if (wide) c11 = v128.load(r1, 16); }
        if (rows > 2) { c20 = v128.load(r2); if (wide) c21 = v128.load(r2, 16); }
        if (rows > 3) { c30 = v128.load(r3); if (wide) c31 = v128.load(r3, 16); }
      } else {
        c00 = loadLanes(c, columns);
        if (wide) c01 = loadLanes(c + 16, columns - 4);
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
      b0 = v128.load(row);
      if (wide) b1 = v128.load(row, 16);
      x = v128.load32_splat(a0);
      c00 = f32x4.add(c00, f32x4.mul(x, b0)); if (wide) c01 = f32x4.add(c01, f32x4.mul(x, b1));
      if (rows > 1) {
        x = kMajor ? v128.load32_splat(a0, 4) : v128.load32_splat(a1);
        c10 = f32x4.add(c10, f32x4.mul(x, b0)); if (wide) c11 = f32x4.add(c11, f32x4.mul(x, b1));
      }
      if (rows > 2) {
        x = kMajor ? v128.load32_splat(a0, 8) : v128.load32_splat(a2);
        c20 = f32x4.add(c20, f32x4.mul(x, b0)); if (wide) c21 = f32x4.add(c21, f32x4.mul(x, b1));
      }
      if (rows > 3) {
        x = kMajor ? v128.load32_splat(a0, 12) : v128.load32_splat(a3);
        c30 = f32x4.add(c30, f32x4.mul(x, b0)); if (wide) c31 = f32x4.add(c31, f32x4.mul(x, b1));
      }
      row += bStride;
      if (kMajor) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row);
      if (wide) b1 = v128.load(row, 16);
      x = kMajor ? v128.load32_splat(a0) : v128.load32_splat(a0, 4);
      c00 = f32x4.add(c00, f32x4.mul(x, b0)); if (wide) c01 = f32x4.add(c01, f32x4.mul(x, b1));
      if (rows > 1) {
        x = kMajor ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 4);
        c10 = f32x4.add(c10, f32x4.mul(x, b0)); if (wide) c11 = f32x4.add(c11, f32x4.mul(x, b1));
      }
      if (rows > 2) {
        x = kMajor ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 4);
        c20 = f32x4.add(c20, f32x4.mul(x, b0)); if (wide) c21 = f32x4.add(c21, f32x4.mul(x, b1));
      }
      if (rows > 3) {
        x = kMajor ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 4);
        c30 = f32x4.add(c30, f32x4.mul(x, b0)); if (wide) c31 = f32x4.add(c31, f32x4.mul(x, b1));
      }
      row += bStride;
      if (kMajor) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row);
      if (wide) b1 = v128.load(row, 16);
      x = kMajor ? v128.load32_splat(a0) : v128.load32_splat(a0, 8);
      c00 = f32x4.add(c00, f32x4.mul(x, b0)); if (wide) c01 = f32x4.add(c01, f32x4.mul(x, b1));
      if (rows > 1) {
        x = kMajor ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 8);
        c10 = f32x4.add(c10, f32x4.mul(x, b0)); if (wide) c11 = f32x4.add(c11, f32x4.mul(x, b1));
      }
      if (rows > 2) {
        x = kMajor ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 8);
        c20 = f32x4.add(c20, f32x4.mul(x, b0)); if (wide) c21 = f32x4.add(c21, f32x4.mul(x, b1));
      }
      if (rows > 3) {
        x = kMajor ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 8);
        c30 = f32x4.add(c30, f32x4.mul(x, b0)); if (wide) c31 = f32x4.add(c31, f32x4.mul(x, b1));
      }
      row += bStride;
      if (kMajor) a0 += aStride;
      if (row == end) break;

      b0 = v128.load(row);
      if (wide) b1 = v128.load(row, 16);
      x = kMajor ? v128.load32_splat(a0) : v128.load32_splat(a0, 12);
      c00 = f32x4.add(c00, f32x4.mul(x, b0)); if (wide) c01 = f32x4.add(c01, f32x4.mul(x, b1));
      if (rows > 1) {
        x = kMajor ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 12);
        c10 = f32x4.add(c10, f32x4.mul(x, b0)); if (wide) c11 = f32x4.add(c11, f32x4.mul(x, b1));
      }
      if (rows > 2) {
        x = kMajor ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 12);
        c20 = f32x4.add(c20, f32x4.mul(x, b0)); if (wide) c21 = f32x4.add(c21, f32x4.mul(x, b1));
      }
      if (rows > 3) {
        x = kMajor ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 12);
        c30 = f32x4.add(c30, f32x4.mul(x, b0)); if (wide) c31 = f32x4.add(c31, f32x4.mul(x, b1));
      }
      row += bStride;
      if (kMajor) a0 += aStride;
      else { a0 += 16; a1 += 16; a2 += 16; a3 += 16; }
    }

    if (bias) {
      const z0 = whole ? v128.load(bias) : loadLanes(bias, columns);
      c00 = f32x4.add(c00, z0);
      if (rows > 1) c10 = f32x4.add(c10, z0);
      if (rows > 2) c20 = f32x4.add(c20, z0);
      if (rows > 3) c30 = f32x4.add(c30, z0);
      if (wide) {
        const z1 = whole ? v128.load(bias, 16) : loadLanes(bias + 16, columns - 4);
        c01 = f32x4.add(c01, z1);
        if (rows > 1) c11 = f32x4.add(c11, z1);
        if (rows > 2) c21 = f32x4.add(c21, z1);
        if (rows > 3) c31 = f32x4.add(c31, z1);
      }
      bias += wide ? 32 : 16;
    }
    if (mode & RELU) { // pmax in this order keeps NaN
      c00 = f32x4.pmax(c00, zero); if (wide) c01 = f32x4.pmax(c01, zero);
      if (rows > 1) { c10 = f32x4.pmax(c10, zero); if (wide) c11 = f32x4.pmax(c11, zero); }
      if (rows > 2) { c20 = f32x4.pmax(c20, zero); if (wide) c21 = f32x4.pmax(c21, zero); }
      if (rows > 3) { c30 = f32x4.pmax(c30, zero); if (wide) c31 = f32x4.pmax(c31, zero); }
    }
    if (whole) {
      v128.store(c, c00);
      if (wide) v128.store(c, c01, 16);
      if (rows > 1) { v128.store(r1, c10); if (wide) v128.store(r1, c11, 16); }
      if (rows > 2) { v128.store(r2, c20); if (wide) v128.store(r2, c21, 16); }
      if (rows > 3) { v128.store(r3, c30); if (wide) v128.store(r3, c31, 16); }
    } else {
      storeLanes(c, c00, columns);
      if (wide) storeLanes(c + 16, c01, columns - 4);
      if (rows > 1) { storeLanes(r1, c10, columns); if (wide) storeLanes(r1 + 16, c11, columns - 4); }
      if (rows > 2) { storeLanes(r2, c20, columns); if (wide) storeLanes(r2 + 16, c21, columns - 4); }
      if (rows > 3) { storeLanes(r3, c30, columns); if (wide) storeLanes(r3 + 16, c31, columns - 4); }
    }
  }
}

// The strips by height, width and layout of A.

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

function rows2x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(2, false, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function rows1x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(1, false, false, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
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

function columns2x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(2, false, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

function columns1x4(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  strip(1, false, true, c, cStride, a, aStride, b, bStride, panelStride, columns, k, bias, mode);
}

/**
 * `strip` with `a` by rows, that is a[i, p] at a + i·aStride + 4p; `rows` is 1 to 4. `b` holds panels of 8 columns. What is left of the
 * columns after the last whole panel is computed 4 wide if that is enough.
 */
export function stripRows(
  rows: i32,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const rest = columns & 7;
  const narrow = rest > 0 && rest <= 4;
  const wide = narrow ? columns - rest : columns;
  if (wide > 0) {
    if (rows == 4) rows4x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else if (rows == 3) rows3x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else if (rows == 2) rows2x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else rows1x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
  }
  if (narrow) {
    c += wide << 2;
    b += <usize>(wide >> 3) * panelStride;
    if (bias) bias += wide << 2;
    if (rows == 4) rows4x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else if (rows == 3) rows3x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else if (rows == 2) rows2x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else rows1x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
  }
}

/**
 * `strip` with `a` by columns, that is a[i, p] at a + p·aStride + 4i; `rows` is 1 to 4. `b` holds panels of 8 columns. What is left of the
 * columns after the last whole panel is computed 4 wide if that is enough.
 */
export function stripColumns(
  rows: i32,
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, panelStride: usize,
  columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const rest = columns & 7;
  const narrow = rest > 0 && rest <= 4;
  const wide = narrow ? columns - rest : columns;
  if (wide > 0) {
    if (rows == 4) columns4x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else if (rows == 3) columns3x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else if (rows == 2) columns2x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
    else columns1x8(c, cStride, a, aStride, b, bStride, panelStride, wide, k, bias, mode);
  }
  if (narrow) {
    c += wide << 2;
    b += <usize>(wide >> 3) * panelStride;
    if (bias) bias += wide << 2;
    if (rows == 4) columns4x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else if (rows == 3) columns3x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else if (rows == 2) columns2x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
    else columns1x4(c, cStride, a, aStride, b, bStride, panelStride, rest, k, bias, mode);
  }
}
