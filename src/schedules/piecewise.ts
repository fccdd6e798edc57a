import { requireInteger, requireNonNegative, valueText } from '../errors.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface PiecewiseOptions extends PerOption {
  /** The steps at which the next value begins, whole numbers that rise. */
  readonly boundaries: readonly number[];
  /** The rates, one more than boundaries, each at least 0. */
  readonly values: readonly number[];
}

/**
 * Given rates between given steps.
 *
 *     rate(s) = values[k]      boundaries[k − 1] ≤ s < boundaries[k]
 *
 * A boundary is the first step of the next rate, as the milestones of PyTorch's `MultiStepLR`; in Keras'
 * `PiecewiseConstantDecay` it is the last of the one before.
 *
 * @throws RangeError, TypeError for values out of range, boundaries that do not rise, or counts that do not match.
 */
export function piecewise(options: PiecewiseOptions): Schedule {
  const { boundaries, values, per } = requireOptions('piecewise', options, ['boundaries', 'values']);
  for (const [name, list] of Object.entries({ boundaries, values })) {
    if (!Array.isArray(list)) throw new TypeError(`piecewise: ${name} must be an array, got ${valueText(list)}`);
  }
  if (values.length !== boundaries.length + 1) {
    throw new RangeError(
      `piecewise: expected one value more than boundaries, got ${values.length} values and ${boundaries.length} boundaries`,
    );
  }
  values.forEach((value, i) => {
    requireNonNegative('piecewise', { [`values[${i}]`]: value });
  });
  boundaries.forEach((boundary, i) => {
    requireInteger('piecewise', { [`boundaries[${i}]`]: boundary }, i === 0 ? 1 : boundaries[i - 1] + 1);
  });
  const [starts, rates] = [[...boundaries], [...values]];
  return makeSchedule('piecewise', { per, boundaries: starts, values: rates }, (step) => {
    let k = 0;
    while (k < starts.length && step >= starts[k]) k++;
    return rates[k];
  });
}
