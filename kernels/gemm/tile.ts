/**
 * The innermost part of the matrix product: a tile of C held in registers over all steps of k.
 *
 * For each step of k a 4 x 8 tile takes 8 values of one row of B and multiplies them by one broadcast value of A for
 * each of its rows. That is 8 accumulators, two vectors of B, four broadcasts and a product on their way: the 15 vector
 * registers that V8 leaves on x64. 5 x 8 and 6 x 8 tiles need fewer loads for their arithmetic, but spill as soon as
 * the loop over k is unrolled, because:
 *
 * The loop is unrolled by 16 with a way out after each step, and not for the sake of any k alone. V8 arranges the
 * arithmetic within a basic block as it likes: given many steps in one block it adds all their products to the first
 * accumulator, then all to the second, and spills the operands. With a way out, where all accumulators must be up to
 * date, each step stays together (docs/decisions has the figures).
 */
import { loadPart, plusProduct as plus, storePart } from '../simd';

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
@inline
export function storeLanes(address: usize, value: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(address, value);
  else if (lanes > 0) storePart(address, value, lanes);
}

/**
 * c[i, j] = finish((mode & ADDS ? c[i, j] : 0) + Σ a[i, p]·b[p, j])       for i < strips·rows, j < columns,
 * p = 0 … k − 1 in order, where finish adds bias[j] (if bias ≠ 0) and then takes max(·, 0) (if mode & RELU).
 *
 * Strides are in bytes. c[i, j] is at c + i·cStride + 4j.
 * a[i, p] is at a + i·aStride + 4p, or where A lies `byColumns` at a + p·aStride + 4i.
 * B is a sequence of panels of 8 columns: b[p, 8q + j] is at b + q·panelStride + p·bStride + 4j.
 *
 * Tiles are `rows` high and 8 wide, or not `wide` and 4. All of them are `whole`, or there is one panel, of which all
 * columns are read (4 if not `wide`), but of C and bias only those that exist.
 */
@inline
export function tiles(
  rows: i32, wide: bool, whole: bool, byColumns: bool,
  strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const zero = f32x4.splat(0);
  for (; strips > 0; strips--) {
    let panel = b;
    let z = bias;
    let c0 = c;
    for (let left = columns; left > 0; left -= 8) {
      let c00 = zero, c10 = zero, c20 = zero, c30 = zero;
      let c01 = zero, c11 = zero, c21 = zero, c31 = zero;
      if (mode & ADDS) {
        const c1 = c0 + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
        if (whole) {
          c00 = v128.load(c0); if (wide) c01 = v128.load(c0, 16);
          if (rows > 1) { c10 = v128.load(c1); if (wide) c11 = v128.load(c1, 16); }
          if (rows > 2) { c20 = v128.load(c2); if (wide) c21 = v128.load(c2, 16); }
          if (rows > 3) { c30 = v128.load(c3); if (wide) c31 = v128.load(c3, 16); }
        } else {
          c00 = loadLanes(c0, left); if (wide) c01 = loadLanes(c0 + 16, left - 4);
          if (rows > 1) { c10 = loadLanes(c1, left); if (wide) c11 = loadLanes(c1 + 16, left - 4); }
          if (rows > 2) { c20 = loadLanes(c2, left); if (wide) c21 = loadLanes(c2 + 16, left - 4); }
          if (rows > 3) { c30 = loadLanes(c3, left); if (wide) c31 = loadLanes(c3 + 16, left - 4); }
        }
      }

      let a0 = a, a1 = a + aStride, a2 = a1 + aStride, a3 = a2 + aStride;
      let row = panel;
      const end = panel + <usize>k * bStride;
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
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 32);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 32);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 32);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 32);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 36);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 36);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 36);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 36);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 40);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 40);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 40);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 40);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 44);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 44);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 44);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 44);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 48);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 48);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 48);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 48);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 52);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 52);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 52);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 52);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 56);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 56);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 56);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 56);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (row == end) break;

        b0 = v128.load(row); if (wide) b1 = v128.load(row, 16);
        x = byColumns ? v128.load32_splat(a0) : v128.load32_splat(a0, 60);
        c00 = plus(c00, x, b0); if (wide) c01 = plus(c01, x, b1);
        if (rows > 1) x = byColumns ? v128.load32_splat(a0, 4) : v128.load32_splat(a1, 60);
        if (rows > 1) { c10 = plus(c10, x, b0); if (wide) c11 = plus(c11, x, b1); }
        if (rows > 2) x = byColumns ? v128.load32_splat(a0, 8) : v128.load32_splat(a2, 60);
        if (rows > 2) { c20 = plus(c20, x, b0); if (wide) c21 = plus(c21, x, b1); }
        if (rows > 3) x = byColumns ? v128.load32_splat(a0, 12) : v128.load32_splat(a3, 60);
        if (rows > 3) { c30 = plus(c30, x, b0); if (wide) c31 = plus(c31, x, b1); }
        row += bStride; if (byColumns) a0 += aStride;
        if (!byColumns) { a0 += 64; a1 += 64; a2 += 64; a3 += 64; }
      }

      if (z) {
        const z0 = whole ? v128.load(z) : loadLanes(z, left);
        const z1 = wide ? (whole ? v128.load(z, 16) : loadLanes(z + 16, left - 4)) : zero;
        c00 = f32x4.add(c00, z0); if (wide) c01 = f32x4.add(c01, z1);
        if (rows > 1) { c10 = f32x4.add(c10, z0); if (wide) c11 = f32x4.add(c11, z1); }
        if (rows > 2) { c20 = f32x4.add(c20, z0); if (wide) c21 = f32x4.add(c21, z1); }
        if (rows > 3) { c30 = f32x4.add(c30, z0); if (wide) c31 = f32x4.add(c31, z1); }
        z += 32;
      }
      if (mode & RELU) { // pmax(a, b) = a < b ? b : a keeps NaN and −0
        c00 = f32x4.pmax(c00, zero); if (wide) c01 = f32x4.pmax(c01, zero);
        if (rows > 1) { c10 = f32x4.pmax(c10, zero); if (wide) c11 = f32x4.pmax(c11, zero); }
        if (rows > 2) { c20 = f32x4.pmax(c20, zero); if (wide) c21 = f32x4.pmax(c21, zero); }
        if (rows > 3) { c30 = f32x4.pmax(c30, zero); if (wide) c31 = f32x4.pmax(c31, zero); }
      }
      const c1 = c0 + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
      if (whole) {
        v128.store(c0, c00); if (wide) v128.store(c0, c01, 16);
        if (rows > 1) { v128.store(c1, c10); if (wide) v128.store(c1, c11, 16); }
        if (rows > 2) { v128.store(c2, c20); if (wide) v128.store(c2, c21, 16); }
        if (rows > 3) { v128.store(c3, c30); if (wide) v128.store(c3, c31, 16); }
      } else {
        storeLanes(c0, c00, left); if (wide) storeLanes(c0 + 16, c01, left - 4);
        if (rows > 1) { storeLanes(c1, c10, left); if (wide) storeLanes(c1 + 16, c11, left - 4); }
        if (rows > 2) { storeLanes(c2, c20, left); if (wide) storeLanes(c2 + 16, c21, left - 4); }
        if (rows > 3) { storeLanes(c3, c30, left); if (wide) storeLanes(c3 + 16, c31, left - 4); }
      }
      c0 += 32;
      panel += panelStride;
    }
    c += <usize>rows * cStride;
    a += byColumns ? <usize>rows << 2 : <usize>rows * aStride;
  }
}

