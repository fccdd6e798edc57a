/** Losses of validation have the penalty on the weights in them, which says nothing about how well rows are predicted. */

import { type EarlyStopping, type EarlyStoppingOptions, earlyStopping } from '../training/early-stopping.ts';
import type { Sequential } from '../training/sequential.ts';

/** What the penalty adds to every loss of a model. */
export function penaltyOf(model: Sequential): number {
  return model.hasPenalty ? model.penalty().item() : 0;
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
      const validationLoss = figures.validationLoss - penaltyOf(run.model as Sequential);
      return inner.call(stopping, epoch, { ...figures, validationLoss }, run);
    }) satisfies EarlyStopping['onEpochEnd'],
  });
}
