import type { Totals } from '../experiments/runner/job-totals.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far jobs are that are done several at once. */
export interface JobsProgress {
  update(totals: Totals): void;
  /** Shows that a job is done, and what came out of it. */
  finish(totals: Totals, text: string): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

/** What is kept of a line for the words. */
const roomForStatus = 64;

/**
 * One bar for all jobs, in an interactive terminal; elsewhere a line for each that is done.
 *
 *     ███████░░░░░░░░░░░ 41 of 110 runs  1 min 12 s left  plain, grouped splits, seed 3  test 75.0 %
 *
 * @param before jobs that were done before: they count among the runs, and not for the time left.
 */
export function createJobsProgress(terminal: Terminal, before = 0): JobsProgress {
  let bar: Bar | undefined;
  let last = '';
  const draw = ({ jobs, jobsDone, cost, costDone, secondsLeft }: Totals): void => {
    bar ??= drawBar(terminal, { roomForStatus });
    const left = secondsLeft === undefined || jobsDone === jobs ? [] : [`${durationText(secondsLeft)} left`];
    const status = [`${before + jobsDone} of ${before + jobs} runs`, ...left, ...(last === '' ? [] : [last])];
    bar.update(cost === 0 ? 1 : costDone / cost, status.join('  '));
  };
  return {
    update(totals) {
      if (terminal.interactive) draw(totals);
    },
    finish(totals, text) {
      last = text;
      if (terminal.interactive) draw(totals);
      else terminal.output.write(`${text}\n`);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
