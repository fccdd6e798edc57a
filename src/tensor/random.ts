/**
 * Random numbers that are counted, not drawn.
 *
 * Philox 4x32-10 turns a key of two 32-bit words and a counter of four into four random words, and keeps no state. Here
 *
 *     key      seed, low word        seed, high word
 *     counter  block                 count              stream, low word      stream, high word
 *
 * so word i of a stream is word i mod 4 of block ⌊i / 4⌋: a pure function of (seed, stream, count, i). `count` tells
 * uses of one stream apart (the training forwards of a dropout layer, the epochs of a shuffle). A stream is the hash
 * of a name that says what it is for, such as `init/dense2.weight`, so adding a layer changes nobody else's numbers.
 * kernels/random.ts computes the same words.
 *
 * @see J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.
 *   https://doi.org/10.1145/2063384.2063405
 */
import { requireInteger, valueText } from '../errors.ts';
import type { PhiloxPlace } from '../wasm/kernels.ts';
import { kernels, packScratch, packScratchBytes } from '../wasm/kernels.ts';
import { floats, integers } from '../wasm/memory.ts';
import { cos, log, sin } from './scalar-math.ts';

const twoTo32 = 4294967296;
const twoTo53 = 9007199254740992;

/** The high 32 bits of the 64-bit product of two 32-bit words, by halves of 16 bits. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (carried >>> 16);
}

/**
 * One block of Philox 4x32-10: four words into `out`. Each of the ten rounds multiplies two words of the counter by
 * constants, crosses the halves of the products over and adds the key by exclusive or; then the key moves on.
 */
export function philox4x32(
  out: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let [x0, x1, x2, x3] = [counter0 >>> 0, counter1 >>> 0, counter2 >>> 0, counter3 >>> 0];
  let [k0, k1] = [key0, key1];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, x0);
    const low0 = Math.imul(0xd2511f53, x0);
    const high2 = multiplyHigh(0xcd9e8d57, x2);
    const low2 = Math.imul(0xcd9e8d57, x2);
    x0 = (high2 ^ x1 ^ k0) >>> 0;
    x1 = low2 >>> 0;
    x2 = (high0 ^ x3 ^ k1) >>> 0;
    x3 = low0 >>> 0;
    k0 = (k0 + 0x9e3779b9) | 0; // the golden ratio
    k1 = (k1 + 0xbb67ae85) | 0; // √3 − 1
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

/**
 * The 64-bit number of a stream: FNV-1a over the UTF-8 bytes of its name, as two words.
 *
 *     h ← 14695981039346656037;   for each byte:  h ← (h xor byte) · 1099511628211  mod 2⁶⁴
 *
 * @see G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, The FNV non-cryptographic hash algorithm. RFC 9923.
 */
export function hashName(name: string): { low: number; high: number } {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of new TextEncoder().encode(name)) {
    low = (low ^ byte) >>> 0;
    // The prime is 2⁴⁰ + 0x1b3: the product is h · 0x1b3 plus the low word moved up by 40 bits.
    high = (Math.imul(high, 0x1b3) + multiplyHigh(low, 0x1b3) + (low << 8)) >>> 0;
    low = Math.imul(low, 0x1b3) >>> 0;
  }
  return { low, high };
}

function requireSeed(who: string, seed: unknown): void {
  requireInteger(who, { seed });
}

function requireStream(who: string, name: unknown): void {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(`${who}: the stream must have a name, got ${valueText(name)}`);
  }
}

function requireCount(who: string, count: unknown): void {
  requireInteger(who, { count });
  if ((count as number) >= twoTo32) throw new RangeError(`${who}: count must be below 2^32, got ${count}`);
}

/**
 * The words by which the kernels find a stream: what `randomUniform`, `dropout` and the others take as their last
 * arguments.
 *
 * @param seed a whole number from 0 to 2⁵³ − 1.
 * @param stream the stream's name, any text.
 * @param count which use of the stream, a whole number below 2³².
 * @throws RangeError, TypeError for anything else.
 */
export function philoxPlace(seed: number, stream: string, count = 0): PhiloxPlace {
  requireSeed('philoxPlace', seed);
  requireStream('philoxPlace', stream);
  requireCount('philoxPlace', count);
  const { low, high } = hashName(stream);
  return [seed >>> 0, Math.floor(seed / twoTo32), count, low, high];
}

/** A number that says how often something has happened: what tells the masks of one dropout layer apart. */
export class Counter {
  value: number;

  constructor(value = 0) {
    requireCount('Counter', value);
    this.value = value;
  }

  /** Counts one more; after 2³² − 1 comes 0. */
  advance(): void {
    this.value = (this.value + 1) >>> 0;
  }
}

/**
 * value mod n for whole numbers in [0, 2³²), n ≥ 1. The quotient of doubles, rounded down, is exact there, and the rest is
 * found modulo 2³²: the remainder operator of doubles takes five times as long.
 */
