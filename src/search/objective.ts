import { DataError, NonFiniteError, requireFinite, valueText } from '../errors.ts';
import type { ParameterValues } from './space/space.ts';
import type { TrialReport } from './trial.ts';

/**
 * What is searched: a number for parameters, or one for each direction.
 *
 *     async ({ learningRate, units }, trial) => {
 *       for (let epoch = 1; epoch <= 50; epoch++) {
 *         …
 *         trial.report(epoch, validationLoss);
 *         if (trial.shouldStop) break;
 *       }
 *       return validationLoss;
 *     }
 *
 * For a study that can be reproduced it depends on its parameters and on nothing else: seeds are constants, or come from `trial.number`.
 */
export type Objective<P = ParameterValues> = (
  parameters: P,
  trial: TrialContext,
) => number | readonly number[] | Promise<number | readonly number[]>;

/** A trial on its way. */
export interface TrialContext {
  /** From 0. */
  readonly number: number;
  /** Comes when the search is ended. */
  readonly signal: AbortSignal;
  /** Whether it is to end: it was pruned, or is as far as its schedule lets it go. */
  readonly shouldStop: boolean;
  /**
   * Says how it is doing.
   *
   * @param step how far it is, such as the epoch, from 1; more than the last time.
   * @param value what the objective would be if it ended here.
   * @throws RangeError, NonFiniteError: then, unless it is caught, the trial has failed.
   */
  report(step: number, value: number): void;
}

/** Decides after each report whether a trial goes on. */
export type StopRule = (reports: readonly TrialReport[]) => boolean;

/** The trial that an objective is given. */
export class ActiveTrial implements TrialContext {
  readonly number: number;
  readonly signal: AbortSignal;
  readonly reports: TrialReport[] = [];
  private readonly rule: StopRule;
  private isStopped = false;

  constructor(number: number, signal: AbortSignal, rule: StopRule) {
    this.number = number;
    this.signal = signal;
    this.rule = rule;
  }

  get shouldStop(): boolean {
    return this.isStopped;
  }

  report(step: number, value: number): void {
    const who = `trial ${this.number}`;
    requireFinite(who, { step });
    const last = this.reports.at(-1)?.step ?? Number.NEGATIVE_INFINITY;
    if (step <= last) throw new RangeError(`${who}: each report must be of a later step; got ${step} after ${last}`);
    requireNumbers(who, `the value reported at step ${step}`, [value]);
    this.reports.push({ step, value });
    this.isStopped ||= this.rule(this.reports);
  }
}

/**
 * What an objective returned, as one number for each direction.
 *
 * @throws DataError for anything else, NonFiniteError for NaN and infinite numbers.
 */
export function objectiveValues(who: string, returned: unknown, directions: number): number[] {
  const values: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
  if (values.length !== directions || values.some((value) => typeof value !== 'number')) {
    const expected = directions === 1 ? 'a number' : `a list of ${directions} numbers, one for each direction`;
    throw new DataError(`${who}: the objective must return ${expected}, got ${valueText(returned)}`);
  }
  requireNumbers(who, 'the objective', values as number[]);
  return [...(values as number[])];
}

function requireNumbers(who: string, what: string, values: readonly number[]): void {
  const wrong = values.find((value) => !Number.isFinite(value));
  if (typeof wrong === 'number') throw new NonFiniteError(`${who}: ${what} must be finite, got ${wrong}`);
  const other = values.find((value) => typeof value !== 'number');
  if (other !== undefined) throw new TypeError(`${who}: ${what} must be a number, got ${valueText(other)}`);
}
