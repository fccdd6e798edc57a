/**
 * The largest and the smallest value along one axis, where they stand, and their gradient.
 *
 * An array is seen as [outer, axis, inner], as in kernels/reduce.ts.
 */
import { clear, putOne } from './simd';

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
