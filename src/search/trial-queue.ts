import { requireWithin } from '../errors.ts';
import type { TrialCall } from './run-trial.ts';
import type { ParameterValues } from './space/space.ts';
import type { SearchPlan } from './study.ts';
import type { Trial } from './trial.ts';

/** A trial that begins, and what is recorded of it beside its outcome. */
export interface QueuedTrial {
  readonly call: TrialCall;
  readonly about: Pick<Trial, 'budget' | 'repeats' | 'byHand'>;
}

/**
 * Which trial is next, what it may know, and what becomes of it: the rule that makes a study the same with any number of workers.
 *
 * Trials begin in the order of their numbers, each once all that it may know of are over.
 */
export class TrialQueue {
  private readonly plan: SearchPlan;
  private readonly trials: number;
  /** How many points the sampler has. */
  private readonly points: number;
  private readonly over = new Map<number, Trial>();
  /** Parameters of all that were begun, or are over. */
  private readonly parameters = new Map<number, ParameterValues>();
  /** The trials from 0 up to the first that is not over. */
  private readonly settled: Trial[] = [];
  /** No lower number is to begin. */
  private next = 0;

  /** Points that somebody chose, which the next trials have. */
  private readonly byHand: ParameterValues[];
  /** The numbers of trials that were chosen by hand, rising. */
  private handNumbers: number[] = [];
  /** The numbers of trials whose parameters the sampler did not choose: by hand, or those of another. */
  private readonly borrowed = new Set<number>();
  private isExhausted = false;

  /** @param trials how many there are to be. */
  constructor(plan: SearchPlan, trials: number, byHand: readonly ParameterValues[] = []) {
    this.plan = plan;
    this.trials = trials;
    this.points = plan.sampler.count?.(plan.space) ?? Number.POSITIVE_INFINITY;
    this.byHand = [...byHand];
  }

  /** How many trials there will be: fewer than there are to be where the sampler has no more points. Of a schedule, at most. */
  get most(): number {
    if (this.plan.pruner?.plan) return this.trials;
    return Math.min(this.trials, this.points + this.borrowed.size + this.byHand.length);
  }

  /** How many trials are over. */
  get done(): number {
    return this.over.size;
  }

  /** Whether a trial is to begin, and may. */
  canBegin(): boolean {
    while (this.parameters.has(this.next)) this.next++;
    return !this.isExhausted && this.next < this.most && this.settled.length >= this.needs(this.next);
  }

  /**
   * The next trial, if `canBegin`; undefined where a schedule wants a point and the sampler has no more.
   *
   * @throws DataError for parameters that are not in the space.
   */
  begin(): QueuedTrial | undefined {
    const { sampler, pruner, space, directions } = this.plan;
    const number = this.next;
    const planning = {
      number,
      earlier: pruner ? this.settled.slice(0, this.needs(number)) : [],
      direction: directions[0],
    };
    const { earlier } = planning;
    const chosen = this.byHand.shift();
    const { budget, repeats, isLast } = chosen
      ? {}
      : (pruner?.plan?.({ ...planning, place: this.placeOf(number) }) ?? {});
    if (!chosen && repeats === undefined && this.ownBefore(number) >= this.points) {
      this.isExhausted = true;
      return undefined;
    }
    const standing = pruner?.stops && pruner.standing?.(planning);
    const proposed = chosen ?? (repeats === undefined ? this.propose(number) : earlier[repeats]?.parameters);
    const parameters = space.require(`search: parameters that ${sampler.name} proposes for trial ${number}`, proposed);
    this.parameters.set(number, parameters);
    if (chosen) this.addHandNumber(number);
    if (chosen || repeats !== undefined) this.borrowed.add(number);
    const ends = budget === undefined ? {} : { budget };
    return {
      call: {
        number,
        parameters,
        directions,
        ...ends,
        ...(isLast && { isLast }),
        ...(standing !== undefined && { standing }),
      },
      about: { ...ends, ...(repeats !== undefined && { repeats }), ...(chosen && { byHand: true as const }) },
    };
  }

  finish(trial: Trial): void {
    this.over.set(trial.number, trial);
    this.parameters.set(trial.number, trial.parameters);
    if (trial.byHand) this.addHandNumber(trial.number);
    if (trial.byHand || trial.repeats !== undefined) this.borrowed.add(trial.number);
    while (this.over.has(this.settled.length)) this.settled.push(this.over.get(this.settled.length)!);
  }

  /** Trials that are over, by number. */
  finished(): Trial[] {
    return this.over.size === this.settled.length
      ? [...this.settled]
      : [...this.over.values()].sort((a, b) => a.number - b.number);
  }

  /** How many of the first trials must be over before this one begins. */
  private needs(number: number): number {
    const { sampler, pruner, lag } = this.plan;
    if (!sampler.learns && !pruner) return 0;
    const least = Math.max(0, number - lag);
    if (!pruner?.needs || this.byHand.length > 0) return least; // the next is by hand, and has no place
    const place = this.placeOf(number);
    const own = pruner.needs(place);
    requireWithin(`search: trials that ${pruner.name} needs`, { [`for trial ${number}`]: own }, 0, place);
    let needed = own;
    for (const hand of this.handNumbers) if (hand < needed) needed++;
    return Math.max(least, needed);
  }

  /** How many trials before this one, which all have begun, were not chosen by hand. */
  private placeOf(number: number): number {
    return number - this.handNumbers.filter((hand) => hand < number).length;
  }

  /** How many trials before this one have parameters of the sampler's own. */
  private ownBefore(number: number): number {
    let own = number;
    for (const one of this.borrowed) if (one < number) own--;
    return own;
  }

  private addHandNumber(number: number): void {
    this.handNumbers = [...new Set([...this.handNumbers, number])].sort((a, b) => a - b);
  }

  private propose(number: number): ParameterValues {
    const { sampler, space, directions, lag } = this.plan;
    const about = { space, number, place: this.ownBefore(number), directions };
    if (!sampler.learns) return sampler.propose({ ...about, seen: [], pending: [] });
    const visible = Math.max(0, number - lag);
    const pending = Array.from({ length: number - visible }, (_, i) => this.parameters.get(visible + i)!);
    return sampler.propose({ ...about, seen: this.settled.slice(0, visible), pending });
  }
}
