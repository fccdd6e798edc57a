import { requireInteger, requireNonNegative, requirePositive } from '../errors.ts';
import { cos } from '../tensor/scalar-math.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface OneCycleOptions extends PerOption {
  /** The highest rate, at least 0. */
  readonly maximum: number;
  /** The steps of the whole cycle, a whole number of at least 1. */
  readonly steps: number;
  /** The fraction of the steps in which the rate rises, in [0, 1]; 0.3 unless given. */
  readonly warmupFraction?: number;
  /** The first rate is maximum / initialDivisor; 25 unless given. */
  readonly initialDivisor?: number;
  /** The last rate is maximum / initialDivisor / finalDivisor; 10,000 unless given. */
  readonly finalDivisor?: number;
}

/**
 * One cycle for the whole training: the rate rises to its maximum, then falls far below where it began; both ways along
 * half a wave of the cosine.
 *
 *     between(a, b, t) = b + (a − b) · (1 + cos πt) / 2
 *     peak = max(0, warmupFraction · steps − 1)      last = steps − 1
 *
 *     rate(s) = between(maximum / initialDivisor, maximum, s / peak)                    s ≤ peak
 *     rate(s) = between(maximum, final, (s − peak) / (last − peak))              peak < s ≤ last
 *     rate(s) = final = maximum / initialDivisor / finalDivisor                         s > last
 *
 * The two phases of PyTorch's `OneCycleLR` (which refuses steps beyond the last). `peak` need not be whole. Momentum is
 * left alone.
 *
 * @see Smith & Topin, Super-convergence: very fast training of neural networks using large learning rates, 2018, for
 *   the cycle; the cosine and the two phases are fastai's. https://arxiv.org/abs/1708.07120
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const names = ['maximum', 'steps', 'warmupFraction', 'initialDivisor', 'finalDivisor'] as const;
  const {
    maximum,
    steps,
    warmupFraction = 0.3,
    initialDivisor = 25,
    finalDivisor = 1e4,
    per,
  } = requireOptions('oneCycle', options, names);
  requireNonNegative('oneCycle', { maximum, warmupFraction });
  requireInteger('oneCycle', { steps }, 1);
  requirePositive('oneCycle', { initialDivisor, finalDivisor });
  if (warmupFraction > 1) throw new RangeError(`oneCycle: warmupFraction must be in [0, 1], got ${warmupFraction}`);

  const initial = maximum / initialDivisor;
  const final = initial / finalDivisor;
  const peak = Math.max(0, warmupFraction * steps - 1);
  const last = steps - 1;
  const between = (a: number, b: number, t: number) => b + ((a - b) * (1 + cos(Math.PI * t))) / 2;
  const written = { per, maximum, steps, warmupFraction, initialDivisor, finalDivisor };
  return makeSchedule('oneCycle', written, (step) => {
    if (step === peak) return maximum;
    if (step < peak) return between(initial, maximum, step / peak);
    return step < last ? between(maximum, final, (step - peak) / (last - peak)) : final;
  });
}
