import { countText, plural } from '../experiments/figure-text.ts';
import type { Totals } from '../jobs/job-totals.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far jobs are that are done several at once. */
export interface JobsProgress {
  /** @param label what is under way; unless given, the last result stays. */
  update(totals: Totals, label?: string): void;
  /**
   * A job is done.
   *
   * @param text what came out of it, where each job has a line of its own.
   */
  finish(totals: Totals, text?: string): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface JobsProgressOptions {
  /** What a job is called; 'run' unless set. */
  readonly noun?: string;
  /** Jobs that were done before: they count among all, and not for the time left. 0 unless set. */
  readonly before?: number;
}

/** What is kept of a line for the words. */
const roomForStatus = 64;

/**
 * One bar for all jobs in an interactive terminal; elsewhere a line for each that has a text, and for each tenth of those that
 * have none.
 *
 *     ███████░░░░░░░░░░░ 41 of 110 runs  1 min 12 s left  plain, grouped splits, seed 3  test 75.0 %
 */
export function createJobsProgress(terminal: Terminal, options: JobsProgressOptions = {}): JobsProgress {
  const { noun = 'run', before = 0 } = options;
  let bar: Bar | undefined;
  let last = '';
  let tenth = 0;
  const statusOf = ({ jobs, jobsDone, secondsLeft }: Totals): string[] => {
    const count = `${countText(before + jobsDone)} of ${plural(before + jobs, noun)}`;
    return secondsLeft === undefined || jobsDone === jobs ? [count] : [count, `${durationText(secondsLeft)} left`];
  };
  const draw = (totals: Totals): void => {
    bar ??= drawBar(terminal, { roomForStatus });
    const { cost, costDone } = totals;
    const status = [...statusOf(totals), ...(last === '' ? [] : [last])];
    bar.update(cost === 0 ? 1 : costDone / cost, status.join('  '));
  };
  const print = (text: string): void => {
    terminal.output.write(`${text}\n`);
  };
  return {
    update(totals, label) {
      last = label ?? last;
      if (terminal.interactive) draw(totals);
    },
    finish(totals, text) {
      last = text ?? last;
      const now = Math.floor((10 * totals.jobsDone) / totals.jobs);
      if (terminal.interactive) draw(totals);
      else if (text !== undefined) print(text);
      else if (now > tenth) print(statusOf(totals).join('  '));
      tenth = now;
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
