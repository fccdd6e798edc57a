/**
 * Convolutions of images as matrix products whose left factor is never in memory as a whole (implicit GEMM):
 *
 *     y = activation(P·w + bias)        dw = Pᵀ·dz        dx = what P takes from x, given back: Σ over taps of dz·wᵀ
 *
 * P [windows, taps] holds in row m = (sample, row, column) what the window sees of x: taps p = (ky, kx, channel), zero beside
 * the image. w [taps, filters] is the weight [ky, kx, channels, filters] as it lies. Blocks of P are packed where the strips of
 * the matrix product (gemm/strip.ts) read them, as Chellapilla et al. (2006, "High Performance Convolutional Neural Networks for
 * Document Processing") lay out the whole and cuDNN (Chetlur et al., 2014, https://arxiv.org/abs/1410.0759) its blocks.
 *
 * The order of summation is that of plain loops, each product and each sum rounded to float32: for y over taps in order, from
 * +0; for dw over windows in order; for dx over (ky, kx) in order and the filters of each, where a tap that falls beside the image
 * takes no part. dw and dx start from what is there where `adds` is 1, else from +0.
 *
 * All arrays are dense, x and y [batch, …] as src/ops/window.ts has it, and start at multiples of 16 bytes. Results must not overlap
 * anything. `scratch` is 2 MiB.
 */
import { activate, codeRelu } from './gemm/activate';
import { evenBlock } from './gemm/blocks';
import { packColumns, packedStep, packRows, packStrip } from './gemm/pack';
import { multiplyColumns, multiplyRows } from './gemm/strip';
import { tallRows, tallStrips, wideEnough } from './gemm/tall';
import { ADDS, RELU } from './gemm/tile';
import { convolveDirect } from './convolution/direct';
import { packPatches } from './convolution/patches';
import { areInside, Windows, windowsAt, windowsBytes } from './windows';

/** Most taps in a block: 8 columns of packed w are then 16 KiB, half a first-level cache. */
const blockTaps: i32 = 512;
/** Most filters in a block: 1 MiB of packed w. */
const blockFilters: i32 = 512;
/** Floats of P packed at once, at least 4 rows: they stay in the first-level cache. */
const patchFloats: i32 = 2048;

/** Up to so many taps are read where they lie in the image. */
const directTaps: i32 = 40;

/** y [batch, rows, columns, filters]; bias is 0 for none, else one value for each filter. */
export function conv2d(
  y: usize, x: usize, weight: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  filters: i32, bias: usize, activation: i32, alpha: f32, scratch: usize,
): void {
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  const packedWeight = scratch + windowsBytes;
  const patches = packedWeight + (<usize>(blockTaps * blockFilters) << 2);
  const taps = windowHeight * windowWidth * channels;
  const count = batch * rows * columns;
  const yStride = <usize>filters << 2;
  if (taps <= directTaps && columns >= 4 && activation <= codeRelu && areInside(w)) {
    packRows(packedWeight, weight, yStride, filters, taps);
    convolveDirect(y, x, packedWeight, w, batch, filters, bias, activation == codeRelu ? RELU : 0);
    return;
  }
  const mostDepth = evenBlock(taps, blockTaps);
  const mostFilters = evenBlock(filters, blockFilters);
  for (let p = 0; p < taps; ) {
    const depth = min(taps - p, mostDepth);
    const isLast = p + depth == taps;
    const mode = (p > 0 ? ADDS : 0) | (isLast && activation == codeRelu ? RELU : 0);
    const together = ASC_FEATURE_RELAXED_SIMD
      ? max(1, patchFloats / depth / tallRows) * tallRows
      : max(4, patchFloats / depth & ~3);
    for (let j = 0; j < filters; j += mostFilters) {
      const filtersHere = min(filters - j, mostFilters);
      const biasHere = isLast && bias ? bias + (<usize>j << 2) : 0;
      const activates = isLast && activation > codeRelu && j + filtersHere == filters;
      packRows(packedWeight, weight + <usize>p * yStride + (<usize>j << 2), yStride, filtersHere, depth);
      for (let m = 0; m < count; m += together) {
        const windows = min(count - m, together);
        packPatches(patches, x, w, m, windows, p, depth);
        const at = y + <usize>m * yStride;
        multiplyAll(
          windows, at + (<usize>j << 2), yStride, patches, <usize>depth << 2,
          packedWeight, <usize>depth << 5, filtersHere, depth, biasHere, mode,
        );
        if (activates) activate(at, windows * filters, activation, alpha);
      }
    }
    p += depth;
  }
}

