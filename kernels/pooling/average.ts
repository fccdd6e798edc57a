/** The mean of a window and its gradient: classes for `eachRun` of pooling/runs.ts. They have nothing to check. */
import { loadPart, storePart } from '../simd';

export class MeanOfSquare {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const below = image + line;
    let sum = f32x4.add(f32x4.splat(0), loadPart(image, lanes));
    sum = f32x4.add(sum, loadPart(image + pixel, lanes));
    sum = f32x4.add(sum, loadPart(below, lanes));
    sum = f32x4.add(sum, loadPart(below + pixel, lanes));
    storePart(pooled, f32x4.div(sum, f32x4.splat(4)), lanes);
    return check;
  }
}

export class MeanOfThree {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const count = f32x4.splat(<f32>(height * 3));
    let sum = f32x4.splat(0);
    for (; height > 0; height--, image += line) {
      sum = f32x4.add(sum, loadPart(image, lanes));
      sum = f32x4.add(sum, loadPart(image + pixel, lanes));
      sum = f32x4.add(sum, loadPart(image + 2 * pixel, lanes));
    }
    storePart(pooled, f32x4.div(sum, count), lanes);
    return check;
  }
}

export class MeanOfAny {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const count = f32x4.splat(<f32>(height * width));
    let sum = f32x4.splat(0);
    for (; height > 0; height--, image += line) {
      let at = image;
      for (let x = 0; x < width; x++, at += pixel) sum = f32x4.add(sum, loadPart(at, lanes));
    }
    storePart(pooled, f32x4.div(sum, count), lanes);
    return check;
  }
}

/** dy / count as the sum +0 + dy / count has it: never −0. */
@inline
function loadShare(from: usize, count: i32, lanes: usize): v128 {
  return f32x4.add(f32x4.div(loadPart(from, lanes), f32x4.splat(<f32>count)), f32x4.splat(0));
}

export class ShareOfSquare<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const share = loadShare(pooled, 4, lanes);
    const below = image + line;
    gradient.put(image, share, lanes);
    gradient.put(image + pixel, share, lanes);
    gradient.put(below, share, lanes);
    gradient.put(below + pixel, share, lanes);
    return check;
  }
}

export class ShareOfThree<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const share = loadShare(pooled, 3 * height, lanes);
    for (; height > 0; height--, image += line) {
      gradient.put(image, share, lanes);
      gradient.put(image + pixel, share, lanes);
      gradient.put(image + 2 * pixel, share, lanes);
    }
    return check;
  }
}

export class ShareOfAny<P> {
  @inline
  window(
    check: v128, image: usize, pooled: usize, positions: usize, pixel: usize, line: usize, height: i32, width: i32,
    lanes: usize,
  ): v128 {
    const gradient = changetype<P>(0);
    const share = loadShare(pooled, height * width, lanes);
    for (; height > 0; height--, image += line) {
      let at = image;
      for (let x = 0; x < width; x++, at += pixel) gradient.put(at, share, lanes);
    }
    return check;
  }
}
