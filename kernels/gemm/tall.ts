/**
 * Tiles of 6 x 8 for the relaxed build, whose products and sums are one operation.
 *
 * Fused, a sum waits four cycles for the one before it, and two can begin in each cycle: eight accumulators, as in the tiles of
 * tile.ts, are just enough in theory and a little short in fact; twelve keep both units busy. They leave room for two vectors of B
 * and one broadcast value of A in the 15 registers of V8, provided that V8 keeps the order of the loop. Before Node 24 it does
 * only where the loop is a single step that V8 has not unrolled, and it unrolls what is small or deep in other loops. So the
 * loop is alone in a function, and advances one pointer for each row of A, however A lies.
 */
import { plusProduct as plus } from '../simd';
import { ADDS, RELU } from './tile';

/** Rows of a tall strip. The strict build has none. */
export const tallRows: i32 = 6;

/** Columns from which tall strips are worth it: what is left of a panel is computed in strips of 3 rows. */
export const wideEnough: i32 = 16;

/** How many tall strips to begin with, so that what is left of m rows makes good strips of 3 and 4: 0, 3, 4, 7, 8 or 11 rows. */
@inline
export function tallStrips(m: i32): i32 {
  const strips = m / tallRows;
  const left = m - strips * tallRows;
  return strips == 0 || left == 0 || left == 3 || left == 4 ? strips : strips - 1;
}

/** As `tiles` of tile.ts: `strips` strips of 6 rows, all panels whole. */
@inline
export function tallTiles(
  byColumns: bool, strips: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, bStride: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  const rowStep: usize = byColumns ? 4 : aStride;
  const step: usize = byColumns ? aStride : 4;
  for (; strips > 0; strips--) {
    let panel = b;
    let z = bias;
    let at = c;
    for (let left = columns; left > 0; left -= 8) {
      if (mode & ADDS) addedTile(at, cStride, a, rowStep, step, panel, bStride, k);
      else newTile(at, cStride, a, rowStep, step, panel, bStride, k);
      if (z | (mode & RELU)) finish(at, cStride, z, mode & RELU);
      at += 32;
      panel += panelStride;
      if (z) z += 32;
    }
    c += <usize>tallRows * cStride;
    a += <usize>tallRows * rowStep;
  }
}

function newTile(
  c: usize, cStride: usize, a: usize, rowStep: usize, step: usize, b: usize, bStride: usize, k: i32,
): void {
  tile(false, c, cStride, a, rowStep, step, b, bStride, k);
}

function addedTile(
  c: usize, cStride: usize, a: usize, rowStep: usize, step: usize, b: usize, bStride: usize, k: i32,
): void {
  tile(true, c, cStride, a, rowStep, step, b, bStride, k);
}

/** a[i, p] is at a + i·rowStep + p·step, b[p, j] at b + p·bStride + 4j. */
@inline
function tile(
  adds: bool, c: usize, cStride: usize, a: usize, rowStep: usize, step: usize, b: usize, bStride: usize, k: i32,
): void {
  const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride, c4 = c3 + cStride, c5 = c4 + cStride;
  const zero = f32x4.splat(0);
  let c00 = adds ? v128.load(c) : zero, c01 = adds ? v128.load(c, 16) : zero;
  let c10 = adds ? v128.load(c1) : zero, c11 = adds ? v128.load(c1, 16) : zero;
  let c20 = adds ? v128.load(c2) : zero, c21 = adds ? v128.load(c2, 16) : zero;
  let c30 = adds ? v128.load(c3) : zero, c31 = adds ? v128.load(c3, 16) : zero;
  let c40 = adds ? v128.load(c4) : zero, c41 = adds ? v128.load(c4, 16) : zero;
  let c50 = adds ? v128.load(c5) : zero, c51 = adds ? v128.load(c5, 16) : zero;
  let a1 = a + rowStep, a2 = a1 + rowStep, a3 = a2 + rowStep, a4 = a3 + rowStep, a5 = a4 + rowStep;
  for (const end = b + <usize>k * bStride; b != end; b += bStride) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = plus(c00, x, b0); c01 = plus(c01, x, b1);
    x = v128.load32_splat(a1);
    c10 = plus(c10, x, b0); c11 = plus(c11, x, b1);
    x = v128.load32_splat(a2);
    c20 = plus(c20, x, b0); c21 = plus(c21, x, b1);
    x = v128.load32_splat(a3);
    c30 = plus(c30, x, b0); c31 = plus(c31, x, b1);
    x = v128.load32_splat(a4);
    c40 = plus(c40, x, b0); c41 = plus(c41, x, b1);
    x = v128.load32_splat(a5);
    c50 = plus(c50, x, b0); c51 = plus(c51, x, b1);
    a += step; a1 += step; a2 += step; a3 += step; a4 += step; a5 += step;
  }
  v128.store(c, c00); v128.store(c, c01, 16);
  v128.store(c1, c10); v128.store(c1, c11, 16);
  v128.store(c2, c20); v128.store(c2, c21, 16);
  v128.store(c3, c30); v128.store(c3, c31, 16);
  v128.store(c4, c40); v128.store(c4, c41, 16);
  v128.store(c5, c50); v128.store(c5, c51, 16);
}

/** + z, the bias of the 8 columns (0 for none), and max(·, 0), which pmax leaves NaN and −0 alone. */
function finish(c: usize, cStride: usize, z: usize, relu: i32): void {
  const none = f32x4.splat(-0.0);
  const z0 = z ? v128.load(z) : none;
  const z1 = z ? v128.load(z, 16) : none;
  const zero = f32x4.splat(0);
  for (let i = 0; i < tallRows; i++, c += cStride) {
    let low = f32x4.add(v128.load(c), z0);
    let high = f32x4.add(v128.load(c, 16), z1);
    if (relu) {
      low = f32x4.pmax(low, zero);
      high = f32x4.pmax(high, zero);
    }
    v128.store(c, low);
    v128.store(c, high, 16);
  }
}
