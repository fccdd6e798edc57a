import { requireKnownOptions } from '../../errors.ts';
import type { Pruner, Scheduling, TrialPlan } from '../pruner.ts';
import { bracket, halvingsWithin, type Rung, wholePower } from './bracket.ts';
import { HalvingSchedule } from './halving-schedule.ts';
import { requireBudgets } from './require-budgets.ts';

export interface HyperbandOptions {
  /** The most steps that a trial goes, R: a whole number. */
  readonly maximumBudget: number;
  /** The steps that no trial goes fewer of, the unit in which the paper gives R: a whole number of at least 1. 1 unless set. */
  readonly minimumBudget?: number;
  /** η: one trial in so many goes on, so many times as far. A whole number of at least 2; 3 unless set. */
  readonly reductionFactor?: number;
}

/**
 * Hyperband: successive halving with many trials that go a short way at first, then with ever fewer that go ever further, at about equal cost,
 * for it is not known beforehand how soon good trials can be told from bad ones.
 *
 *     s_max = ⌊log_η (R / r)⌋
 *     bracket s = s_max, …, 1, 0 begins with  n = ⌈(s_max + 1) · ηˢ / (s + 1)⌉ trials
 *     and its rung i = 0, …, s has  nᵢ = ⌊n / ηⁱ⌋ trials of  rᵢ = ⌊R / ηˢ⁻ⁱ⌋ steps
 *
 * so that bracket 0 goes all the way with each. After the last bracket the first begins again.
 *
 *     new Hyperband({ maximumBudget: 81 })   // brackets of 81 trials of 1 step, 34 of 3, 15 of 9, 8 of 27, and 5 of 81
 *
 * A trial that goes on is trained from the start, and begins when the rung below is over, as in `SuccessiveHalving`. Steps are whole
 * numbers, so budgets are rounded down where R is no power of η.
 *
 * @throws RangeError for an option out of its range, also where nothing would be halved: R below η · r; TypeError for one that is no
 *   number, or an unknown one.
 * @see Li et al., Hyperband: a novel bandit-based approach to hyperparameter optimization, JMLR 18, 2018, Algorithm 1.
 *   https://jmlr.org/papers/v18/16-558.html
 */
export class Hyperband implements Pruner {
  readonly name = 'hyperband';
  readonly options: Required<HyperbandOptions>;
  /** In the order in which they are run, each with its rungs, the lowest first. */
  readonly brackets: readonly (readonly Rung[])[];
  private readonly schedule: HalvingSchedule;

  constructor(options: HyperbandOptions) {
    const who = 'Hyperband';
    requireKnownOptions(who, options ?? null, ['maximumBudget', 'minimumBudget', 'reductionFactor']);
    const { maximumBudget, minimumBudget = 1, reductionFactor = 3 } = options;
    requireBudgets(who, { maximumBudget, minimumBudget, reductionFactor });
    const most = halvingsWithin(maximumBudget, minimumBudget, reductionFactor);
    this.options = { maximumBudget, minimumBudget, reductionFactor };
    this.brackets = Array.from({ length: most + 1 }, (_, i) => {
      const s = most - i;
      const trials = Math.ceil(((most + 1) * wholePower(reductionFactor, s)) / (s + 1));
      return bracket(trials, s, maximumBudget, reductionFactor);
    });
    this.schedule = new HalvingSchedule(who, this.brackets);
  }

  plan(scheduling: Scheduling): TrialPlan {
    return this.schedule.plan(scheduling);
  }

  needs(place: number): number {
    return this.schedule.needs(place);
  }

  toJSON(): { readonly name: string } & Required<HyperbandOptions> {
    return { name: this.name, ...this.options };
  }
}
