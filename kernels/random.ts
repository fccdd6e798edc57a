/**
 * Random numbers, counted: Philox 4x32-10, ten rounds of multiply, cross over and exclusive or.
 *
 *     key (seedLow, seedHigh)      counter (block, count, streamLow, streamHigh)
 *     word i of a stream is word i mod 4 of block ⌊i / 4⌋
 *
 * Blocks go through the rounds side by side, one in each lane, so vector j holds word j of four blocks. Turned by
 * a 4x4 transposition they are 16 words in the order of the stream. Element i depends on word i (a normal value on the
 * two words of its pair) and on nothing else, so results depend neither on n nor on how the work is cut.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.
 * src/tensor/random.ts has the same in plain TypeScript.
 */
import { logVector } from './math';
import { loadPart, put, putPart, storePart } from './simd';
import { cosVector, sinVector } from './sin-cos';

const enum Op {
  Words,
  Uniform,
  Normal,
  Dropout,
}

/** Four elements from their four words, or for normal values from their standard ones: a + b · u or z. */
@inline
function finished(op: Op, words: v128, a: v128, b: v128, last: v128): v128 {
  if (op == Op.Words) return words;
  if (op == Op.Normal) return f32x4.add(a, f32x4.mul(b, words));
  const units = f32x4.convert_i32x4_s(i32x4.shr_u(words, 8));
  const u = f32x4.mul(units, f32x4.splat(5.9604644775390625e-8)); // 2⁻²⁴
  return f32x4.pmin(last, f32x4.add(a, f32x4.mul(b, u)));
}

/** √(−2 ln u), u = word · 2⁻³² + 2⁻³³ in (0, 1]. */
function radius(words: v128): v128 {
  const scaled = f32x4.mul(f32x4.convert_i32x4_u(words), f32x4.splat(2.3283064365386963e-10)); // 2⁻³²
  const u = f32x4.add(scaled, f32x4.splat(1.1641532182693481e-10));
  return f32x4.sqrt(f32x4.mul(logVector(u), f32x4.splat(-2)));
}

/** π · word / 2³¹, the word taken as signed: an angle in [−π, π]. */
@inline
function angle(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(words), f32x4.splat(1.4629181e-9));
}

// Out of line: inlined twice each, they would be most of the loop's code.
function cosOf(x: v128): v128 {
  return cosVector(x);
}

function sinOf(x: v128): v128 {
  return sinVector(x);
}

/** 4 finished elements to `out`, or the first `left` of them; for dropout 4 bits to the byte at `mask` too. */
@inline
function emit(op: Op, out: usize, mask: usize, x: usize, left: usize, words: v128, a: v128, b: v128, last: v128): void {
  if (op == Op.Dropout) {
    const keep = i32x4.ge_s(i32x4.shr_u(words, 8), a);
    const value = v128.and(f32x4.mul(left < 4 ? loadPart(x, left) : v128.load(x), b), keep);
    let bits = i32x4.bitmask(keep);
    if (left < 4) bits &= (1 << <i32>left) - 1;
    store<u8>(mask, bits);
    if (left < 4) storePart(out, value, left);
    else v128.store(out, value);
    return;
  }
  const value = finished(op, words, a, b, last);
  if (left < 4) storePart(out, value, left);
  else v128.store(out, value);
}

/** Up to 16 elements from word j of four blocks in each xj: those to `out`, for dropout bits to `mask`. */
@inline
function emitBlocks(
  op: Op,
  out: usize,
  mask: usize,
  x: usize,
  n: usize,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  a: v128,
  b: v128,
  last: v128,
): void {
  if (op == Op.Normal) {
    const radius0 = radius(x0);
    const angle0 = angle(x1);
    const radius1 = radius(x2);
    const angle1 = angle(x3);
    x0 = f32x4.mul(radius0, cosOf(angle0));
    x1 = f32x4.mul(radius0, sinOf(angle0));
    x2 = f32x4.mul(radius1, cosOf(angle1));
    x3 = f32x4.mul(radius1, sinOf(angle1));
  }

  // From word j of four blocks to the four words of block j.
  const low01 = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  const words0 = v128.shuffle<u64>(low01, low23, 0, 2);
  const words1 = v128.shuffle<u64>(low01, low23, 1, 3);
  const words2 = v128.shuffle<u64>(high01, high23, 0, 2);
  const words3 = v128.shuffle<u64>(high01, high23, 1, 3);

  if (n >= 16) {
    emit(op, out, mask, x, 4, words0, a, b, last);
    emit(op, out + 16, mask + 1, x + 16, 4, words1, a, b, last);
    emit(op, out + 32, mask + 2, x + 32, 4, words2, a, b, last);
    emit(op, out + 48, mask + 3, x + 48, 4, words3, a, b, last);
    return;
  }
  let words = words0;
  for (let vector = 0; n; vector++) {
    const left = n < 4 ? n : 4;
    emit(op, out, mask, x, left, words, a, b, last);
    words = vector == 0 ? words1 : vector == 1 ? words2 : words3;
    out += 16;
    x += 16;
    mask += 1;
    n -= left;
  }
}

