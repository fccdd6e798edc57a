/**
 * Copies of blocks of the factors in the order in which the strips read them.
 *
 * B is packed in panels of 8 columns: panel q holds b[p, 8q … 8q + 7] for p = 0 … k − 1 one after the other (32 bytes a
 * step). The last panel is filled up with zeros, so that strips read whole vectors. A, where packed, is in panels of 4
 * rows, 16 bytes a step. Strides are in bytes.
 */
import { loadLanes } from './strip';

/** b[p, j] at b + p·stride + 4j, for p < k, j < columns. */
export function packRows(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  for (; columns > 0; columns -= 8, b += 32) {
    if (columns >= 8) {
      for (let p = 0, row = b; p < k; p++, row += stride, out += 32) {
        v128.store(out, v128.load(row));
        v128.store(out, v128.load(row, 16), 16);
      }
    } else {
      for (let p = 0, row = b; p < k; p++, row += stride, out += 32) {
        v128.store(out, loadLanes(row, columns));
        v128.store(out, loadLanes(row + 16, columns - 4), 16);
      }
    }
  }
}

/** b[p, j] at b + j·stride + 4p, for p < k, j < columns: B is stored transposed. */
export function packColumns(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  for (; columns > 0; columns -= 8, b += stride << 3, out += k << 5) {
    packFour(out, b, stride, columns, k);
    packFour(out + 16, b + (stride << 2), stride, columns - 4, k);
  }
}

/** Half a panel: 4 columns of the product, that is 4 rows of the stored matrix, of which `columns` exist. */
function packFour(out: usize, b: usize, stride: usize, columns: i32, k: i32): void {
  const whole = k & ~3;
  const zero = f32x4.splat(0);
  const b1 = b + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  for (let p: usize = 0, end = <usize>whole << 2; p < end; p += 16, out += 128) {
    const x0 = columns > 0 ? v128.load(b + p) : zero;
    const x1 = columns > 1 ? v128.load(b1 + p) : zero;
    const x2 = columns > 2 ? v128.load(b2 + p) : zero;
    const x3 = columns > 3 ? v128.load(b3 + p) : zero;
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
    v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
    v128.store(out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
  }
  for (let p = whole; p < k; p++, out += 32) {
    const at = <usize>p << 2;
    store<f32>(out, columns > 0 ? load<f32>(b + at) : 0);
    store<f32>(out, columns > 1 ? load<f32>(b1 + at) : 0, 4);
    store<f32>(out, columns > 2 ? load<f32>(b2 + at) : 0, 8);
    store<f32>(out, columns > 3 ? load<f32>(b3 + at) : 0, 12);
  }
}
