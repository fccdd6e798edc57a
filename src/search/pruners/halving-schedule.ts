import { requireInteger } from '../../errors.ts';
import { isBetter } from '../is-better.ts';
import type { Planning, TrialPlan } from '../pruner.ts';
import type { Trial } from '../trial.ts';
import type { Rung } from './bracket.ts';
import { firstReportFrom } from './reports.ts';

/** A rung in its place among all until the brackets begin again. */
interface Stage {
  readonly rung: Rung;
  /** The number of its first trial. */
  readonly begin: number;
  /** The rung that it takes up the best of; the lowest takes up none. */
  readonly below: Rung | undefined;
  /** Whether none is above it. */
  readonly isLast: boolean;
}

/**
 * Brackets of successive halving one after the other, again and again.
 *
 * Trials are numbered rung by rung. Those of the lowest rung of a bracket have parameters of their own; the one at place i of a higher
 * rung takes up the parameters of the i-th best of the rung below, of which all must be over. They are compared by what they reported at
 * the budget of that rung, also one that went further, such as a trial by hand; those that came to an end before, by that. Of equal
 * values the earlier trial is the better. Trials that failed or ran out of time are not taken up; where fewer are left than the rung has
 * places, the others get parameters of their own, and that budget.
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

  /** How many trials must be over before this one begins: all up to its rung; 0 on the lowest, which needs none. */
  needs(number: number): number {
    const { begin, below } = this.stageOf(number);
    return below === undefined ? 0 : begin;
  }

  /** @throws RangeError if one of the trials that it needs is not over. */
  plan({ number, earlier, direction }: Planning): TrialPlan {
    const { rung, begin, below, isLast } = this.stageOf(number);
    const ends = { budget: rung.budget, ...(isLast && { isLast }) };
    const index = number - begin;
    if (below === undefined) return ends;
    const first = begin - below.trials;
    const over = earlier.filter((trial) => trial.number >= first && trial.number < begin);
    if (over.length !== below.trials) {
      throw new RangeError(
        `${this.who}: trial ${number} is planned by trials ${first} to ${begin - 1}, of which ${over.length} are over; wait for all`,
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

  /** The stage of a trial, with the numbers of its round of brackets. */
  private stageOf(number: number): Stage {
    requireInteger(this.who, { 'the number of a trial': number });
    const round = Math.floor(number / this.length) * this.length;
    const stage = this.stages.findLast(({ begin }) => round + begin <= number)!;
    return { ...stage, begin: round + stage.begin };
  }
}

/** What a trial was worth at a step, or in its end if that was before; NaN where it failed. */
function valueAt(step: number, trial: Trial): number {
  const { state, values, reports } = trial;
  if (state !== 'complete' && state !== 'pruned') return Number.NaN;
  return firstReportFrom(step, trial)?.value ?? values?.[0] ?? reports.at(-1)?.value ?? Number.NaN;
}
