import { requireInteger, requireKnownOptions } from '../../errors.ts';
import { isBetter } from '../is-better.ts';
import type { Judgement, Planning, Pruner, StepBound } from '../pruner.ts';

export interface MedianPrunerOptions {
  /** Complete trials before which none is stopped. 5 unless set. */
  readonly startupTrials?: number;
  /** No trial is stopped before this step. 0 unless set. */
  readonly warmupSteps?: number;
  /** A trial is judged once in so many steps, counted from `warmupSteps`: at its first report in them. 1 unless set. */
  readonly intervalSteps?: number;
  /** Complete trials that must have reported at a step, so that there is a median; at least 1. 1 unless set. */
  readonly minimumTrials?: number;
}

/**
 * Stops a trial whose best report so far is worse than the median of the others at the same step.
 *
 *     stops at step s   ⇔   best of v(1), …, v(s)  is worse than  median { vₜ(s) : t complete, with a report at s }
 *
 * where v are the reports of the trial, and vₜ those of a complete one that it may see; trials that were stopped do not count. Of an
 * even number of values the median is the mean of the two in the middle.
 *
 *     new MedianPruner({ startupTrials: 5, warmupSteps: 3 })
 *
 * What it decides, and its options, are those of Optuna's MedianPruner. The rule that it comes from compares with running averages
 * of the others instead. A report that is not a number is worse than all; among those of others it does not count.
 *
 * @throws RangeError unless each option is a whole number, intervalSteps and minimumTrials of at least 1, the others of at least 0;
 *   TypeError for an unknown option.
 * @see Golovin et al., Google Vizier: a service for black-box optimization, KDD 2017, "Median stopping rule".
 *   https://doi.org/10.1145/3097983.3098043
 */
export class MedianPruner implements Pruner<readonly StepBound[] | undefined> {
  readonly name = 'median';
  readonly options: Required<MedianPrunerOptions>;

  constructor(options: MedianPrunerOptions = {}) {
    const who = 'MedianPruner';
    requireKnownOptions(who, options, ['startupTrials', 'warmupSteps', 'intervalSteps', 'minimumTrials']);
    const { startupTrials = 5, warmupSteps = 0, intervalSteps = 1, minimumTrials = 1 } = options;
    requireInteger(who, { startupTrials, warmupSteps });
    requireInteger(who, { intervalSteps, minimumTrials }, 1);
    this.options = { startupTrials, warmupSteps, intervalSteps, minimumTrials };
  }

  /** The median of the others at each step; undefined while there are too few of them. */
  standing({ earlier }: Planning): readonly StepBound[] | undefined {
    const { startupTrials, warmupSteps, minimumTrials } = this.options;
    const complete = earlier.filter(({ state }) => state === 'complete');
    if (complete.length < Math.max(1, startupTrials)) return undefined;
    const others = new Map<number, number[]>();
    for (const { reports } of complete) {
      for (const { step, value } of reports) {
        if (step < warmupSteps || Number.isNaN(value)) continue;
        const values = others.get(step);
        if (values === undefined) others.set(step, [value]);
        else values.push(value);
      }
    }
    return [...others]
      .filter(([, values]) => values.length >= minimumTrials)
      .map(([step, values]) => ({ step, value: median(values) }))
      .sort((a, b) => a.step - b.step);
  }

  stops({ step, reports, standing, direction }: Judgement<readonly StepBound[] | undefined>): boolean {
    const { warmupSteps, intervalSteps } = this.options;
    if (step < warmupSteps) return false;
    const intervalBegin = warmupSteps + Math.floor((step - warmupSteps) / intervalSteps) * intervalSteps;
    const before = reports.at(-2);
    if (before !== undefined && before.step >= intervalBegin) return false;

    if (standing === undefined) return false;
    let best = Number.NaN;
    for (const { value } of reports) if (Number.isNaN(best) || isBetter(value, best, direction)) best = value;
    if (Number.isNaN(best)) return true;
    const bound = standing.find((one) => one.step === step);
    return bound !== undefined && isBetter(bound.value, best, direction);
  }

  toJSON(): { readonly name: string } & Required<MedianPrunerOptions> {
    return { name: this.name, ...this.options };
  }
}

/** Of at least one value. Halved before they are added, so that the sum of two large ones is not infinite. */
function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const upper = values.length >> 1;
  return values.length % 2 === 1 ? values[upper] : values[upper - 1] / 2 + values[upper] / 2;
}
