import { requireInteger } from '../../errors.ts';
import { isBetter } from '../is-better.ts';
import type { Scheduling, TrialPlan } from '../pruner.ts';
import type { Trial } from '../trial.ts';
import type { Rung } from './bracket.ts';
import { firstReportFrom } from './reports.ts';

/** A rung in its place among all until the brackets begin again. */
interface Stage {
  readonly rung: Rung;
  /** The place of its first trial. */
  readonly begin: number;
  /** The rung that it takes up the best of; the lowest takes up none. */
  readonly below: Rung | undefined;
  /** Whether none is above it. */
  readonly isLast: boolean;
}

/**
 * Brackets of successive halving one after the other, again and again.
 *
 * Trials have places rung by rung; one by hand has none, and is not taken up. Those of the lowest rung of a bracket have parameters of their
 * own; the i-th of a higher rung takes up the parameters of the i-th best of the rung below, of which all must be over. They are compared
 * by what they reported at the budget of that rung, also one that went further; those that came to an end before, by that. Of equal values
 * the earlier trial is the better. Trials that failed or ran out of time are not taken up; where fewer are left than the rung has trials,
 * the others get parameters of their own, and that budget.
 */
export class HalvingSchedule {
  private readonly who: string;
  private readonly stages: readonly Stage[];
  /** Trials until the brackets begin again. */
  private readonly length: number;

  constructor(who: string, brackets: readonly (readonly Rung[])[]) {
    this.who = who;
    let begin = 0;
    this.stages = brackets.flatMap((rungs) =>
      rungs.map((rung, i) => {
        begin += rung.trials;
        return {
          rung,
          begin: begin - rung.trials,
          below: rungs[i - 1],
          isLast: i === rungs.length - 1,
        };
      }),
    );
    this.length = begin;
  }

  /** How many trials must be over before the one at this place begins: all up to its rung; 0 on the lowest, which needs none. */
  needs(place: number): number {
    const { begin, below } = this.stageOf(place);
    return below === undefined ? 0 : begin;
  }

  /** @throws RangeError if one of the trials that it needs is not over. */
  plan({ number, place, earlier, direction }: Scheduling): TrialPlan {
    const { rung, begin, below, isLast } = this.stageOf(place);
    const ends = { budget: rung.budget, ...(isLast && { isLast }) };
    const index = place - begin;
    if (below === undefined) return ends;
    const over = earlier.filter(({ byHand }) => !byHand).slice(begin - below.trials, begin);
    if (over.length !== below.trials) {
      throw new RangeError(
        `${this.who}: trial ${number} is planned by the ${below.trials} of the rung below, of which ${over.length} are over; wait for all`,
      );
    }
    const ranked = over
      .map((trial) => ({ number: trial.number, value: valueAt(below.budget, trial) }))
      .filter(({ value }) => !Number.isNaN(value))
      .sort((a, b) => {
        if (a.value === b.value) return a.number - b.number;
        return isBetter(a.value, b.value, direction) ? -1 : 1;
      });
    return index < ranked.length ? { ...ends, repeats: ranked[index].number } : ends;
  }

  /** The stage of a place, in its round of brackets. */
  private stageOf(place: number): Stage {
    requireInteger(this.who, { 'the place of a trial': place });
    const round = Math.floor(place / this.length) * this.length;
    const stage = this.stages.findLast(({ begin }) => round + begin <= place)!;
    return { ...stage, begin: round + stage.begin };
  }
}

/** What a trial was worth at a step, or in its end if that was before; NaN where it failed. */
function valueAt(step: number, trial: Trial): number {
  const { state, values, reports } = trial;
  if (state !== 'complete' && state !== 'pruned') return Number.NaN;
  return firstReportFrom(step, trial)?.value ?? values?.[0] ?? reports.at(-1)?.value ?? Number.NaN;
}
