/**
 * Reductions along one axis, their gradients, and rows gathered from a table.
 *
 * An array is seen as [outer, axis, inner]: `axis` is reduced, `outer` and `inner` are the products of the sizes before
 * and after it. Sums run in the order that kernels/sums.ts states, whatever the axis. `scratch` is working memory of
 * 8,192 bytes, used where inner > 1.
 */
import { loadPart, put, putOne, putPart, storePart } from './simd';
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
 * out[o, i] = maxₐ x[o, a, i], and in index[o, i] the first a where it stands, as float32 (so axis ≤ 2²⁴).
 * NaN counts as larger than any number, +0 as equal to −0. axis must be at least 1.
 */
export function maxAxis(out: usize, index: usize, x: usize, outer: usize, axis: usize, inner: usize): void {
  extremeAxis(true, out, index, x, outer, axis, inner);
}

/** The same for the smallest; NaN counts as smaller than any number. */
export function minAxis(out: usize, index: usize, x: usize, outer: usize, axis: usize, inner: usize): void {
  extremeAxis(false, out, index, x, outer, axis, inner);
}

/** Lanes where x beats the best so far: it is larger, or NaN where the best is not. */
@inline
function beats(largest: bool, x: v128, best: v128): v128 {
  const not = largest ? f32x4.le(x, best) : f32x4.ge(x, best);
  return v128.andnot(f32x4.eq(best, best), not);
}

@inline
function extremeAxis(largest: bool, out: usize, index: usize, x: usize, outer: usize, axis: usize, inner: usize): void {
  const stride = inner << 2;
  for (let o: usize = 0; o < outer; o++) {
    if (inner == 1 && axis >= 4) {
      extremeOfRow(largest, out, index, x, axis);
      out += 4;
      index += 4;
    } else if (inner >= 4) {
      for (let first: usize = 0; first < inner; first += 4) {
        // The last vector overlaps the one before where 4 does not divide inner.
        const column = min(first, inner - 4) << 2;
        let from = x + column;
        let best = v128.load(from);
        let at = f32x4.splat(0);
        let place = at;
        for (let a: usize = 1; a < axis; a++) {
          from += stride;
          place = f32x4.add(place, f32x4.splat(1));
          const value = v128.load(from);
          const better = beats(largest, value, best);
          best = v128.bitselect(value, best, better);
          at = v128.bitselect(place, at, better);
        }
        v128.store(out + column, best);
        v128.store(index + column, at);
      }
      out += stride;
      index += stride;
    } else {
      for (let i: usize = 0; i < inner; i++) {
        let from = x + (i << 2);
        let best = load<f32>(from);
        let at: usize = 0;
        for (let a: usize = 1; a < axis; a++) {
          from += stride;
          const value = load<f32>(from);
          const not = largest ? value <= best : value >= best;
          if (!not && best == best) {
            best = value;
            at = a;
          }
        }
        store<f32>(out, best);
        store<f32>(index, <f32>at);
        out += 4;
        index += 4;
      }
    }
    x += axis * stride;
  }
}

/** One row of n ≥ 4 neighbours: each lane finds its best, then lanes are compared. */
@inline
function extremeOfRow(largest: bool, out: usize, index: usize, x: usize, n: usize): void {
  let best = v128.load(x);
  let place: v128 = f32x4(0, 1, 2, 3);
  let at = place;
  const last = x + ((n - 4) << 2);
  for (let from = x + 16; from < last; from += 16) {
    place = f32x4.add(place, f32x4.splat(4));
    const value = v128.load(from);
    const better = beats(largest, value, best);
    best = v128.bitselect(value, best, better);
    at = v128.bitselect(place, at, better);
  }
  // The last four, some of them for the second time: what they are in another lane, they are at the same place.
  const value = v128.load(last);
  const better = beats(largest, value, best);
  best = v128.bitselect(value, best, better);
  at = v128.bitselect(f32x4.add(f32x4(0, 1, 2, 3), f32x4.splat(<f32>(n - 4))), at, better);
  let otherBest = v128.shuffle<u64>(best, best, 1, 0);
  let otherAt = v128.shuffle<u64>(at, at, 1, 0);
  let other = beatsOrPrecedes(largest, otherBest, otherAt, best, at);
  best = v128.bitselect(otherBest, best, other);
  at = v128.bitselect(otherAt, at, other);
  otherBest = v128.shuffle<u32>(best, best, 1, 0, 3, 2);
  otherAt = v128.shuffle<u32>(at, at, 1, 0, 3, 2);
  other = beatsOrPrecedes(largest, otherBest, otherAt, best, at);
  v128.store32_lane(out, v128.bitselect(otherBest, best, other), 0);
  v128.store32_lane(index, v128.bitselect(otherAt, at, other), 0);
}

