/** Losses are compared without the penalty, and none is low because a penalty is large. */
import { describe, expect, it } from 'vitest';
import { lossWithoutPenalty, penaltyOf, stoppingWithoutPenalty } from '../../src/experiments/without-penalty.ts';
import { Dense } from '../../src/layers/dense.ts';
import { l2 } from '../../src/regularizers/l2.ts';
import type { TrainingRun } from '../../src/training/callback.ts';
import { Sequential } from '../../src/training/sequential.ts';

describe('a loss without its penalty', () => {
  it('is what is left, and the loss itself without one', () => {
    expect(lossWithoutPenalty(0.75, 0.5)).toBe(0.25);
    expect(lossWithoutPenalty(0.75, 0)).toBe(0.75);
    expect(lossWithoutPenalty(0, 0)).toBe(0);
  });

  it('is Infinity where rounding in float32 leaves nothing of it', () => {
    const penalty = Math.fround(1e9);
    expect(lossWithoutPenalty(Math.fround(Math.fround(0.3) + penalty), penalty)).toBe(Number.POSITIVE_INFINITY);
    expect(lossWithoutPenalty(Math.fround(1e9 - 64), penalty)).toBe(Number.POSITIVE_INFINITY);
    expect(lossWithoutPenalty(Math.fround(0.3) + 10, 10)).toBeCloseTo(0.3, 6);
  });
});

describe('early stopping without the penalty', () => {
  it('takes the epoch that predicts best, whatever its weights', () => {
    const model = new Sequential([new Dense(2, { weightRegularizer: l2(0.1) })], { inputShape: [3] });
    const stopping = stoppingWithoutPenalty({ patience: 5, restoreBest: false });
    const run = { model, stop() {} } as unknown as TrainingRun;
    const epochs = [
      { own: 0.5, weight: 0.1 },
      { own: 0.3, weight: 2 },
      { own: 0.4, weight: 0.01 },
    ];
    stopping.onTrainBegin?.(run);
    epochs.forEach(({ own, weight }, epoch) => {
      model.setWeights({ 'dense1.weight': new Array(6).fill(weight), 'dense1.bias': [0, 0] });
      expect(penaltyOf(model)).toBeCloseTo(0.6 * weight * weight, 5);
      stopping.onEpochEnd!(epoch, { loss: 1, validationLoss: own + penaltyOf(model) }, run);
    });
    expect(stopping.bestEpoch).toBe(1);
    expect(stopping.best).toBeCloseTo(0.3, 12);
  });
});
