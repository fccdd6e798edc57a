/**
 * The forward convolution of few taps, read from the image where they lie: packing them would take as long as multiplying.
 *
 * Four neighbouring windows of a row are the rows of a 4 x 8 tile. Where the windows of a row are not a multiple of four the last
 * tile begins earlier, and computes the same values once more.
 */
import { loadLanes, RELU, storeLanes } from '../gemm/tile';
import { plusProduct as plus } from '../simd';
import { Windows } from '../windows';

/**
 * y = max(·, 0 if mode & RELU)(Σ x·w + bias) for windows inside the image, at least 4 in a row. `packed` is the weight in panels of
 * 8 filters (gemm/pack.ts).
 */
export function convolveDirect(
  y: usize, x: usize, packed: usize, w: Windows, batch: i32, filters: i32, bias: usize, mode: i32,
): void {
  const pixel = <usize>w.channels << 2;
  const rowBytes = <usize>w.width * pixel;
  const step = <usize>w.strideX * pixel;
  const run = <usize>w.windowWidth * pixel;
  const yStride = <usize>filters << 2;
  const panelStride = <usize>w.windowHeight * run << 3;
  const whole = filters & ~7;
  for (let sample = 0; sample < batch; sample++) {
    let from = x + <usize>(sample * w.height) * rowBytes;
    for (let row = 0; row < w.rows; row++, from += <usize>w.strideY * rowBytes) {
      for (let column = 0; column < w.columns; column += 4) {
        const first = min(column, w.columns - 4);
        const a = from + <usize>first * step;
        const c = y + <usize>first * yStride;
        if (whole > 0) wholePanels(c, yStride, a, step, rowBytes, run, w.windowHeight, packed, panelStride, whole, bias, mode);
        if (whole < filters) {
          const skip = <usize>whole << 2;
          const b = packed + <usize>(whole >> 3) * panelStride;
          const z = bias ? bias + skip : 0;
          lastPanel(c + skip, yStride, a, step, rowBytes, run, w.windowHeight, b, filters - whole, z, mode);
        }
      }
      y += <usize>w.columns * yStride;
    }
  }
}

function wholePanels(
  c: usize, cStride: usize, a: usize, step: usize, rowBytes: usize, run: usize, height: i32,
  b: usize, panelStride: usize, filters: i32, bias: usize, mode: i32,
): void {
  for (let left = filters; left > 0; left -= 8) {
    tile(true, c, cStride, a, step, rowBytes, run, height, b, 8, bias, mode);
    c += 32;
    b += panelStride;
    if (bias) bias += 32;
  }
}

function lastPanel(
  c: usize, cStride: usize, a: usize, step: usize, rowBytes: usize, run: usize, height: i32,
  b: usize, filters: i32, bias: usize, mode: i32,
): void {
  tile(false, c, cStride, a, step, rowBytes, run, height, b, filters, bias, mode);
}

/** Four windows by 8 filters, of which `filters` exist if not `whole`. */
@inline
function tile(
  whole: bool, c: usize, cStride: usize, a: usize, step: usize, rowBytes: usize, run: usize, height: i32,
  b: usize, filters: i32, bias: usize, mode: i32,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c10 = zero, c20 = zero, c30 = zero;
  let c01 = zero, c11 = zero, c21 = zero, c31 = zero;
  for (; height > 0; height--, a += rowBytes) {
    let a0 = a, a1 = a + step, a2 = a1 + step, a3 = a2 + step;
    const end = a + run;
    while (a0 != end) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let x = v128.load32_splat(a0);
      c00 = plus(c00, x, b0); c01 = plus(c01, x, b1);
      x = v128.load32_splat(a1);
      c10 = plus(c10, x, b0); c11 = plus(c11, x, b1);
      x = v128.load32_splat(a2);
      c20 = plus(c20, x, b0); c21 = plus(c21, x, b1);
      x = v128.load32_splat(a3);
      c30 = plus(c30, x, b0); c31 = plus(c31, x, b1);
      a0 += 4; a1 += 4; a2 += 4; a3 += 4;
      b += 32;
    }
  }
  if (bias) {
    const z0 = whole ? v128.load(bias) : loadLanes(bias, filters);
    const z1 = whole ? v128.load(bias, 16) : loadLanes(bias + 16, filters - 4);
    c00 = f32x4.add(c00, z0); c01 = f32x4.add(c01, z1);
    c10 = f32x4.add(c10, z0); c11 = f32x4.add(c11, z1);
    c20 = f32x4.add(c20, z0); c21 = f32x4.add(c21, z1);
    c30 = f32x4.add(c30, z0); c31 = f32x4.add(c31, z1);
  }
  if (mode & RELU) { // pmax(a, b) = a < b ? b : a keeps NaN and −0
    c00 = f32x4.pmax(c00, zero); c01 = f32x4.pmax(c01, zero);
    c10 = f32x4.pmax(c10, zero); c11 = f32x4.pmax(c11, zero);
    c20 = f32x4.pmax(c20, zero); c21 = f32x4.pmax(c21, zero);
    c30 = f32x4.pmax(c30, zero); c31 = f32x4.pmax(c31, zero);
  }
  const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
  if (whole) {
    v128.store(c, c00); v128.store(c, c01, 16);
    v128.store(c1, c10); v128.store(c1, c11, 16);
    v128.store(c2, c20); v128.store(c2, c21, 16);
    v128.store(c3, c30); v128.store(c3, c31, 16);
  } else {
    storeLanes(c, c00, filters); storeLanes(c + 16, c01, filters - 4);
    storeLanes(c1, c10, filters); storeLanes(c1 + 16, c11, filters - 4);
    storeLanes(c2, c20, filters); storeLanes(c2 + 16, c21, filters - 4);
    storeLanes(c3, c30, filters); storeLanes(c3 + 16, c31, filters - 4);
  }
}
