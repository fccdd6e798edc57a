import type { ParameterValues, Space } from './space/space.ts';
import type { Direction, Trial } from './trial.ts';

/**
 * Chooses the parameters of trials.
 *
 * What it proposes depends on what it is told here, on its seed and options, and on nothing else: not on the clock, not on how often it was
 * asked before. So a study is the same with any number of workers, and when it goes on after it was stopped. What a sampler keeps for the
 * next call may save time, but must not change what it proposes.
 */
export interface Sampler {
  /** Such as 'random'. */
  readonly name: string;
  /** Whether it looks at other trials; if not, trials need not wait for each other. */
  readonly learns: boolean;
  /** The parameters of a trial, which must be in the space. */
  propose(proposal: Proposal): ParameterValues;
  /** How many trials it has for a space, at most; any number unless it says so. @throws where it cannot serve that space. */
  count?(space: Space): number;
  /** What tells it from other samplers: name, seed and options, as plain data. */
  toJSON(): object;
}

/** What a sampler may know. */
export interface Proposal {
  readonly space: Space;
  /** Of the trial, from 0. Random numbers are those of this count. */
  readonly number: number;
  /**
   * How many trials before it have parameters of the sampler's own, which trials by hand and those of a schedule that take up another's have
   * not: its place in a list. `number` unless given.
   */
  readonly place?: number;
  /** Trials that are over, by number: all below number − lag. */
  readonly seen: readonly Trial[];
  /** The parameters of the trials from there up to this one, whose results are not looked at, even if they are there. */
  readonly pending: readonly ParameterValues[];
  /** Of each value of a trial. */
  readonly directions: readonly Direction[];
}
