/**
 * Arrays filled with one value, copied times a factor, and copied between strided layouts. `adds` is 1 to add to the
 * output and 0 to overwrite it.
 */
import { loadPart, put, putOne, putPart, splat, storePart } from './simd';

/** out[i] = value       for i in [0, n). */
export function fill(out: usize, n: usize, value: f32): void {
  const values = splat(value);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16) v128.store(out, values);
  if (out < end) storePart(out, values, (end - out) >> 2);
}

/** out[i] (+)= factor·x[i]       for i in [0, n); `out` may be `x`. Factor 1 without adding copies bits. */
export function scale(out: usize, x: usize, n: usize, factor: f32, adds: i32): void {
  if (factor == 1 && !adds) {
    memory.copy(out, x, n << 2);
    return;
  }
  const factors = splat(factor);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) put(out, f32x4.mul(v128.load(x), factors), adds);
  const left = (end - out) >> 2;
  if (left) putPart(out, f32x4.mul(loadPart(x, left), factors), left, adds);
}

// between strided layouts ---------------------------------------------------------------------------------------------

/** n elements, both dense. */
@inline
function copyRow(out: usize, x: usize, n: usize, adds: i32): void {
  if (!adds && n >= 64) {
    memory.copy(out, x, n << 2);
    return;
  }
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) put(out, v128.load(x), adds);
  const left = (end - out) >> 2;
  if (left) putPart(out, loadPart(x, left), left, adds);
}

/** out[r·outRow + c] (+)= x[r + c·xColumn]       for r, c < 4. */
@inline
function transposeTile(out: usize, x: usize, outRow: usize, xColumn: usize, adds: i32): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x + xColumn);
  const x2 = v128.load(x + 2 * xColumn);
  const x3 = v128.load(x + 3 * xColumn);
  const low01 = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  put(out, v128.shuffle<u64>(low01, low23, 0, 2), adds);
  put(out + outRow, v128.shuffle<u64>(low01, low23, 1, 3), adds);
  put(out + 2 * outRow, v128.shuffle<u64>(high01, high23, 0, 2), adds);
  put(out + 3 * outRow, v128.shuffle<u64>(high01, high23, 1, 3), adds);
}

/**
 * out[r·outRow + c] (+)= x[r + c·xColumn], strides in bytes: in squares of 16 by 16, a cache line each way, of tiles of
 * 4 by 4.
 */
function transpose(
  out: usize,
  x: usize,
  rows: usize,
  columns: usize,
  outRow: usize,
  xColumn: usize,
  adds: i32,
): void {
  for (let top: usize = 0; top < rows; top += 16) {
    const bottom = top + 16 < rows ? top + 16 : rows;
    for (let left: usize = 0; left < columns; left += 16) {
      const right = left + 16 < columns ? left + 16 : columns;
      let r = top;
      for (; r + 4 <= bottom; r += 4) {
        let c = left;
        for (; c + 4 <= right; c += 4) {
          transposeTile(out + r * outRow + (c << 2), x + (r << 2) + c * xColumn, outRow, xColumn, adds);
        }
        for (; c < right; c++) {
          for (let i = r; i < r + 4; i++) {
            putOne(out + i * outRow + (c << 2), load<f32>(x + (i << 2) + c * xColumn), adds);
          }
        }
      }
      for (; r < bottom; r++) {
        for (let c = left; c < right; c++) {
          putOne(out + r * outRow + (c << 2), load<f32>(x + (r << 2) + c * xColumn), adds);
        }
      }
    }
  }
}

/** out[r·outRow + c·outColumn] (+)= x[r·xRow + c·xColumn], strides in bytes. */
function copyPlane(
  out: usize,
  x: usize,
  rows: usize,
  columns: usize,
  outRow: usize,
  outColumn: usize,
  xRow: usize,
  xColumn: usize,
  adds: i32,
): void {
  if (outColumn == 4 && xColumn == 4) {
    for (let r: usize = 0; r < rows; r++) copyRow(out + r * outRow, x + r * xRow, columns, adds);
  } else if (outColumn == 4 && xRow == 4) {
    transpose(out, x, rows, columns, outRow, xColumn, adds);
  } else if (outRow == 4 && xColumn == 4) {
    transpose(out, x, columns, rows, outColumn, xRow, adds);
  } else {
    for (let r: usize = 0; r < rows; r++) {
      let outAt = out + r * outRow;
      let xAt = x + r * xRow;
      for (let c: usize = 0; c < columns; c++, outAt += outColumn, xAt += xColumn) putOne(outAt, load<f32>(xAt), adds);
    }
  }
}