const multiplier0: u32 = 0xd2511f53;
const multiplier1: u32 = 0xcd9e8d57;
// What the two halves of the key grow by after each round: the golden ratio, √3 − 1.
const growth0: u32 = 0x9e3779b9;
const growth1: u32 = 0xbb67ae85;

/** The high words of the 64-bit products. */
@inline
function highProducts(x: v128, multiplier: v128): v128 {
  return v128.shuffle<u32>(v128.extmul_low<u32>(x, multiplier), v128.extmul_high<u32>(x, multiplier), 1, 3, 5, 7);
}

/**
 * Elements 0 to n − 1 of a stream, finished as `op` says. a and b: low and high − low for uniform values, mean and
 * deviation for normal ones, threshold and scale for dropout, which alone uses mask and x. last: the largest uniform
 * value allowed.
 *
 * Eight blocks at a time, four in x and four in y, so that the multiplications of one overlap those of the other. A round is
 *
 *     x0 ← high(m1·x2) ^ x1 ^ key0      x1 ← low(m1·x2)      x2 ← high(m0·x0) ^ x3 ^ key1      x3 ← low(m0·x0)
 *
 * The first two meet words that all blocks share, whose products are found once: x1 to x3 before, x0 and x1 after the first.
 * Loops end at their end, for V8 then finds before them what they leave as it is.
 */
@inline
function generate(
  op: Op,
  out: usize,
  mask: usize,
  x: usize,
  n: usize,
  a: v128,
  b: v128,
  last: v128,
  seedLow: u32,
  seedHigh: u32,
  count: u32,
  streamLow: u32,
  streamHigh: u32,
): void {
  if (n == 0) return;
  const m0 = i32x4.splat(multiplier0);
  const m1 = i32x4.splat(multiplier1);
  const product1 = <u64>streamLow * multiplier1;
  const product0 = <u64>(<u32>(product1 >> 32) ^ count ^ seedLow) * multiplier0;
  const first2 = i32x4.splat(streamHigh ^ seedHigh);
  const second0 = i32x4.splat(<u32>product1 ^ (seedLow + growth0));
  const second2 = i32x4.splat(<u32>(product0 >> 32) ^ (seedHigh + growth1));
  const second3 = i32x4.splat(<u32>product0);
  let block = i32x4(0, 1, 2, 3);
  do {
    const next = i32x4.add(block, i32x4.splat(4));
    let x2 = v128.xor(highProducts(block, m0), first2);
    let y2 = v128.xor(highProducts(next, m0), first2);
    let x0 = v128.xor(highProducts(x2, m1), second0);
    let y0 = v128.xor(highProducts(y2, m1), second0);
    let x1 = i32x4.mul(x2, m1);
    let y1 = i32x4.mul(y2, m1);
    x2 = v128.xor(i32x4.mul(block, m0), second2);
    y2 = v128.xor(i32x4.mul(next, m0), second2);
    let x3 = second3;
    let y3 = second3;
    let key0 = seedLow + 2 * growth0;
    let key1 = seedHigh + 2 * growth1;
    let rounds = 8;
    do {
      const k0 = i32x4.splat(key0);
      const k1 = i32x4.splat(key1);
      const even = x0;
      x0 = v128.xor(v128.xor(highProducts(x2, m1), x1), k0);
      x1 = i32x4.mul(x2, m1);
      x2 = v128.xor(v128.xor(highProducts(even, m0), x3), k1);
      x3 = i32x4.mul(even, m0);
      const other = y0;
      y0 = v128.xor(v128.xor(highProducts(y2, m1), y1), k0);
      y1 = i32x4.mul(y2, m1);
      y2 = v128.xor(v128.xor(highProducts(other, m0), y3), k1);
      y3 = i32x4.mul(other, m0);
      key0 += growth0;
      key1 += growth1;
    } while (--rounds);

    emitBlocks(op, out, mask, x, n, x0, x1, x2, x3, a, b, last);
    if (n <= 16) return;
    emitBlocks(op, out + 64, mask + 4, x + 64, n - 16, y0, y1, y2, y3, a, b, last);
    block = i32x4.add(block, i32x4.splat(8));
    out += 128;
    mask += 8;
    x += 128;
    n -= min<usize>(n, 32);
  } while (n);
}

/** out[i] = word i of the stream, a 32-bit pattern       for i in [0, n); out holds n of them. */
export function philoxWords(
  out: usize,
  n: usize,
  seedLow: u32,
  seedHigh: u32,
  count: u32,
  streamLow: u32,
  streamHigh: u32,
): void {
  const none = i32x4.splat(0);
  generate(Op.Words, out, 0, 0, n, none, none, none, seedLow, seedHigh, count, streamLow, streamHigh);
}

/**
 * out[i] = low + u · (high − low), u = ⌊word i / 2⁸⌋ · 2⁻²⁴       for i in [0, n); uniform in [low, high)
 *
 * Where rounding would give `high` itself, the float32 below it. `high − low` must be finite and not negative; where it
 * is 0 all values are `low`.
 */
