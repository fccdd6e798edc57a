import { requireInteger, requireKnownOptions } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { sobolDirections } from './sobol-directions.ts';

const bits = 32;
const twoTo32 = 4294967296;

export interface SobolOptions {
  /** Scrambles the points; they stay as they are without one, the first of them at 0. */
  readonly seed?: number;
}

/**
 * The points of a Sobol sequence, which fill the unit cube more evenly than random ones: of the first 2ᵏ, each coordinate has one in each
 * interval [j / 2ᵏ, (j + 1) / 2ᵏ), and so have the 2ᵏ from each multiple of 2ᵏ on. Any point at once:
 *
 *     x = ⊕ vₖ over the ones gₖ of g = i ⊕ ⌊i / 2⌋               exclusive or, g the Gray code of i, k = 1 for the last digit
 *     vₖ = mₖ / 2ᵏ     mₖ = 2a₁mₖ₋₁ ⊕ 2²a₂mₖ₋₂ ⊕ … ⊕ 2ˢmₖ₋ₛ ⊕ mₖ₋ₛ
 *
 * with the directions of Joe and Kuo, in the order that SciPy gives them in.
 *
 * With a seed they are scrambled as Owen has it: digit k of a coordinate is turned over or not by a random digit of its own for each
 * possible beginning of k − 1 digits. Every point is then uniform in the cube, what is said above of intervals holds as before, and means
 * over 2ᵏ points of a smooth function come closer to its integral than those over points that are not scrambled.
 *
 * Coordinates are multiples of 2⁻³² in [0, 1). A scrambled one takes about 3 µs.
 *
 * @see P. Bratley, B. L. Fox, Algorithm 659: Implementing Sobol's quasirandom sequence generator, ACM TOMS 14, 1988.
 * @see A. B. Owen, Randomly permuted (t,m,s)-nets and (t,s)-sequences, 1995. https://doi.org/10.1007/978-1-4612-2552-2_19
 * @throws RangeError unless dimensions are 1 to 101 and the seed is a whole number of at least 0; TypeError for an unknown option.
 */
export class SobolPoints {
  /** The most dimensions there can be. */
  static readonly mostDimensions = sobolDirections.length + 1;

  readonly dimensions: number;
  readonly seed: number | undefined;
  /** vₖ · 2³² of dimension j at 32j + k − 1. */
  readonly #directions: Uint32Array;
  readonly #scrambles: readonly RandomStream[];

  constructor(dimensions: number, options: SobolOptions = {}) {
    const who = 'SobolPoints';
    requireKnownOptions(who, options, ['seed']);
    requireInteger(who, { dimensions }, 1);
    const most = SobolPoints.mostDimensions;
    if (dimensions > most) throw new RangeError(`${who}: dimensions must be at most ${most}, got ${dimensions}`);
    const { seed } = options;
    if (seed !== undefined) requireInteger(who, { seed });
    this.dimensions = dimensions;
    this.seed = seed;
    this.#directions = new Uint32Array(bits * dimensions);
    for (let j = 0; j < dimensions; j++) fillDirections(this.#directions.subarray(bits * j, bits * (j + 1)), j);
    this.#scrambles =
      seed === undefined
        ? []
        : Array.from({ length: dimensions }, (_, j) => new RandomStream(seed, `search/sobol/dimension ${j}`));
  }

  /**
   * Point `index`, from 0: a coordinate for each dimension.
   *
   * @throws RangeError unless `index` is a whole number in [0, 2³²).
   */
  at(index: number): Float64Array {
    requireInteger('SobolPoints', { index });
    if (index >= twoTo32) throw new RangeError(`SobolPoints: index must be below 2^32, got ${index}`);
    const gray = (index ^ (index >>> 1)) >>> 0;
    const point = new Float64Array(this.dimensions);
    for (let j = 0; j < this.dimensions; j++) {
      let x = 0;
      for (let k = 0; k < bits; k++) if ((gray >>> k) & 1) x ^= this.#directions[bits * j + k];
      if (this.seed !== undefined) x = scrambled(x, this.#scrambles[j]);
      point[j] = (x >>> 0) / twoTo32;
    }
    return point;
  }
}

/** vₖ · 2³² of dimension j, for k = 1 … 32. */
function fillDirections(v: Uint32Array, j: number): void {
  if (j === 0) {
    for (let k = 0; k < bits; k++) v[k] = 1 << (bits - 1 - k);
    return;
  }
  const { a, m } = sobolDirections[j - 1];
  const s = m.length;
  for (let k = 0; k < bits; k++) {
    if (k < s) {
      v[k] = m[k] << (bits - 1 - k);
      continue;
    }
    let value = v[k - s] ^ (v[k - s] >>> s);
    for (let i = 1; i < s; i++) if ((a >>> (s - 1 - i)) & 1) value ^= v[k - i];
    v[k] = value;
  }
}

/**
 * Owen's nested scramble of 32 binary digits. The beginnings of digits are the nodes of a tree: 1 is the empty one, and 2n and 2n + 1
 * continue n; the word of a node decides about the digit that comes next.
 */
function scrambled(x: number, random: RandomStream): number {
  let turned = 0;
  let node = 1;
  for (let digit = bits - 1; digit >= 0; digit--) {
    turned |= (random.wordAt(node) >>> 31) << digit;
    node = 2 * node + ((x >>> digit) & 1);
  }
  return x ^ turned;
}
