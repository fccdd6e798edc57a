/** `gradCheck`: gradients of `backward()` against central differences. */
import { GradientError, requireKnownOptions, requirePositive, shapeText, valueText } from '../errors.ts';
import { noGrad } from '../tensor/mode.ts';
import { Tensor } from '../tensor/tensor.ts';
import { backwardFrom } from './backward.ts';

export interface GradCheckOptions {
  /** Half the distance between the two points of a difference, for values up to 1; larger values take more. 2⁻⁸ unless set. */
  step?: number;
  /** Largest allowed |analytic − numeric| / max(1, largest |numeric|). 2e-3 unless set. */
  tolerance?: number;
}

/** What `gradCheck` found: the place where the two gradients differ most. */
export interface GradCheckReport {
  readonly largestError: number;
  readonly input: number;
  readonly element: number;
  readonly analytic: number;
  readonly numeric: number;
}

/**
 * Compares the gradients of `fn` that `backward()` gives with central differences, for every element of every input.
 *
 * A function of any output shape is reduced to Σ wᵢ·yᵢ with fixed weights wᵢ between 0.5 and 1.5, summed in float64:
 *
 *     numeric = (F(x + h) − F(x − h)) / 2h,   F = Σ wᵢ·fn(x)ᵢ,   h = step · max(1, |x|)
 *
 * In float32 the rounding of y, about 6e-8·|y|, is divided by h, and the curvature adds h²·F‴/6: a step of 2⁻⁸ balances
 * the two near 1e-5 for smooth functions of size 1. Inputs on a kink (ReLU at 0) have no difference quotient: keep them
 * a step away. For users' own operations as well as ours.
 *
 * @param fn takes as many tensors as `inputs` has, must be deterministic, and is called twice for every element.
 * @throws GradientError naming input, element and both gradients where they differ by more than the tolerance.
 */
export function gradCheck(
  fn: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradCheckOptions = {},
): GradCheckReport {
  requireKnownOptions('gradCheck', options, ['step', 'tolerance']);
  const { step = 2 ** -8, tolerance = 2e-3 } = options;
  requirePositive('gradCheck', { step, tolerance });
  if (!Array.isArray(inputs) || inputs.some((input) => !(input instanceof Tensor))) {
    throw new TypeError(`gradCheck: inputs must be an array of tensors, got ${valueText(inputs)}`);
  }
  const copies = inputs.map((input) => new Tensor(input.shape, input.toFloat32Array(), true));
  const output = fn(...copies);
  const weights = Float32Array.from({ length: output.size }, (_, i) => 0.5 + ((i * 0.618034) % 1));
  if (!output.requiresGrad) throw new GradientError('gradCheck: the output of fn depends on no input');
  backwardFrom(output, weights);
  const analytic = copies.map((copy) => copy.grad?.toFloat32Array() ?? new Float32Array(copy.size));

  const weighted = (): number => {
    const values = noGrad(() => fn(...copies)).toFloat32Array();
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += weights[i] * values[i];
    return sum;
  };
  let worst: GradCheckReport = { largestError: 0, input: 0, element: 0, analytic: 0, numeric: 0 };
  copies.forEach((copy, input) => {
    const values = copy.values!;
    const numeric = new Float64Array(copy.size);
    for (let i = 0; i < copy.size; i++) {
      const x = values[i];
      const h = step * Math.max(1, Math.abs(x));
      values[i] = x + h;
      const above = values[i];
      const right = weighted();
      values[i] = x - h;
      const below = values[i];
      const left = weighted();
      values[i] = x;
      numeric[i] = (right - left) / (above - below);
    }
    const scale = numeric.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    for (let i = 0; i < copy.size; i++) {
      const error = Math.abs(analytic[input][i] - numeric[i]) / scale;
      if (error <= worst.largestError) continue; // NaN falls through to be reported
      worst = { largestError: error, input, element: i, analytic: analytic[input][i], numeric: numeric[i] };
    }
  });
  if (!(worst.largestError <= tolerance)) {
    throw new GradientError(
      `gradCheck: input ${worst.input} ${shapeText(inputs[worst.input].shape)}, element ${worst.element}: ` +
        `backward gives ${worst.analytic}, differences give ${worst.numeric} (error ${worst.largestError}, allowed ${tolerance})`,
    );
  }
  return worst;
}