/** Floats of P packed at once for the gradient of the weight, and the most windows in a block. */
const gradientPatchFloats: i32 = 65536;
const blockWindows: i32 = 256;
/** With at most so many taps, blocks of P and dz are read where they lie. */
const inPlaceTaps: i32 = 32;
/** With at most so many filters, strips of P are read where they lie in the block. */
const fewFilters: i32 = 32;
/** Rows with at least so many windows of few taps need no block of P. */
const longRow: i32 = 16;

/** dw [windowHeight, windowWidth, channels, filters] from dz [batch, rows, columns, filters]. */
export function conv2dWeightGradient(
  dw: usize, x: usize, dz: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  filters: i32, adds: i32, scratch: usize,
): void {
  conv2dWeightGradientOfTaps(
    dw, x, dz, batch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
    filters, adds, scratch, 0, windowHeight * windowWidth * channels,
  );
}

/** The rows of dw of some taps, which is how threads share it. dw is where the whole gradient begins. */
export function conv2dWeightGradientOfTaps(
  dw: usize, x: usize, dz: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  filters: i32, adds: i32, scratch: usize, firstTap: i32, tapsHere: i32,
): void {
  const endTap = firstTap + tapsHere;
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  scratch += windowsBytes;
  const taps = windowHeight * windowWidth * channels;
  if (taps <= directTaps && columns >= longRow && areInside(w)) {
    weightGradientDirect(dw, x, dz, w, batch, filters, adds, scratch, firstTap, endTap);
    return;
  }
  const count = batch * rows * columns;
  const stride = <usize>filters << 2;
  const mostTaps = evenBlock(taps, gradientPatchFloats / 64);
  const mostWindows = min(evenBlock(count, blockWindows), gradientPatchFloats / min(taps, mostTaps) & ~15);
  const mostFilters = evenBlock(filters, blockFilters);
  const strip = scratch + (<usize>(blockWindows * blockFilters) << 2);
  const patches = strip + (ASC_FEATURE_RELAXED_SIMD ? <usize>blockWindows * packedStep(tallRows) : <usize>blockWindows << 4);
  for (let m = 0; m < count; m += mostWindows) {
    const windows = min(count - m, mostWindows);
    const mode = adds || m > 0 ? ADDS : 0;
    for (let j = 0; j < filters; j += mostFilters) {
      const filtersHere = min(filters - j, mostFilters);
      const dzHere = dz + <usize>m * stride + (<usize>j << 2);
      // The first filters are read where they lie: all whole panels of few taps, else none.
      const inPlace = taps <= inPlaceTaps ? filtersHere & ~7 : 0;
      const skip = <usize>inPlace << 2;
      packRows(scratch, dzHere + skip, stride, filtersHere - inPlace, windows);
      for (let p = firstTap; p < endTap; p += mostTaps) {
        const depth = min(endTap - p, mostTaps);
        packPatches(patches, x, w, m, windows, p, depth);
        let at = dw + <usize>p * stride + (<usize>j << 2);
        let from = patches;
        const tall = ASC_FEATURE_RELAXED_SIMD && filtersHere >= wideEnough ? tallStrips(depth) : 0;
        const left = depth - tall * tallRows;
        const strips = (left + 3) >> 2;
        const low = ASC_FEATURE_RELAXED_SIMD && left == 0 ? 0 : left / strips;
        const lowStrips = strips * (low + 1) - left;
        for (let s = -tall; s < strips; s++) {
          const taps = ASC_FEATURE_RELAXED_SIMD && s < 0 ? tallRows : s < lowStrips ? low : low + 1;
          let a = from;
          let aStride = <usize>depth << 2;
          if (filters > fewFilters && inPlace == 0) {
            packStrip(strip, from, aStride, taps, windows);
            a = strip;
            aStride = packedStep(taps);
          }
          if (inPlace > 0) {
            multiplyColumns(1, taps, at, stride, a, aStride, dzHere, stride, 32, inPlace, windows, 0, mode);
          }
          if (inPlace < filtersHere) {
            multiplyColumns(
              1, taps, at + skip, stride, a, aStride, scratch, 32, <usize>windows << 5,
              filtersHere - inPlace, windows, 0, mode,
            );
          }
          at += <usize>taps * stride;
          from += <usize>taps << 2;
        }
      }
    }
  }
}