/** Lanes where x beats the best, or ties with it and stands before it. */
@inline
function beatsOrPrecedes(largest: bool, x: v128, place: v128, best: v128, at: v128): v128 {
  const bothNaN = v128.and(f32x4.ne(x, x), f32x4.ne(best, best));
  const ties = v128.or(f32x4.eq(x, best), bothNaN);
  return v128.or(beats(largest, x, best), v128.and(ties, f32x4.lt(place, at)));
}

/**
 * dx[o, index[o, i], i] (+)= dy[o, i]: the gradient of `maxAxis` and `minAxis`. The rest of dx [outer, axis, inner] is
 * set to +0 where adds is 0, else left as it is. index must hold what maxAxis or minAxis wrote.
 */
export function pickBackward(
  dx: usize,
  dy: usize,
  index: usize,
  outer: usize,
  axis: usize,
  inner: usize,
  adds: i32,
): void {
  if (!adds) clear(dx, outer * axis * inner);
  for (let o: usize = 0; o < outer; o++) {
    for (let i: usize = 0; i < inner; i++) {
      const place = <usize>(<u32>load<f32>(index));
      putOne(dx + ((place * inner + i) << 2), load<f32>(dy), adds);
      dy += 4;
      index += 4;
    }
    dx += (axis * inner) << 2;
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

/**
 * out[r] = table[index[r]] for rows of `columns` values; index holds whole numbers as float32.
 * All indices are checked first: returns the first row whose index is not a whole number in [0, entries), and then
 * writes nothing; else −1.
 */
export function gatherRows(out: usize, table: usize, index: usize, rows: usize, columns: usize, entries: usize): i32 {
  for (let r: usize = 0; r < rows; r++) {
    const entry = load<f32>(index + (r << 2));
    if (!(entry >= 0 && <f64>entry < <f64>entries && entry == floor(entry))) return <i32>r;
  }
  const rest = columns & 3;
  for (let r: usize = 0; r < rows; r++) {
    let from = table + ((<usize>(<u32>load<f32>(index + (r << 2))) * columns) << 2);
    const end = from + ((columns - rest) << 2);
    for (; from < end; from += 16, out += 16) v128.store(out, v128.load(from));
    if (rest) {
      storePart(out, loadPart(from, rest), rest);
      out += rest << 2;
    }
  }
  return -1;
}

/**
 * dTable[index[r]] += dy[r] for r = 0, 1, … in order: the gradient of `gatherRows`. dTable [entries, columns] is set to
 * +0 first where adds is 0. The indices must have passed `gatherRows`.
 */
export function scatterRows(
  dTable: usize,
  dy: usize,
  index: usize,
  rows: usize,
  columns: usize,
  entries: usize,
  adds: i32,
): void {
  if (!adds) clear(dTable, entries * columns);
  const rest = columns & 3;
  for (let r: usize = 0; r < rows; r++) {
    let to = dTable + ((<usize>(<u32>load<f32>(index + (r << 2))) * columns) << 2);
    const end = to + ((columns - rest) << 2);
    for (; to < end; to += 16, dy += 16) put(to, v128.load(dy), 1);
    if (rest) {
      putPart(to, loadPart(dy, rest), rest, 1);
      dy += rest << 2;
    }
  }
}

/** n floats from `address` on set to +0. */
@inline
function clear(address: usize, n: usize): void {
  memory.fill(address, 0, n << 2);
}
