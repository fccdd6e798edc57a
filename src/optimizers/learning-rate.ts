import { requireOneOf, requirePositive, valueText } from '../errors.ts';

/** A rate, or a function from the step (from 0) to one: any of `schedules`. With `per: 'epoch'` it gets the epoch. */
export type LearningRate = number | (((step: number) => number) & { readonly per?: 'step' | 'epoch' });

/** @throws TypeError for what is neither a number nor a function; RangeError for a number that is not positive, or another `per`. */
export function requireLearningRate(name: string, learningRate: unknown): LearningRate {
  if (typeof learningRate === 'function') {
    const { per } = learningRate as { per?: unknown };
    if (per !== undefined) requireOneOf(name, 'learningRate.per', per, ['step', 'epoch']);
  } else if (typeof learningRate === 'number') requirePositive(name, { learningRate });
  else {
    throw new TypeError(`${name}: learningRate must be a number or a schedule, got ${valueText(learningRate)}`);
  }
  return learningRate as LearningRate;
}

/**
 * The rate of a step, both counts from 0.
 *
 * @throws RangeError if a schedule gives anything but a finite number of at least 0.
 */
export function rateAt(name: string, learningRate: LearningRate, step: number, epoch: number): number {
  if (typeof learningRate === 'number') return learningRate;
  const perEpoch = learningRate.per === 'epoch';
  const at = perEpoch ? epoch : step;
  const rate = learningRate(at);
  if (Number.isFinite(rate) && rate >= 0) return rate;
  throw new RangeError(
    `${name}: the learning rate must be a finite number of at least 0, ` +
      `got ${valueText(rate)} from its schedule at ${perEpoch ? 'epoch' : 'step'} ${at}`,
  );
}