/**
 * One strip of 1 or 2 rows, 16 columns (two panels) at a time, so that there are accumulators enough to keep the adders
 * busy. `columns` is a multiple of 16.
 */
@inline
export function pairs(
  rows: i32, byColumns: bool,
  c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const zero = f32x4.splat(0);
  for (; columns > 0; columns -= 16, c += 64, b += panelStride << 1) {
    const r = c + cStride;
    let c00 = zero, c01 = zero, c02 = zero, c03 = zero;
    let c10 = zero, c11 = zero, c12 = zero, c13 = zero;
    if (mode & ADDS) {
      c00 = v128.load(c); c01 = v128.load(c, 16); c02 = v128.load(c, 32); c03 = v128.load(c, 48);
      if (rows > 1) { c10 = v128.load(r); c11 = v128.load(r, 16); c12 = v128.load(r, 32); c13 = v128.load(r, 48); }
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
      b0 = v128.load(bias); b1 = v128.load(bias, 16); b2 = v128.load(bias, 32); b3 = v128.load(bias, 48);
      c00 = f32x4.add(c00, b0); c01 = f32x4.add(c01, b1); c02 = f32x4.add(c02, b2); c03 = f32x4.add(c03, b3);
      c10 = f32x4.add(c10, b0); c11 = f32x4.add(c11, b1); c12 = f32x4.add(c12, b2); c13 = f32x4.add(c13, b3);
      bias += 64;
    }
    if (mode & RELU) {
      c00 = f32x4.pmax(c00, zero); c01 = f32x4.pmax(c01, zero);
      c02 = f32x4.pmax(c02, zero); c03 = f32x4.pmax(c03, zero);
      c10 = f32x4.pmax(c10, zero); c11 = f32x4.pmax(c11, zero);
      c12 = f32x4.pmax(c12, zero); c13 = f32x4.pmax(c13, zero);
    }
    v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
    if (rows > 1) { v128.store(r, c10); v128.store(r, c11, 16); v128.store(r, c12, 32); v128.store(r, c13, 48); }
  }
}