function remainder(value: number, n: number): number {
  return (value - Math.imul((value / n) >>> 0, n)) >>> 0;
}

/** An array or typed array. */
interface Items {
  readonly length: number;
  [index: number]: unknown;
}

/**
 * The random numbers of one purpose: `new RandomStream(seed, 'split')`. `wordAt(i)` reads any word at any time; the other
 * methods read from `position` on and move it, so `{ position }` is all there is to save.
 *
 * @throws RangeError, TypeError for a seed, name or count that `philoxPlace` refuses.
 */
export class RandomStream {
  readonly seed: number;
  readonly name: string;
  readonly count: number;
  /** The next word to read, a whole number below 2³⁴. */
  position = 0;
  readonly #place: PhiloxPlace;
  readonly #words = new Uint32Array(4);
  #block = -1;
  /** The first words, when many were worked out together. */
  #first = new Uint32Array();

  constructor(seed: number, name: string, count = 0) {
    requireSeed('RandomStream', seed);
    requireStream('RandomStream', name);
    requireCount('RandomStream', count);
    this.seed = seed;
    this.name = name;
    this.count = count;
    this.#place = philoxPlace(seed, name, count);
  }

  /** Word i of the stream, in [0, 2³²); 0 ≤ i < 2³⁴. */
  wordAt(i: number): number {
    if (i >= 0 && i < this.#first.length) return this.#first[i];
    const block = Math.floor(i / 4);
    if (block !== this.#block) this.#read(block, i);
    return this.#words[i - 4 * block];
  }

  #read(block: number, i: number): void {
    if (!Number.isInteger(i) || i < 0 || block >= twoTo32) {
      throw new RangeError(`RandomStream '${this.name}': a position must be a whole number in [0, 2^34), got ${i}`);
    }
    const [seedLow, seedHigh, count, streamLow, streamHigh] = this.#place;
    philox4x32(this.#words, block, count, streamLow, streamHigh, seedLow, seedHigh);
    this.#block = block;
  }

  /** The next word, in [0, 2³²). */
  word(): number {
    return this.wordAt(this.position++);
  }

  /** Uniform in [0, 1), a multiple of 2⁻⁵³, from two words: (⌊a / 2⁵⌋ · 2²⁶ + ⌊b / 2⁶⌋) / 2⁵³. */
  uniform(): number {
    const a = this.word() >>> 5;
    const b = this.word() >>> 6;
    return (a * 67108864 + b) / twoTo53;
  }

  /**
   * A whole number in [0, n), each as likely as any other: words in the incomplete last run of n below 2³² are drawn
   * again. One word at a time (two, of 53 bits, where n is above 2³²), fewer than two tries on average.
   *
   * @throws RangeError if n is not a whole number in [1, 2⁵³).
   */
  integerBelow(n: number): number {
    requireInteger('integerBelow', { n }, 1);
    if (n <= twoTo32) return this.#below(n);
    const complete = twoTo53 - (twoTo53 % n);
    for (;;) {
      const value = (this.word() >>> 11) * twoTo32 + this.word();
      if (value < complete) return value % n;
    }
  }

  /**
   * Fills `values` with whole numbers in [0, n): those that `integerBelow(n)` would give, one after the other. Many at a time
   * from a new stream take a fraction of the time.
   *
   * @throws RangeError if n is not a whole number in [1, 2³²].
   */
  fillBelow(values: Uint32Array, n: number): Uint32Array {
    requireInteger('fillBelow', { n }, 1);
    if (n > twoTo32) throw new RangeError(`fillBelow: n must be at most 2^32, got ${n}`);
    if (this.position === 0 && values.length > 64) this.#readFirst(values.length);
    const words = this.#first;
    let { position } = this;
    for (let i = 0; i < values.length; i++) {
      if (position < words.length && words[position] <= twoTo32 - n) {
        values[i] = remainder(words[position++], n);
      } else {
        this.position = position;
        values[i] = this.#below(n);
        position = this.position;
      }
    }
    this.position = position;
    return values;
  }

  /** `integerBelow` for 1 ≤ n ≤ 2³². */
  #below(n: number): number {
    for (;;) {
      const value = this.word();
      // The incomplete run is shorter than n, so that its beginning is only worked out near the end.
      if (value <= twoTo32 - n || value < twoTo32 - (twoTo32 % n)) return remainder(value, n);
    }
  }

  /**
   * Puts the items into a random order, in place, each order as likely as any other (Fisher–Yates, from the end).
   * Returns what it was given.
   */
  shuffle<T extends Items>(items: T): T {
    if (this.position === 0 && items.length > 64) this.#readFirst(items.length);
    if (items instanceof Uint32Array) this.#shuffleRows(items);
    else this.#shuffleItems(items);
    return items;
  }

  #shuffleItems(items: Items): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const item = items[i];
      items[i] = items[j];
      items[j] = item;
    }
  }

  /**
   * The same for row numbers, to the same order: one kind of array, and the words of the kernel read in place, take a
   * quarter of the time.
   */
  #shuffleRows(rows: Uint32Array): void {
    const words = this.#first;
    let { position } = this;
    for (let i = rows.length - 1; i > 0; i--) {
      const n = i + 1;
      let j: number;
      if (position < words.length && words[position] <= twoTo32 - n) {
        const value = words[position++];
        j = remainder(value, n);
      } else {
        this.position = position;
        j = this.#below(n);
        position = this.position;
      }
      const row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
    this.position = position;
  }

  /** Has the kernel work out the first `n` words, a tenth of the time of one by one, as far as its scratch has room. */
  #readFirst(n: number): void {
    const count = Math.min(n, packScratchBytes / 4);
    if (count <= this.#first.length) return;
    kernels.philoxWords(packScratch, count, ...this.#place);
    this.#first = new Uint32Array(integers().slice(packScratch / 4, packScratch / 4 + count).buffer);
  }

  /**
   * Normal with the given mean and standard deviation, by Box–Muller from four words, all in float64:
   *
   *     mean + deviation · √(−2 ln u) · cos 2πv       u in (0, 1], v in [0, 1)
   */
  normal(mean = 0, standardDeviation = 1): number {
    const u = 1 - this.uniform();
    const v = this.uniform();
    return mean + standardDeviation * Math.sqrt(-2 * log(u)) * cos(2 * Math.PI * v);
  }
}

