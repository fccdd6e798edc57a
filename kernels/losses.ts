/**
 * What all losses have in common; the losses are in softmax-cross-entropy.ts and element-losses.ts.
 *
 * A loss is the mean over rows or elements as one float32. Their own losses are float32 values, summed in the order of
 * kernels/sums.ts; the float64 total is divided by their number and rounded once. `weights` is 0, or the address of one
 * factor for each row, which multiplies the losses of its row; the divisor stays the number of rows or elements.
 *
 * Gradients are slope · factor by `flushedProduct`, factor = dLoss[0] / number rounded to float32 once, times the weight
 * of the row. The slope and the product are flushed: magnitudes below 2⁻⁸⁰ become +0, since a saturated loss would
 * otherwise leave gradients whose products are denormal.
 */

/** out[0] = sum / number */
@inline
export function storeMean(out: usize, sum: f64, number: usize): void {
  store<f32>(out, <f32>(sum / <f64>number));
}

/** dLoss[0] · times / number, rounded once. */
@inline
export function shareOf(dLoss: usize, times: f64, number: usize): f32 {
  return <f32>((<f64>load<f32>(dLoss) * times) / <f64>number);
}

/** Lanes 1, 2, 3 and `value`. */
@inline
export function shiftedIn(x: v128, value: f32): v128 {
  return v128.shuffle<u32>(x, f32x4.splat(value), 1, 2, 3, 4);
}