/** The gradient of few taps: each row of windows is a block of its own, with x and dz where they lie. */
function weightGradientDirect(
  dw: usize, x: usize, dz: usize, w: Windows, batch: i32, filters: i32, adds: i32, scratch: usize,
  firstTap: i32, endTap: i32,
): void {
  const run = w.windowWidth * w.channels;
  const rowBytes = <usize>(w.width * w.channels) << 2;
  const step = <usize>(w.strideX * w.channels) << 2;
  const stride = <usize>filters << 2;
  const whole = filters & ~7;
  const skip = <usize>whole << 2;
  if (!adds) memory.fill(dw + <usize>firstTap * stride, 0, <usize>(endTap - firstTap) * stride);
  for (let sample = 0; sample < batch; sample++) {
    for (let row = 0; row < w.rows; row++, dz += <usize>w.columns * stride) {
      packRows(scratch, dz + skip, stride, filters - whole, w.columns);
      const image = x + <usize>(sample * w.height + row * w.strideY) * rowBytes;
      for (let tap = firstTap; tap < endTap; ) {
        // Those of one row of the window, as strips of up to 4 that are evened out.
        const ky = tap / run;
        const together = min(endTap, (ky + 1) * run) - tap;
        const strips = (together + 3) >> 2;
        const low = together / strips;
        const lowStrips = strips * (low + 1) - together;
        let at = dw + <usize>tap * stride;
        let from = image + <usize>ky * rowBytes + (<usize>(tap - ky * run) << 2);
        for (let s = 0; s < strips; s++) {
          const taps = s < lowStrips ? low : low + 1;
          if (whole > 0) multiplyColumns(1, taps, at, stride, from, step, dz, stride, 32, whole, w.columns, 0, ADDS);
          if (whole < filters) {
            multiplyColumns(
              1, taps, at + skip, stride, from, step, scratch, 32, 0, filters - whole, w.columns, 0, ADDS,
            );
          }
          at += <usize>taps * stride;
          from += <usize>taps << 2;
        }
        tap += together;
      }
    }
  }
}

/** Floats of transposed w that are packed at once. */
const weightFloats: i32 = 262144;