/**
 * values[i] = low + (high − low) · ⌊word i / 2⁸⌋ · 2⁻²⁴, in float32: uniform in [low, high). Where rounding would give
 * `high` itself, the float32 below it.
 *
 * The kernel `randomUniform` gives the same bits, in a twentieth of the time of a loop that nothing has compiled yet, and has as many
 * as its scratch has room for: initial weights are among the first things that a program makes.
 */
export function fillUniform(values: Float32Array, low: number, high: number, place: PhiloxPlace): void {
  const first = Math.min(values.length, packScratchBytes / 4);
  kernels.randomUniform(packScratch, first, low, high, ...place);
  values.set(floats().subarray(packScratch / 4, packScratch / 4 + first));
  if (first < values.length) fillUniformFrom(first, values, low, high, place);
}

/** The same from value `first` on, a multiple of 4. */
export function fillUniformFrom(
  first: number,
  values: Float32Array,
  low: number,
  high: number,
  [seedLow, seedHigh, count, streamLow, streamHigh]: PhiloxPlace,
): void {
  const [start, end] = [Math.fround(low), Math.fround(high)];
  const width = Math.fround(end - start);
  const last = width > 0 ? below(end) : Number.POSITIVE_INFINITY;
  const words = new Uint32Array(4);
  for (let i = first; i < values.length; i++) {
    if (i % 4 === 0) philox4x32(words, i / 4, count, streamLow, streamHigh, seedLow, seedHigh);
    const value = Math.fround(start + Math.fround((words[i % 4] >>> 8) * 2 ** -24 * width));
    values[i] = Math.min(value, last);
  }
}

/** The float32 next below a float32. */
function below(x: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, x);
  if (x === 0) bits.setUint32(0, 0x80000001);
  else bits.setInt32(0, bits.getInt32(0) + (x > 0 ? -1 : 1));
  return bits.getFloat32(0);
}

/**
 * Normal values by Box–Muller, a pair from two words, in float64 and rounded to float32 once:
 *
 *     r = √(−2 ln((word 2j + ½) / 2³²))      θ = π · (word 2j + 1 as a signed number) / 2³¹
 *     values[2j] = mean + deviation · r cos θ      values[2j + 1] = mean + deviation · r sin θ
 *
 * r ends at 6.76, which a normal value exceeds once in 7·10¹⁰. The kernel `randomNormal` reads the same words in
 * float32 arithmetic, so it differs from this in the last bits.
 */
export function fillNormal(values: Float32Array, mean: number, standardDeviation: number, place: PhiloxPlace): void {
  const [seedLow, seedHigh, count, streamLow, streamHigh] = place;
  const words = new Uint32Array(4);
  for (let i = 0; i < values.length; i += 2) {
    if (i % 4 === 0) philox4x32(words, i / 4, count, streamLow, streamHigh, seedLow, seedHigh);
    const radius = standardDeviation * Math.sqrt(-2 * log((words[i % 4] + 0.5) / twoTo32));
    const angle = (words[(i % 4) + 1] | 0) * (Math.PI / 2147483648);
    values[i] = mean + radius * cos(angle);
    if (i + 1 < values.length) values[i + 1] = mean + radius * sin(angle);
  }
}
