/**
 * The two 16-bit floating-point formats, to and from float32, without loss on the way up and rounded to the nearest, ties
 * to even, on the way down.
 *
 *     float16 (IEEE 754 binary16)    1 sign, 5 exponent (bias 15), 10 fraction bits    largest 65504, smallest 2⁻²⁴
 *     bfloat16                       1 sign, 8 exponent (bias 127), 7 fraction bits    the upper half of a float32
 *
 * NaN stays NaN, with what fits of its payload; infinities and the sign of zero stay.
 *
 * @see IEEE 754-2008, section 3.6, table 3.5; Intel, "BFLOAT16 Hardware Numerics Definition", 2018.
 */
import { DataError } from '../errors.ts';

const float32Infinity = 0x7f800000;

/** Float16 bits to the same values in float32. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const values = new Float32Array(halves.length);
  const words = new Uint32Array(values.buffer);
  for (let i = 0; i < halves.length; i++) {
    const sign = (halves[i] & 0x8000) << 16;
    const exponent = (halves[i] >>> 10) & 31;
    const fraction = halves[i] & 0x3ff;
    if (exponent === 31) words[i] = sign | float32Infinity | (fraction << 13);
    else if (exponent > 0) words[i] = sign | ((exponent + (127 - 15)) << 23) | (fraction << 13);
    else values[i] = (sign < 0 ? -1 : 1) * fraction * 2 ** -24;
  }
  return values;
}

/** Float32 values to the bits of the nearest float16. @throws DataError for a finite value beyond 65504. */
export function toFloat16(who: string, values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < words.length; i++) {
    const sign = (words[i] >>> 16) & 0x8000;
    const magnitude = words[i] & 0x7fffffff;
    let half: number;
    if (magnitude > float32Infinity) {
      half = 0x7c00 | ((magnitude >>> 13) & 0x3ff || 0x200);
    } else if (magnitude === float32Infinity) {
      half = 0x7c00;
    } else if (magnitude < (127 - 14) << 23) {
      // Below 2⁻¹⁴ float16 counts in steps of 2⁻²⁴. In float64, adding 2⁵² leaves no room for a fraction: it rounds.
      half = Math.abs(values[i]) * 2 ** 24 + 2 ** 52 - 2 ** 52;
    } else {
      half = roundedShift(magnitude - ((127 - 15) << 23), 13);
      if (half >= 0x7c00) throw tooLarge(who, values, i, 'F16', 65504);
    }
    halves[i] = sign | half;
  }
  return halves;
}

/** Bfloat16 bits to the same values in float32. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** Float32 values to the bits of the nearest bfloat16. @throws DataError for a finite value that rounds beyond its largest. */
export function toBfloat16(who: string, values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < words.length; i++) {
    const sign = (words[i] >>> 16) & 0x8000;
    const magnitude = words[i] & 0x7fffffff;
    let half: number;
    if (magnitude > float32Infinity) {
      half = 0x7f80 | ((magnitude >>> 16) & 0x7f || 0x40);
    } else {
      half = roundedShift(magnitude, 16);
      if (half === 0x7f80 && magnitude < float32Infinity) throw tooLarge(who, values, i, 'BF16', '3.39e38');
    }
    halves[i] = sign | half;
  }
  return halves;
}

/** bits / 2^places, rounded to the nearest whole number, ties to even. A carry runs into the exponent, as it should. */
function roundedShift(bits: number, places: number): number {
  const half = (1 << (places - 1)) - 1;
  return (bits + half + ((bits >>> places) & 1)) >>> places;
}

function tooLarge(who: string, values: Float32Array, i: number, dtype: string, largest: number | string): DataError {
  return new DataError(`${who}: ${values[i]} at [${i}] is too large for ${dtype}, which ends at ${largest}; store F32`);
}
