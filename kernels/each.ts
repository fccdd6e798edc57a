/**
 * Loops over arrays for a function of one value, given as a class of inlined methods: `value(x, parameter)`, and
 * `gradient(dy, read, parameter)` where there is one. Two vectors go at a time, so that their chains of operations
 * overlap.
 */
import { loadPart, put, putPart, splat, storePart } from './simd';

/** out[i] = T's value at x[i]. */
@inline
export function each<T>(out: usize, x: usize, n: usize, scalar: f32): void {
  const kind = changetype<T>(0);
  const parameter = splat(scalar);
  const end = out + (n << 2);
  const pairs = out + ((n >> 3) << 5);
  for (; out < pairs; out += 32, x += 32) {
    const first = kind.value(v128.load(x), parameter);
    const second = kind.value(v128.load(x, 16), parameter);
    v128.store(out, first);
    v128.store(out, second, 16);
  }
  for (; out < end; out += 16, x += 16) {
    const left = (end - out) >> 2;
    storePart(out, kind.value(loadPart(x, left), parameter), left);
  }
}

/** dx[i] (+)= T's gradient from dy[i] and read[i]. */
@inline
export function eachBackward<T>(dx: usize, dy: usize, read: usize, n: usize, scalar: f32, adds: i32): void {
  // The question is asked here, not at every value.
  if (adds) eachGradient<T>(dx, dy, read, n, scalar, 1);
  else eachGradient<T>(dx, dy, read, n, scalar, 0);
}

@inline
function eachGradient<T>(dx: usize, dy: usize, read: usize, n: usize, scalar: f32, adds: i32): void {
  const kind = changetype<T>(0);
  const parameter = splat(scalar);
  const end = dx + (n << 2);
  const pairs = dx + ((n >> 3) << 5);
  for (; dx < pairs; dx += 32, dy += 32, read += 32) {
    put(dx, kind.gradient(v128.load(dy), v128.load(read), parameter), adds);
    put(dx + 16, kind.gradient(v128.load(dy, 16), v128.load(read, 16), parameter), adds);
  }
  for (; dx < end; dx += 16, dy += 16, read += 16) {
    const left = (end - dx) >> 2;
    putPart(dx, kind.gradient(loadPart(dy, left), loadPart(read, left), parameter), left, adds);
  }
}
