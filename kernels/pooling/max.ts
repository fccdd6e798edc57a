/**
 * The largest value of a window and where it stands, and its gradient: classes for `eachRun` of pooling/runs.ts.
 *
 * A position is the number of pixels of the window inside the image that come after the pixel in row order, as int32: 0 for
 * the last one. Counted so, it takes two instructions a pixel to keep.
 *
 * Where no value is NaN, which a sum of all of them shows, one instruction finds the larger of two. (Infinities of both signs make
 * the sum NaN, too: what is then done with care gives the same.)
 */
import { loadPart, storePart } from '../simd';

/** Positions are written … */
export class Kept {
  @inline
  keep(to: usize, positions: v128, lanes: usize): void {
    storePart(to, positions, lanes);
  }
}

/** … or nobody wants them. */
export class Dropped {
  @inline
  keep(to: usize, positions: v128, lanes: usize): void {}
}

/** Positions after one more pixel, whose values are larger in the lanes of `better`. */
@inline
function moved(positions: v128, better: v128): v128 {
  return v128.andnot(i32x4.add(positions, i32x4.splat(1)), better);
}

export class MaxOfSquare<K> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const below = image + line;
    const a = loadPart(image, lanes);
    const b = loadPart(image + pixel, lanes);
    const c = loadPart(below, lanes);
    const d = loadPart(below + pixel, lanes);
    const ab = f32x4.pmax(a, b); // of equals the first
    const abc = f32x4.pmax(ab, c);
    storePart(pooled, f32x4.pmax(abc, d), lanes);
    const position = moved(moved(moved(i32x4.splat(0), f32x4.lt(a, b)), f32x4.lt(ab, c)), f32x4.lt(abc, d));
    changetype<K>(0).keep(positions, position, lanes);
    return f32x4.add(check, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
}

export class MaxOfThree<K> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    let best = loadPart(image, lanes);
    let position = i32x4.splat(-1); // 0 after the first pixel, which is not larger than itself
    for (; height > 0; height--, image += line) {
      const a = loadPart(image, lanes);
      const b = loadPart(image + pixel, lanes);
      const c = loadPart(image + 2 * pixel, lanes);
      position = moved(position, f32x4.lt(best, a));
      best = f32x4.pmax(best, a);
      position = moved(position, f32x4.lt(best, b));
      best = f32x4.pmax(best, b);
      position = moved(position, f32x4.lt(best, c));
      best = f32x4.pmax(best, c);
      check = f32x4.add(check, f32x4.add(f32x4.add(a, b), c));
    }
    storePart(pooled, best, lanes);
    changetype<K>(0).keep(positions, position, lanes);
    return check;
  }
}

/** With care: the first NaN wins. */
export class MaxOfAny<K> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    let best = loadPart(image, lanes);
    let position = i32x4.splat(-1);
    for (; height > 0; height--, image += line) {
      let at = image;
      for (let x = 0; x < width; x++, at += pixel) {
        const value = loadPart(at, lanes);
        // It is larger, or NaN where the best is not.
        const better = v128.andnot(f32x4.eq(best, best), f32x4.le(value, best));
        best = v128.bitselect(value, best, better);
        position = moved(position, better);
      }
    }
    storePart(pooled, best, lanes);
    changetype<K>(0).keep(positions, position, lanes);
    return check;
  }
}

/** dy in the lanes where the pixel with so many behind it was the largest, else +0. */
@inline
function picked(dy: v128, positions: v128, behind: v128): v128 {
  return v128.and(dy, i32x4.eq(positions, behind));
}

/** dy as the sum +0 + dy has it: never −0. */
@inline
function loadGradient(from: usize, lanes: usize): v128 {
  return f32x4.add(loadPart(from, lanes), f32x4.splat(0));
}

export class PickOfSquare<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const dy = loadGradient(pooled, lanes);
    const position = loadPart(positions, lanes);
    const below = image + line;
    gradient.put(image, picked(dy, position, i32x4.splat(3)), lanes);
    gradient.put(image + pixel, picked(dy, position, i32x4.splat(2)), lanes);
    gradient.put(below, picked(dy, position, i32x4.splat(1)), lanes);
    gradient.put(below + pixel, picked(dy, position, i32x4.splat(0)), lanes);
    return check;
  }
}

export class PickOfThree<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const dy = loadGradient(pooled, lanes);
    const position = loadPart(positions, lanes);
    const one = i32x4.splat(1);
    let behind = i32x4.splat(3 * height);
    for (; height > 0; height--, image += line) {
      behind = i32x4.sub(behind, one);
      gradient.put(image, picked(dy, position, behind), lanes);
      behind = i32x4.sub(behind, one);
      gradient.put(image + pixel, picked(dy, position, behind), lanes);
      behind = i32x4.sub(behind, one);
      gradient.put(image + 2 * pixel, picked(dy, position, behind), lanes);
    }
    return check;
  }
}

export class PickOfAny<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const dy = loadGradient(pooled, lanes);
    const position = loadPart(positions, lanes);
    let behind = i32x4.splat(height * width);
    for (; height > 0; height--, image += line) {
      let at = image;
      for (let x = 0; x < width; x++, at += pixel) {
        behind = i32x4.sub(behind, i32x4.splat(1));
        gradient.put(at, picked(dy, position, behind), lanes);
      }
    }
    return check;
  }
}