@inline
function extentOf(layout: usize, axis: i32): usize {
  return load<i32>(layout + (axis << 2));
}

/** Strides in bytes. */
@inline
function outStride(layout: usize, rank: i32, axis: i32): usize {
  return load<i32>(layout + ((rank + axis) << 2)) << 2;
}

@inline
function xStride(layout: usize, rank: i32, axis: i32): usize {
  return load<i32>(layout + ((2 * rank + axis) << 2)) << 2;
}

/** The loops over axes from `axis` up to, not with, `end`, but for `rowAxis`; planes are copied inside. */
function copyLoops(
  out: usize,
  x: usize,
  layout: usize,
  rank: i32,
  axis: i32,
  end: i32,
  rowAxis: i32,
  columns: usize,
  outColumn: usize,
  xColumn: usize,
  adds: i32,
): void {
  if (axis == rowAxis) axis++;
  if (axis < end) {
    const outStep = outStride(layout, rank, axis);
    const xStep = xStride(layout, rank, axis);
    for (let i = extentOf(layout, axis); i; i--, out += outStep, x += xStep) {
      copyLoops(out, x, layout, rank, axis + 1, end, rowAxis, columns, outColumn, xColumn, adds);
    }
  } else if (rowAxis < 0) {
    copyPlane(out, x, 1, columns, 0, outColumn, 0, xColumn, adds);
  } else {
    const outRow = outStride(layout, rank, rowAxis);
    const xRow = xStride(layout, rank, rowAxis);
    copyPlane(out, x, extentOf(layout, rowAxis), columns, outRow, outColumn, xRow, xColumn, adds);
  }
}

/**
 * out[Σ iₖ·outStrideₖ] (+)= x[Σ iₖ·xStrideₖ]       for all indices 0 ≤ iₖ < extentₖ, k < rank
 *
 * layout: 3·rank int32, the extents, the strides of out, those of x, in elements, outermost first. Two indices must not
 * meet at one place of out; strides of x may be 0, which repeats, and out and x must not overlap. A rank of 0 is one
 * element.
 *
 * The innermost axes that are dense in both arrays are one run. Where they are in one array only, the plane they form
 * with the axis that is dense in the other is transposed in blocks.
 */
export function copyStrided(out: usize, x: usize, layout: usize, rank: i32, adds: i32): void {
  let columns: usize = 1;
  let outColumn: usize = 4;
  let xColumn: usize = 4;
  let end = rank;
  while (end > 0) {
    const axis = end - 1;
    const extent = extentOf(layout, axis);
    if (extent == 0) return;
    if (extent != 1) {
      const outStep = outStride(layout, rank, axis);
      const xStep = xStride(layout, rank, axis);
      if (columns == 1) {
        outColumn = outStep;
        xColumn = xStep;
      } else if (outStep != columns * outColumn || xStep != columns * xColumn) {
        break;
      }
      columns *= extent;
    }
    end--;
  }
  // The rows of the plane: the axis that makes it a transpose if there is one, else the next.
  let rowAxis = end - 1;
  for (let axis = 0; axis < end; axis++) {
    if (extentOf(layout, axis) == 0) return;
    if (extentOf(layout, axis) == 1) continue;
    if (outColumn == 4 && xColumn != 4 && xStride(layout, rank, axis) == 4) rowAxis = axis;
    if (xColumn == 4 && outColumn != 4 && outStride(layout, rank, axis) == 4) rowAxis = axis;
  }
  copyLoops(out, x, layout, rank, 0, end, rowAxis, columns, outColumn, xColumn, adds);
}