/** dx [batch, height, width, channels] from dz [batch, rows, columns, filters]. */
export function conv2dInputGradient(
  dx: usize, dz: usize, weight: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  filters: i32, adds: i32, scratch: usize,
): void {
  const pixel = <usize>channels << 2;
  const imageBytes = <usize>(height * width) * pixel;
  const place = <usize>filters << 2;
  const placesBytes = <usize>(rows * columns) * place;
  if (!adds) memory.fill(dx, 0, <usize>batch * imageBytes);

  // Channels and filters whose part of one tap fits, and how many such taps.
  const mostFilters = min(filters, weightFloats >> 3);
  const mostChannels = min(channels, max(8, weightFloats / mostFilters & ~7));
  const tapFloats = (mostChannels + 7 & ~7) * mostFilters;
  const taps = windowHeight * windowWidth;
  const mostTaps = mostFilters < filters ? 1 : min(taps, max(1, weightFloats / tapFloats));
  // With few columns the strips run over samples.
  const acrossSamples = (columns < 3 || columns == 5) && batch >= 3;
  const samplesTogether = acrossSamples ? 8 : 1;

  for (let c = 0; c < channels; c += mostChannels) {
    const channelsHere = min(channels - c, mostChannels);
    for (let tap = 0; tap < taps; tap += mostTaps) {
      const tapsHere = min(taps - tap, mostTaps);
      for (let f = 0; f < filters; f += mostFilters) {
        const filtersHere = min(filters - f, mostFilters);
        for (let t = 0; t < tapsHere; t++) {
          const from = weight + (<usize>(tap + t) * pixel + (<usize>c << 2)) * filters + (<usize>f << 2);
          packColumns(scratch + (<usize>(t * tapFloats) << 2), from, place, channelsHere, filtersHere);
        }
        for (let sample = 0; sample < batch; sample += samplesTogether) {
          const samples = min(batch - sample, samplesTogether);
          const dxHere = dx + <usize>sample * imageBytes + (<usize>c << 2);
          const dzHere = dz + <usize>sample * placesBytes + (<usize>f << 2);
          for (let t = 0; t < tapsHere; t++) {
            const ky = (tap + t) / windowWidth - top;
            const kx = (tap + t) % windowWidth - left;
            const packed = scratch + (<usize>(t * tapFloats) << 2);
            // Windows whose tap lies inside the image.
            const rowBegin = firstInside(ky, strideY);
            const rowEnd = min(rows, endInside(ky, strideY, height));
            const columnBegin = firstInside(kx, strideX);
            const columnEnd = min(columns, endInside(kx, strideX, width));
            const across = columnEnd - columnBegin;
            if (across <= 0) continue;
            for (let row = rowBegin; row < rowEnd; row++) {
              const y = row * strideY + ky;
              const x = columnBegin * strideX + kx;
              let to = dxHere + <usize>(y * width + x) * pixel;
              let from = dzHere + <usize>(row * columns + columnBegin) * place;
              if (acrossSamples) {
                for (let i = 0; i < across; i++, to += <usize>strideX * pixel, from += place) {
                  multiplyAll(
                    samples, to, imageBytes, from, placesBytes,
                    packed, <usize>filtersHere << 5, channelsHere, filtersHere, 0, ADDS,
                  );
                }
              } else {
                multiplyAll(
                  across, to, <usize>strideX * pixel, from, place,
                  packed, <usize>filtersHere << 5, channelsHere, filtersHere, 0, ADDS,
                );
              }
            }
          }
        }
      }
    }
  }
}

/** The first i ≥ 0 with i · stride + offset ≥ 0. */
@inline
function firstInside(offset: i32, stride: i32): i32 {
  return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
}

/** The first i ≥ 0 with i · stride + offset ≥ size. */
@inline
function endInside(offset: i32, stride: i32, size: i32): i32 {
  return offset >= size ? 0 : (size - offset + stride - 1) / stride;
}

/** Any number of rows, as strips of up to 4 that are evened out: 9 rows are 3 + 3 + 3, not 4 + 4 + 1. B is packed. */
@inline
function multiplyAll(
  rows: i32, c: usize, cStride: usize, a: usize, aStride: usize,
  b: usize, panelStride: usize, columns: i32, k: i32, bias: usize, mode: i32,
): void {
  if (ASC_FEATURE_RELAXED_SIMD && rows >= tallRows && columns >= wideEnough) {
    const tall = tallStrips(rows);
    multiplyRows(tall, tallRows, c, cStride, a, aStride, b, 32, panelStride, columns, k, bias, mode);
    rows -= tall * tallRows;
    if (rows == 0) return;
    c += <usize>(tall * tallRows) * cStride;
    a += <usize>(tall * tallRows) * aStride;
  }
  const strips = (rows + 3) >> 2;
  const low = rows / strips;
  const lowStrips = strips * (low + 1) - rows;
  for (let s = 0; s < strips; ) {
    const height = s < lowStrips ? low : low + 1;
    const together = height < 3 ? 1 : s < lowStrips ? lowStrips : strips - lowStrips;
    multiplyRows(together, height, c, cStride, a, aStride, b, 32, panelStride, columns, k, bias, mode);
    c += <usize>(together * height) * cStride;
    a += <usize>(together * height) * aStride;
    s += together;
  }
}
