/** Sizes and values for tests of what goes along an axis. */
import type { Sizes } from '../twins/reduce.ts';
import { lengths, someFloats, specialFloats } from './floats.ts';

/** Sizes around a vector, around the 67 columns that are summed at once, and around blocks of 4,096. */
const inners = [1, 2, 3, 4, 5, 6, 7, 10, 16, 67, 68, 70, 130];
export const allSizes: Sizes[] = [
  ...lengths.flatMap((axis) => inners.map((inner) => ({ outer: axis > 100 ? 1 : 2, axis, inner }))),
  ...[7, 9, 10, 11, 13, 14, 22, 26, 27, 32, 39, 33, 47, 48, 4095, 4096, 4097, 9001].flatMap((axis) =>
    [1, 3, 6, 17].map((inner) => ({ outer: 1, axis, inner })),
  ),
  { outer: 0, axis: 3, inner: 5 },
  { outer: 3, axis: 3, inner: 0 },
];
export const someSizes = allSizes.filter(({ axis, inner }) => axis * inner < 3000);

export const nameOf = ({ outer, axis, inner }: Sizes) => `[${outer}, ${axis}, ${inner}]`;
export const sizeOf = ({ outer, axis, inner }: Sizes) => outer * axis * inner;

/** Special values among ordinary ones, at places that change with the seed. */
export function withSpecials(n: number, seed: number): Float32Array {
  const values = someFloats(n, 5, seed);
  for (let i = 0; i < n; i += 13) values[(i * 7 + seed) % n] = specialFloats[(i + seed) % specialFloats.length];
  return values;
}
