/**
 * Sums, means and variances along one axis, and their gradients; the sum of all squares. The largest and smallest are
 * in max-min.ts.
 *
 * An array is seen as [outer, axis, inner]: `axis` is reduced, `outer` and `inner` are the products of the sizes before
 * and after it. Sums run in the order that kernels/sums.ts states, whatever the axis. `scratch` is working memory of
 * 8,192 bytes, used where inner > 1.
 */
import { loadPart, put, putOne, putPart } from './simd';
import {
  ColumnSquaredDeviations,
  ColumnValues,
  columnsAtOnce,
  columnTotals,
  putQuotients,
  SquaredDeviations,
  total,
  Values,
} from './sums';

/**
 * out[o, i] (+)= Σₐ x[o, a, i] / divisor; the float64 total is divided in float64 and rounded once.
 *
 * out [outer, inner], x [outer, axis, inner], which may start at any multiple of 4 bytes. The sum of nothing is +0.
 * A partial can overflow to ±Infinity where the total would not.
 */
export function sumAxis(
  out: usize,
  x: usize,
  outer: usize,
  axis: usize,
  inner: usize,
  divisor: f64,
  adds: i32,
  scratch: usize,
): void {
  if (inner == 1) {
    for (const end = out + (outer << 2); out < end; out += 4) {
      putOne(out, <f32>(total<Values>(axis, x, 0, 0, 0, 0, 0, 0) / divisor), adds);
      x += axis << 2;
    }
    return;
  }
  for (let o: usize = 0; o < outer; o++) {
    for (let left = inner; left > 0; ) {
      const width = columnsAtOnce(left);
      columnTotals<ColumnValues>(scratch, axis, width, inner << 2, x, 0, 0, 0);
      putQuotients(out, scratch, width, divisor, adds);
      out += width << 2;
      x += width << 2;
      left -= width;
    }
    x += ((axis - 1) * inner) << 2;
  }
}

/** dx[o, a, i] (+)= dy[o, i] · factor: the gradient of `sumAxis`, with factor 1 / divisor. dx must not overlap dy. */
export function spreadAxis(
  dx: usize,
  dy: usize,
  outer: usize,
  axis: usize,
  inner: usize,
  factor: f32,
  adds: i32,
): void {
  const factors = f32x4.splat(factor);
  const rest = inner & 3;
  for (let o: usize = 0; o < outer; o++) {
    if (inner == 1) {
      const value = f32x4.mul(v128.load32_splat(dy), factors);
      const end = dx + (axis << 2);
      for (; dx + 16 <= end; dx += 16) put(dx, value, adds);
      if (dx < end) putPart(dx, value, (end - dx) >> 2, adds);
      dx = end;
    } else {
      for (let a: usize = 0; a < axis; a++) {
        const end = dy + ((inner - rest) << 2);
        let from = dy;
        for (; from < end; from += 16, dx += 16) put(dx, f32x4.mul(v128.load(from), factors), adds);
        if (rest) {
          putPart(dx, f32x4.mul(loadPart(from, rest), factors), rest, adds);
          dx += rest << 2;
        }
      }
    }
    dy += inner << 2;
  }
}

/**
 * Mean and population variance by two passes, each sum in the fixed order:
 *
 *     mean = Σ x / axis      out = Σ (x − mean)² / axis
 *
 * `mean` is rounded to float32 before it is subtracted; both are [outer, inner]. With axis 0 both are NaN.
 */
export function varianceAxis(
  out: usize,
  mean: usize,
  x: usize,
  outer: usize,
  axis: usize,
  inner: usize,
  scratch: usize,
): void {
  sumAxis(mean, x, outer, axis, inner, <f64>axis, 0, scratch);
  if (inner == 1) {
    for (const end = out + (outer << 2); out < end; out += 4) {
      store<f32>(out, <f32>(total<SquaredDeviations>(axis, x, 0, 0, 0, 0, load<f32>(mean), 0) / <f64>axis));
      mean += 4;
      x += axis << 2;
    }
    return;
  }
  for (let o: usize = 0; o < outer; o++) {
    for (let left = inner; left > 0; ) {
      const width = columnsAtOnce(left);
      columnTotals<ColumnSquaredDeviations>(scratch, axis, width, inner << 2, x, 0, mean, 0);
      putQuotients(out, scratch, width, <f64>axis, 0);
      out += width << 2;
      mean += width << 2;
      x += width << 2;
      left -= width;
    }
    x += ((axis - 1) * inner) << 2;
  }
}

