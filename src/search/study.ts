import { type ParameterImportance, parameterImportance } from './importance.ts';
import { isBetter } from './is-better.ts';
import type { Pruner } from './pruner.ts';
import type { Sampler } from './sampler.ts';
import type { ParameterValues, Space, SpaceJSON } from './space/space.ts';
import type { Direction, Trial } from './trial.ts';

/** What a study is of. Of sampler and pruner, only what tells them from others: a study that is read from a file has no more of them. */
export interface StudyPlan {
  readonly space: Space;
  readonly sampler: { toJSON(): object };
  readonly pruner?: { toJSON(): object };
  readonly directions: readonly Direction[];
  readonly lag: number;
}

/** What decides a study, beside its objective. */
export interface SearchPlan extends StudyPlan {
  readonly sampler: Sampler;
  readonly pruner?: Pruner;
}

/** A study as plain data. */
export interface StudyJSON {
  readonly space: SpaceJSON;
  readonly sampler: object;
  readonly pruner?: object;
  readonly directions: readonly Direction[];
  readonly lag: number;
  readonly trials: readonly Trial[];
}

/** What a search has found out. */
export class SearchStudy<P = ParameterValues> {
  /** Those that are over, by number. */
  readonly trials: readonly Trial<P>[];
  readonly space: Space;
  readonly directions: readonly Direction[];
  private readonly plan: StudyPlan;

  constructor(plan: StudyPlan, trials: readonly Trial<P>[]) {
    this.plan = plan;
    this.space = plan.space;
    this.directions = plan.directions;
    this.trials = trials;
  }

  /** The complete trial with the best first value, the first of equal ones; undefined if none is complete. */
  get best(): Trial<P> | undefined {
    const [direction] = this.directions;
    let best: Trial<P> | undefined;
    for (const trial of this.trials) {
      if (trial.state !== 'complete') continue;
      if (best === undefined || isBetter(trial.values![0], best.values![0], direction)) best = trial;
    }
    return best;
  }

  /**
   * The complete trials that no other one beats: none is at least as good in every direction, and better in one. By number; of trials
   * with the same values the first. With one direction, the best alone.
   */
  get front(): readonly Trial<P>[] {
    const complete = this.trials.filter(({ state }) => state === 'complete');
    return complete.filter((trial) => !complete.some((other) => dominates(other, trial, this.directions)));
  }

  /** Whether the clock ended a trial: then another run may end elsewhere, and this study cannot be reproduced. */
  get isTimed(): boolean {
    return this.trials.some(({ state }) => state === 'timedOut');
  }

  /** How much each parameter matters, the most important first: see `parameterImportance`. @throws DataError for fewer than 5 trials with values. */
  importance(): ParameterImportance[] {
    return parameterImportance(this.plan.space, this.trials as readonly Trial[], this.directions);
  }

  toJSON(): StudyJSON {
    const { space, sampler, pruner, directions, lag } = this.plan;
    return {
      space: space.toJSON(),
      sampler: sampler.toJSON(),
      ...(pruner && { pruner: pruner.toJSON() }),
      directions,
      lag,
      trials: this.trials as readonly Trial[],
    };
  }
}

function dominates(one: Trial<unknown>, other: Trial<unknown>, directions: readonly Direction[]): boolean {
  const [a, b] = [one.values!, other.values!];
  if (directions.some((direction, i) => isBetter(b[i], a[i], direction))) return false;
  return directions.some((direction, i) => isBetter(a[i], b[i], direction)) || one.number < other.number;
}
