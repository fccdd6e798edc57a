import { countText, plural } from '../experiments/figure-text.ts';
import type { Totals } from '../experiments/runner/job-totals.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far a study is. */
export interface StudyProgressBar {
  /** @param label what is under way. */
  update(label: string, totals: Totals): void;
  /** A training is over. */
  finish(totals: Totals): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

/** What is kept of a line for the words. */
const roomForStatus = 64;

/**
 * One bar for all trainings in an interactive terminal; elsewhere a line for each tenth of them.
 *
 *     ████████░░░░░░░░░░ 312 of 1,080  4 min left  digits: adam relu 0.001, seed 2
 *
 * @param done trainings that were done before.
 */
export function createStudyProgress(terminal: Terminal, done: number): StudyProgressBar {
  let bar: Bar | undefined;
  let tenth = 0;
  const leftText = ({ secondsLeft }: Totals): string =>
    secondsLeft === undefined ? '' : `  ${durationText(secondsLeft)} left`;
  return {
    update(label, totals) {
      if (!terminal.interactive) return;
      bar ??= drawBar(terminal, { roomForStatus, clear: true });
      const { jobs, jobsDone, cost, costDone } = totals;
      const counts = `${countText(done + jobsDone)} of ${countText(done + jobs)}`;
      bar.update(costDone / cost, `${counts}${leftText(totals)}  ${label}`);
    },
    finish(totals) {
      const { jobs, jobsDone } = totals;
      const now = Math.floor((10 * jobsDone) / jobs);
      if (terminal.interactive || now === tenth) return;
      tenth = now;
      const left = jobsDone < jobs ? leftText(totals) : '';
      terminal.output.write(`${countText(done + jobsDone)} of ${plural(done + jobs, 'training')}${left}\n`);
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