/**
 * dx (+)= (dy · 2/axis) · (x − mean), dy and mean spread over the axis: the gradient of `varianceAxis` (that of the
 * mean is 0). 2/axis is rounded to float32 once.
 */
export function varianceBackward(
  dx: usize,
  dy: usize,
  x: usize,
  mean: usize,
  outer: usize,
  axis: usize,
  inner: usize,
  adds: i32,
): void {
  const factor = f32x4.splat(<f32>(2.0 / <f64>axis));
  const rest = inner & 3;
  for (let o: usize = 0; o < outer; o++) {
    if (inner == 1) {
      const center = v128.load32_splat(mean);
      const scale = f32x4.mul(v128.load32_splat(dy), factor);
      const end = dx + (axis << 2);
      for (; dx + 16 <= end; dx += 16, x += 16) {
        put(dx, f32x4.mul(scale, f32x4.sub(v128.load(x), center)), adds);
      }
      if (dx < end) {
        const left = (end - dx) >> 2;
        putPart(dx, f32x4.mul(scale, f32x4.sub(loadPart(x, left), center)), left, adds);
        x += left << 2;
        dx = end;
      }
    } else {
      for (let a: usize = 0; a < axis; a++) {
        const whole = (inner - rest) << 2;
        for (let c: usize = 0; c < whole; c += 16) {
          const scale = f32x4.mul(v128.load(dy + c), factor);
          put(dx + c, f32x4.mul(scale, f32x4.sub(v128.load(x + c), v128.load(mean + c))), adds);
        }
        if (rest) {
          const scale = f32x4.mul(loadPart(dy + whole, rest), factor);
          const deviation = f32x4.sub(loadPart(x + whole, rest), loadPart(mean + whole, rest));
          putPart(dx + whole, f32x4.mul(scale, deviation), rest, adds);
        }
        dx += inner << 2;
        x += inner << 2;
      }
    }
    dy += inner << 2;
    mean += inner << 2;
  }
}

/**
 * Σ x² of n values in the fixed order, all of it in float64: the squares are exact, partials, fold and total are
 * float64. So the norm √Σx² overflows only where it is itself too large.
 */
export function sumOfSquares(x: usize, n: usize): f64 {
  let sum: f64 = 0;
  const end = x + (n << 2);
  while (x < end) {
    const blockEnd = min(x + 16384, end);
    let p0 = f64x2.splat(0);
    let p1 = p0;
    let p2 = p0;
    let p3 = p0;
    let p4 = p0;
    let p5 = p0;
    let p6 = p0;
    let p7 = p0;
    // Past the end of the last block come zeros, whose squares change nothing.
    for (; x < blockEnd; x += 64) {
      const left = (blockEnd - x) >> 2;
      const v0 = left >= 4 ? v128.load(x) : loadPart(x, left);
      p0 = f64x2.add(p0, lowSquares(v0));
      p1 = f64x2.add(p1, highSquares(v0));
      if (left <= 4) break;
      const v1 = left >= 8 ? v128.load(x, 16) : loadPart(x + 16, left - 4);
      p2 = f64x2.add(p2, lowSquares(v1));
      p3 = f64x2.add(p3, highSquares(v1));
      if (left <= 8) break;
      const v2 = left >= 12 ? v128.load(x, 32) : loadPart(x + 32, left - 8);
      p4 = f64x2.add(p4, lowSquares(v2));
      p5 = f64x2.add(p5, highSquares(v2));
      if (left <= 12) break;
      const v3 = left >= 16 ? v128.load(x, 48) : loadPart(x + 48, left - 12);
      p6 = f64x2.add(p6, lowSquares(v3));
      p7 = f64x2.add(p7, highSquares(v3));
    }
    x = blockEnd;
    const s0 = f64x2.add(f64x2.add(p0, p4), f64x2.add(p2, p6));
    const s1 = f64x2.add(f64x2.add(p1, p5), f64x2.add(p3, p7));
    const s = f64x2.add(s0, s1);
    sum += f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  }
  return sum;
}

@inline
function lowSquares(x: v128): v128 {
  const double = f64x2.promote_low_f32x4(x);
  return f64x2.mul(double, double);
}

@inline
function highSquares(x: v128): v128 {
  return lowSquares(v128.shuffle<u64>(x, x, 1, 0));
}