export function randomUniform(
  out: usize,
  n: usize,
  low: f32,
  high: f32,
  seedLow: u32,
  seedHigh: u32,
  count: u32,
  streamLow: u32,
  streamHigh: u32,
): void {
  const width = high - low;
  const last = width > 0 ? below(high) : high;
  const a = f32x4.splat(low);
  const b = f32x4.splat(width);
  generate(Op.Uniform, out, 0, 0, n, a, b, f32x4.splat(last), seedLow, seedHigh, count, streamLow, streamHigh);
}

/** The float32 next below x. */
function below(x: f32): f32 {
  if (x == 0) return reinterpret<f32>(0x80000001);
  return reinterpret<f32>(reinterpret<i32>(x) + (x > 0 ? -1 : 1));
}

/**
 * Normal values by Box & Muller (1958), a pair from two words:
 *
 *     r = √(−2 ln u), u = word 2j · 2⁻³² + 2⁻³³ in (0, 1]      θ = π · (word 2j + 1, signed) / 2³¹
 *     out[2j] = mean + deviation · r cos θ      out[2j + 1] = mean + deviation · r sin θ
 *
 * All in float32, with the kernels' own log, sin and cos. u has 24 significant bits however small it is, so the tails
 * reach to r = 6.76, which a normal value exceeds once in 7·10¹⁰.
 */
export function randomNormal(
  out: usize,
  n: usize,
  mean: f32,
  deviation: f32,
  seedLow: u32,
  seedHigh: u32,
  count: u32,
  streamLow: u32,
  streamHigh: u32,
): void {
  const a = f32x4.splat(mean);
  const b = f32x4.splat(deviation);
  generate(Op.Normal, out, 0, 0, n, a, b, b, seedLow, seedHigh, count, streamLow, streamHigh);
}

/**
 * out[i] = kept ? x[i] · scale : +0       for i in [0, n); scale = 1 / (1 − rate), rounded to float32 once
 *
 * Element i is kept where u ≥ rate, u = ⌊word i / 2⁸⌋ · 2⁻²⁴, so with probability 1 − rate to 2⁻²⁴. What is dropped is
 * +0 even for Infinity and NaN. mask: ⌈n / 4⌉ bytes for `dropoutBackward`, bit j of byte k for element 4k + j and 0
 * beyond the last element.
 * rate in [0, 1), a float64; out may be x; mask needs no alignment.
 */
export function dropout(
  out: usize,
  mask: usize,
  x: usize,
  n: usize,
  rate: f64,
  seedLow: u32,
  seedHigh: u32,
  count: u32,
  streamLow: u32,
  streamHigh: u32,
): void {
  // u ≥ rate, in units of 2⁻²⁴.
  const threshold = i32x4.splat(<i32>Math.ceil(rate * 16777216));
  const scale = f32x4.splat(<f32>(1 / (1 - rate)));
  generate(Op.Dropout, out, mask, x, n, threshold, scale, scale, seedLow, seedHigh, count, streamLow, streamHigh);
}

/** All bits of a lane where its bit is set: lane j has bit 8·vector + j of `bits`. */
@inline
function lanesOf(bits: v128, vector: i32): v128 {
  const own = i32x4(1, 2, 4, 8);
  const at = vector == 0 ? own : i32x4.shl(own, 8 * vector);
  return i32x4.eq(v128.and(bits, at), at);
}

/**
 * dx[i] (+)= kept ? dy[i] · scale : +0       for i in [0, n), with the mask and scale of `dropout`
 *
 * dx may be dy.
 */
export function dropoutBackward(dx: usize, dy: usize, mask: usize, n: usize, rate: f64, adds: i32): void {
  const scale = f32x4.splat(<f32>(1 / (1 - rate)));
  if (n >= 16) {
    const end = dx + ((n >> 4) << 6);
    do {
      const bits = v128.load32_splat(mask);
      put(dx, v128.and(f32x4.mul(v128.load(dy), scale), lanesOf(bits, 0)), adds);
      put(dx + 16, v128.and(f32x4.mul(v128.load(dy, 16), scale), lanesOf(bits, 1)), adds);
      put(dx + 32, v128.and(f32x4.mul(v128.load(dy, 32), scale), lanesOf(bits, 2)), adds);
      put(dx + 48, v128.and(f32x4.mul(v128.load(dy, 48), scale), lanesOf(bits, 3)), adds);
      dx += 64;
      dy += 64;
      mask += 4;
    } while (dx < end);
  }
  for (let left = n & 15; left > 0; ) {
    const lanes = min<usize>(left, 4);
    const bits = i32x4.splat(load<u8>(mask));
    putPart(dx, v128.and(f32x4.mul(loadPart(dy, lanes), scale), lanesOf(bits, 0)), lanes, adds);
    dx += 16;
    dy += 16;
    mask++;
    left -= lanes;
  }
}
