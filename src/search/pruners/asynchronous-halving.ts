import { requireInteger, requireKnownOptions } from '../../errors.ts';
import { isBetter } from '../is-better.ts';
import type { Judgement, Planning, Pruner, StepBound } from '../pruner.ts';
import type { Trial } from '../trial.ts';
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
export class AsynchronousHalving implements Pruner<readonly StepBound[]> {
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

  /** The k-th best value at each rung, k being how many may go on: what is worse than that has k better ones. */
  standing({ earlier, direction }: Planning): readonly StepBound[] {
    const { reductionFactor } = this.options;
    const bounds: StepBound[] = [];
    const furthest = earlier.reduce((most, { reports }) => Math.max(most, reports.at(-1)?.step ?? 0), 0);
    for (const rung of this.rungs(furthest)) {
      const values = valuesAt(rung, earlier).sort();
      const going = Math.max(1, Math.floor((values.length + 1) / reductionFactor));
      const index = direction === 'minimize' ? going - 1 : values.length - going;
      if (values.length >= going) bounds.push({ step: rung, value: values[index] });
    }
    return bounds;
  }

  stops({ step, value, reports, standing, direction }: Judgement<readonly StepBound[]>): boolean {
    const before = reports.at(-2)?.step ?? Number.NEGATIVE_INFINITY;
    for (const rung of this.rungs(step)) {
      if (before >= rung) continue; // it has been judged there
      if (Number.isNaN(value)) return true;
      const bound = standing.find((one) => one.step === rung);
      if (bound !== undefined && isBetter(bound.value, value, direction)) return true;
    }
    return false;
  }

  toJSON(): { readonly name: string } & Required<AsynchronousHalvingOptions> {
    return { name: this.name, ...this.options };
  }

  /** The steps of the rungs up to a step. */
  private *rungs(last: number): Generator<number> {
    const { minimumBudget, reductionFactor, earlyStoppingRate } = this.options;
    let rung = minimumBudget;
    for (let k = 0; k < earlyStoppingRate && rung <= last; k++) rung *= reductionFactor;
    for (; rung <= last; rung *= reductionFactor) yield rung;
  }
}

/** What trials reported at a step or first beyond it, without what is no number. */
function valuesAt(step: number, trials: readonly Trial[]): Float64Array {
  const values = new Float64Array(trials.length);
  let count = 0;
  for (const trial of trials) {
    const value = firstReportFrom(step, trial)?.value;
    if (value !== undefined && !Number.isNaN(value)) values[count++] = value;
  }
  return values.subarray(0, count);
}
