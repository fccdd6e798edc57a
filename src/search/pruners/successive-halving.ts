import { requireInteger, requireKnownOptions } from '../../errors.ts';
import type { Pruner, Scheduling, TrialPlan } from '../pruner.ts';
import { bracket, halvingsWithin, type Rung, wholePower } from './bracket.ts';
import { HalvingSchedule } from './halving-schedule.ts';
import { requireBudgets } from './require-budgets.ts';

export interface SuccessiveHalvingOptions {
  /** The steps that the last trials go, R: a whole number. */
  readonly maximumBudget: number;
  /** The steps that no trial goes fewer of, r: a whole number of at least 1. 1 unless set. */
  readonly minimumBudget?: number;
  /** η: one trial in so many goes on, so many times as far. A whole number of at least 2; 3 unless set. */
  readonly reductionFactor?: number;
  /** How many trials begin together, n; at least η. As many as leave one at last, unless set. */
  readonly cohort?: number;
}

/**
 * Successive halving: many trials that go a short way, the best of them again and further, and so on until few go all the way.
 *
 *     rung i = 0, …, s has  nᵢ = ⌊n / ηⁱ⌋ trials of  rᵢ = ⌊R / ηˢ⁻ⁱ⌋ steps,   s = min(⌊log_η n⌋, ⌊log_η (R / r)⌋)
 *     those of rung i + 1 are the best nᵢ₊₁ of rung i
 *
 * so that each rung takes about as many steps as any other. After the last rung another n trials begin.
 *
 *     new SuccessiveHalving({ maximumBudget: 81, minimumBudget: 3 })   // 27 trials of 3 steps, 9 of 9, 3 of 27, 1 of 81
 *
 * A rung begins when the one below is over. Its trials are trained from the start, as scikit-learn's HalvingRandomSearchCV
 * does it: that takes up to η / (η − 1) times the steps of going on with them, and no trial need be kept. Where η does not divide nᵢ,
 * scikit-learn rounds up; here it is down, as in the papers. Trials that failed go no further.
 *
 * @throws RangeError for an option out of its range, also where nothing would be halved: R below η · r, or n below η; TypeError for one
 *   that is no number, or an unknown one.
 * @see Jamieson & Talwalkar, Non-stochastic best arm identification and hyperparameter optimization, AISTATS 2016.
 *   https://arxiv.org/abs/1502.07943
 */
export class SuccessiveHalving implements Pruner {
  readonly name = 'successiveHalving';
  readonly options: Required<SuccessiveHalvingOptions>;
  /** The rungs, the lowest first. */
  readonly rungs: readonly Rung[];
  private readonly schedule: HalvingSchedule;

  constructor(options: SuccessiveHalvingOptions) {
    const who = 'SuccessiveHalving';
    requireKnownOptions(who, options ?? null, ['maximumBudget', 'minimumBudget', 'reductionFactor', 'cohort']);
    const { maximumBudget, minimumBudget = 1, reductionFactor = 3 } = options;
    requireBudgets(who, { maximumBudget, minimumBudget, reductionFactor });
    const most = halvingsWithin(maximumBudget, minimumBudget, reductionFactor);
    const { cohort = wholePower(reductionFactor, most) } = options;
    requireInteger(who, { cohort }, reductionFactor);
    const halvings = Math.min(most, halvingsWithin(cohort, 1, reductionFactor));
    this.options = { maximumBudget, minimumBudget, reductionFactor, cohort };
    this.rungs = bracket(cohort, halvings, maximumBudget, reductionFactor);
    this.schedule = new HalvingSchedule(who, [this.rungs]);
  }

  plan(scheduling: Scheduling): TrialPlan {
    return this.schedule.plan(scheduling);
  }

  needs(place: number): number {
    return this.schedule.needs(place);
  }

  toJSON(): { readonly name: string } & Required<SuccessiveHalvingOptions> {
    return { name: this.name, ...this.options };
  }
}
