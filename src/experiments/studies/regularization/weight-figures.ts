/** What the weights of a network say about the penalty that it was trained with. */

/** Ends of the bins of `sizeHistogram`, in ascending order. */
export const sizeEdges: readonly number[] = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/** What each bin holds. */
export const sizeBins: readonly string[] = ['0', '< 10⁻⁶', '10⁻⁶', '10⁻⁵', '10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '≥ 1'];

/**
 * How many weights there are of each size |w|, in bins that are the same for all networks: those that are exactly 0; above 0 and below
 * 10⁻⁶; from 10⁻⁶ and below 10⁻⁵; … ; from 1.
 *
 * Powers of ten, since the question is how near to 0 a penalty brings a weight, and equal bins would put all that into one.
 *
 * @param weights values of any number of weights.
 * @returns as many numbers as `sizeBins`; their sum is the number of weights.
 */
export function sizeHistogram(weights: readonly ArrayLike<number>[]): number[] {
  const counts = sizeBins.map(() => 0);
  for (const values of weights) {
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i]);
      let bin = 0;
      if (size > 0) {
        bin = 1;
        while (bin <= sizeEdges.length && size >= sizeEdges[bin - 1]) bin++;
      }
      counts[bin]++;
    }
  }
  return counts;
}

/** The share of weights that are exactly 0, from a histogram of their sizes. */
export function zeroShareOf(histogram: readonly number[]): number {
  return histogram[0] / histogram.reduce((sum, count) => sum + count, 0);
}

/**
 * The input columns whose weights are all exactly 0, so that the network does not see them.
 *
 * @param weight of the first layer, [columns, units], row by row.
 * @returns their numbers, from 0, in ascending order.
 */
export function columnsOff(weight: ArrayLike<number>, columns: number): number[] {
  const units = weight.length / columns;
  const isOff = (column: number): boolean => {
    for (let i = column * units; i < (column + 1) * units; i++) if (weight[i] !== 0) return false;
    return true;
  };
  return Array.from({ length: columns }, (_, column) => column).filter(isOff);
}
