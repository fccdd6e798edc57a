/**
 * Copies of blocks of the factors in the order in which the strips read them.
 *
 * B is packed in panels of 8 columns: panel q holds b[p, 8q … 8q + 7] for p = 0 … k − 1 one after the other (32 bytes a
 * step). The last panel is filled up with zeros, so that strips read whole vectors. A, where packed, is in panels of 4
 * rows, 16 bytes a step. Strides are in bytes.
 */
import { loadPart } from '../simd';
import { tallRows } from './tall';
import { loadLanes } from './tile';

/** b[p, j] at b + p·stride + 4j, for p < k, j < columns. */
export function packRows(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  const panel = <usize>k << 5;
  // Two panels at a time: 64 bytes of a row, which is a cache line if it is aligned.
  for (; columns >= 16; columns -= 16, b += 64, out += panel << 1) {
    const end = out + panel;
    for (let to = out, row = b; to != end; to += 32, row += stride) {
      v128.store(to, v128.load(row));
      v128.store(to, v128.load(row, 16), 16);
      v128.store(to + panel, v128.load(row, 32));
      v128.store(to + panel, v128.load(row, 48), 16);
    }
  }
  for (; columns > 0; columns -= 8, b += 32, out += panel) {
    packHalf(out, b, stride, columns, k);
    packHalf(out + 16, b + 16, stride, columns - 4, k);
  }
}

/** Half of each row of a panel, of which `columns` exist: ≤ 0 none, ≥ 4 all. */
function packHalf(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  const end = out + (<usize>k << 5);
  if (columns >= 4) for (; out != end; out += 32, b += stride) v128.store(out, v128.load(b));
  else if (columns == 3) for (; out != end; out += 32, b += stride) v128.store(out, loadPart(b, 3));
  else if (columns == 2) for (; out != end; out += 32, b += stride) v128.store(out, v128.load64_zero(b));
  else if (columns == 1) for (; out != end; out += 32, b += stride) v128.store(out, v128.load32_zero(b));
  else for (; out != end; out += 32) v128.store(out, f32x4.splat(0));
}

/** b[p, j] at b + j·stride + 4p, for p < k, j < columns: B is stored transposed. */
export function packColumns(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  const panel = <usize>k << 5;
  for (; columns >= 8; columns -= 8, b += stride << 3, out += panel) packEight(out, b, stride, k);
  if (columns <= 0) return;
  for (let j = 0; j < 8; j++, b += stride) {
    for (let p = 0; p < k; p++) {
      store<f32>(out + (<usize>p << 5) + (<usize>j << 2), j < columns ? load<f32>(b + (<usize>p << 2)) : 0);
    }
  }
}

/** A whole panel: 8 rows of the stored matrix, transposed 4 x 4. */
function packEight(out: usize, b: usize, stride: usize, k: i32): void {
  const s2 = stride + stride;
  const s3 = s2 + stride;
  const s4 = stride << 2;
  for (let p = k >> 2; p > 0; p--) {
    const d = b + s4;
    transpose(out, v128.load(b), v128.load(b + stride), v128.load(b + s2), v128.load(b + s3), 4);
    transpose(out + 16, v128.load(d), v128.load(d + stride), v128.load(d + s2), v128.load(d + s3), 4);
    b += 16;
    out += 128;
  }
  const steps = k & 3;
  if (steps > 0) {
    packEnd(out, b, stride, steps);
    packEnd(out + 16, b + s4, stride, steps);
  }
}

/** The last 1 to 3 steps of 4 columns. */
function packEnd(out: usize, b: usize, stride: usize, steps: i32): void {
  const x0 = loadPart(b, steps);
  const x1 = loadPart(b + stride, steps);
  const x2 = loadPart(b + 2 * stride, steps);
  const x3 = loadPart(b + 3 * stride, steps);
  transpose(out, x0, x1, x2, x3, steps);
}

/** Half of the next `steps` rows of a panel from four columns of B: row p is lane p of x0 … x3. */
@inline
function transpose(out: usize, x0: v128, x1: v128, x2: v128, x3: v128, steps: i32): void {
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  if (steps > 1) v128.store(out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  if (steps > 2) v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  if (steps > 3) v128.store(out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

/** Bytes of a step in a packed strip of A. */
@inline
export function packedStep(rows: i32): usize {
  return ASC_FEATURE_RELAXED_SIMD && rows == tallRows ? <usize>tallRows << 2 : 16;
}

/**
 * a[i, p] at a + p·stride + 4i for i < rows, p < k: `packedStep` bytes a step, so that a strip finds its part of A in one
 * piece. Lanes from `rows` on are left as they are.
 */
export function packStrip(out: usize, a: usize, stride: usize, rows: i32, k: i32): void {
  if (ASC_FEATURE_RELAXED_SIMD && rows == tallRows) {
    for (const end = out + <usize>k * 24; out != end; out += 24, a += stride) {
      v128.store(out, v128.load(a));
      v128.store64_lane(out, v128.load64_zero(a, 16), 0, 16);
    }
    return;
  }
  const end = out + (<usize>k << 4);
  if (rows == 4) {
    for (; out != end; out += 16, a += stride) v128.store(out, v128.load(a));
  } else {
    for (; out != end; out += 16, a += stride) v128.store(out, loadLanes(a, rows));
  }
}
