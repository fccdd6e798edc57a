/**
 * Copies of blocks of the factors in the order in which the strips read them.
 *
 * B is packed in panels of 8 columns: panel q holds b[p, 8q … 8q + 7] for p = 0 … k − 1 one after the other (32 bytes a
 * step). The last panel is filled up with zeros, so that strips read whole vectors. A, where packed, is in panels of 4
 * rows, 16 bytes a step. Strides are in bytes.
 */
import { loadPart } from '../simd';
import { loadLanes } from './strip';

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
  const four = stride << 2;
  for (; columns >= 8; columns -= 8, b += four << 1, out += <usize>k << 5) {
    packFour(out, b, stride, k);
    packFour(out + 16, b + four, stride, k);
  }
  if (columns <= 0) return;
  for (let j = 0; j < 8; j++, b += stride) {
    for (let p = 0; p < k; p++) {
      store<f32>(out + (<usize>p << 5) + (<usize>j << 2), j < columns ? load<f32>(b + (<usize>p << 2)) : 0);
    }
  }
}

/** Rows p … p + 3 of half a panel from 4 vectors along k. */
@inline
function transpose(out: usize, x0: v128, x1: v128, x2: v128, x3: v128): void {
  const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
  v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
  v128.store(out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
}

/** Half of each row of a panel: 4 columns of the product, which are 4 rows of the stored matrix. */
function packFour(out: usize, b: usize, stride: usize, k: i32): void {
  let b1 = b + stride;
  let b2 = b1 + stride;
  let b3 = b2 + stride;
  for (; k >= 8; k -= 8) {
    transpose(out, v128.load(b), v128.load(b1), v128.load(b2), v128.load(b3));
    transpose(out + 128, v128.load(b, 16), v128.load(b1, 16), v128.load(b2, 16), v128.load(b3, 16));
    b += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
    out += 256;
  }
  if (k >= 4) {
    transpose(out, v128.load(b), v128.load(b1), v128.load(b2), v128.load(b3));
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
    out += 128;
  }
  for (let p = k & 3; p > 0; p--) {
    store<f32>(out, load<f32>(b));
    store<f32>(out, load<f32>(b1), 4);
    store<f32>(out, load<f32>(b2), 8);
    store<f32>(out, load<f32>(b3), 12);
    b += 4;
    b1 += 4;
    b2 += 4;
    b3 += 4;
    out += 32;
  }
}

/**
 * a[i, p] at a + p·stride + 4i for i < rows ≤ 4, p < k: 16 bytes a step, so that a strip finds its part of A in one
 * piece. Lanes from `rows` on are left as they are.
 */
export function packStrip(out: usize, a: usize, stride: usize, rows: i32, k: i32): void {
  const end = out + (<usize>k << 4);
  if (rows == 4) {
    for (; out != end; out += 16, a += stride) v128.store(out, v128.load(a));
  } else {
    for (; out != end; out += 16, a += stride) v128.store(out, loadLanes(a, rows));
  }
}
