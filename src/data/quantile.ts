/**
 * The value below which a share q of the sorted values lies, q from 0 to 1: linear between the two nearest at place
 * q · (n − 1), counted from 0. As NumPy and pandas unless told otherwise.
 *
 * @param sorted n ≥ 1 values in ascending order. Where two neighbours are too far apart to subtract, the result is not finite.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const share = place - below;
  const low = sorted[below];
  if (share === 0) return low;
  const high = sorted[below + 1];
  // From the nearer end, as NumPy: then no result lies outside [low, high].
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}
