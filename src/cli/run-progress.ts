import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** Shows runs, one after the other, whatever they run. */
export interface RunProgress {
  /** Shows how far the run under way is. */
  update(run: RunUnderWay): void;
  /** Shows what came out of a run. */
  finish(run: FinishedRun): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface FinishedRun {
  /** What it is. */
  readonly label: string;
  /** How far it came, from 0 to 1. */
  readonly share: number;
  /** What there is to say, piece by piece. */
  readonly details: readonly string[];
}

export interface RunUnderWay extends FinishedRun {
  /** Of all runs, from 0 to 1; undefined where it says nothing about the time left. */
  readonly shareOfAll: number | undefined;
}

/** What is kept of a line for the words. */
const roomForStatus = 64;

/**
 * A bar for each run that stays when the run is over, in an interactive terminal; elsewhere a line for each finished run.
 *
 *     ██████████████████ baseline   seed 0  validation  95.1 %  best in epoch 14  2.1 s
 *     ███████░░░░░░░░░░░ optimized  seed 0  epoch 12/30  validation  94.8 %  24 s left
 *
 * Time left, of all runs: the time so far ÷ the share that is done × the share to come.
 *
 * @param now milliseconds from any start; for tests.
 */
export function createRunProgress(terminal: Terminal, now: () => number = () => performance.now()): RunProgress {
  const begin = now();
  let bar: Bar | undefined;
  return {
    update({ label, share, details, shareOfAll }) {
      if (!terminal.interactive) return;
      bar ??= drawBar(terminal, { roomForStatus });
      const parts = [label, ...details];
      if (shareOfAll !== undefined && shareOfAll > 0) {
        const left = ((now() - begin) / shareOfAll) * (1 - shareOfAll);
        parts.push(`${durationText(left / 1000)} left`);
      }
      bar.update(share, parts.join('  '));
    },
    finish({ label, share, details }) {
      const status = [label, ...details].join('  ');
      if (!terminal.interactive) terminal.output.write(`${status}\n`);
      else {
        bar ??= drawBar(terminal, { roomForStatus });
        bar.update(share, status);
        bar.stop();
        bar = undefined;
      }
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
