import { requireInteger, requireKnownOptions } from '../../errors.ts';
import { isBetter } from '../is-better.ts';
import type { Judgement, Pruner } from '../pruner.ts';
import { firstReportFrom } from './reports.ts';

export interface AsynchronousHalvingOptions {
  /** The step of the lowest rung, r in the paper: a whole number of at least 1. 1 unless set. */
  readonly minimumBudget?: number;
  /** η in the paper: one trial in so many goes on from a rung, to a rung so many times as far. A whole number of at least 2; 4 unless set. */
  readonly reductionFactor?: number;
  /** s in the paper: how many rungs are left out at the lower end, for objectives whose first reports say little. 0 unless set. */
  readonly earlyStoppingRate?: number;
}

/**
 * Asynchronous successive halving, ASHA: a trial stops at a rung unless it is among the best there.
 *
 *     rung k is at step  r · η^(s + k),   k = 0, 1, …
 *     goes on   ⇔   v is among the best max(1, ⌊n / η⌋) of the n values at the rung, its own among them
 *
 * The value of a trial at a rung is its first report at that step or beyond it. It is compared with the trials that it may see, however
 * they ended; equal values are equally good, and all go on. With a report beyond several rungs it must pass each of them.
 *
 *     new AsynchronousHalving({ minimumBudget: 1, reductionFactor: 3 })
 *
 * In the paper a trial that is not among the best waits, and goes on once enough worse ones have come; here it is over, as in
 * Optuna's SuccessiveHalvingPruner, whose decisions these are. Of fewer than η values the best goes on, so that the first trial always
 * does. A report that is not a number stops the trial at the next rung, and does not count among those of others.
 *
 * @throws RangeError for an option out of its range; TypeError for one that is no number, or an unknown one.
 * @see Li et al., A system for massively parallel hyperparameter tuning, MLSys 2020, Algorithm 2. https://arxiv.org/abs/1810.05934
 */
export class AsynchronousHalving implements Pruner {
  readonly name = 'asynchronousHalving';
  readonly options: Required<AsynchronousHalvingOptions>;

  constructor(options: AsynchronousHalvingOptions = {}) {
    const who = 'AsynchronousHalving';
    requireKnownOptions(who, options, ['minimumBudget', 'reductionFactor', 'earlyStoppingRate']);
    const { minimumBudget = 1, reductionFactor = 4, earlyStoppingRate = 0 } = options;
    requireInteger(who, { minimumBudget }, 1);
    requireInteger(who, { reductionFactor }, 2);
    requireInteger(who, { earlyStoppingRate });
    this.options = { minimumBudget, reductionFactor, earlyStoppingRate };
  }

  stops({ step, value, reports, earlier, direction }: Judgement): boolean {
    const { minimumBudget, reductionFactor, earlyStoppingRate } = this.options;
    const before = reports.at(-2)?.step ?? Number.NEGATIVE_INFINITY;
    let rung = minimumBudget;
    for (let k = 0; k < earlyStoppingRate && rung <= step; k++) rung *= reductionFactor;
    for (; rung <= step; rung *= reductionFactor) {
      if (before >= rung) continue; // it has been judged there
      if (Number.isNaN(value)) return true;
      let count = 1;
      let better = 0;
      for (const trial of earlier) {
        const other = firstReportFrom(rung, trial)?.value;
        if (other === undefined || Number.isNaN(other)) continue;
        count++;
        if (isBetter(other, value, direction)) better++;
      }
      if (better >= Math.max(1, Math.floor(count / reductionFactor))) return true;
    }
    return false;
  }

  toJSON(): { readonly name: string } & Required<AsynchronousHalvingOptions> {
    return { name: this.name, ...this.options };
  }
}
