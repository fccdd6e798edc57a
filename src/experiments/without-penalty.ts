/** Losses of validation have the penalty on the weights in them, which says nothing about how well rows are predicted. */

import { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from '../training/early-stopping.ts';
import type { Sequential } from '../training/sequential.ts';

/** What the penalty adds to every loss of a model. */
export function penaltyOf(model: Sequential): number {
  return model.hasPenalty ? model.penalty().item() : 0;
}

/** Losses are sums in float32, of which less than three digits are left beside a penalty so many times as large. */
const mostTimes = 1e4;

/**
 * A loss without the penalty that is in it. Infinity where that cannot be told, because the penalty is more than 10⁴ times as large: rounding
 * would make 0 of it, the best loss of all, for a network whose weights have grown without end.
 */
export function lossWithoutPenalty(loss: number, penalty: number): number {
  const own = loss - penalty;
  return penalty > mostTimes * own ? Number.POSITIVE_INFINITY : own;
}

/**
 * Early stopping by the validation loss without the penalty, so that networks with different penalties are compared by what they predict, and a
 * penalty that falls from epoch to epoch does not pass for learning. For a model that is `Sequential`.
 */
export function stoppingWithoutPenalty(options: Omit<EarlyStoppingOptions, 'monitor'>): EarlyStopping {
  const stopping = earlyStopping({ ...options, monitor: 'validationLoss' });
  const inner = stopping.onEpochEnd!;
  return Object.assign(stopping, {
    onEpochEnd: ((epoch, figures, run) => {
      const validationLoss = lossWithoutPenalty(figures.validationLoss, penaltyOf(run.model as Sequential));
      return inner.call(stopping, epoch, { ...figures, validationLoss }, run);
    }) satisfies EarlyStopping['onEpochEnd'],
  });
}
