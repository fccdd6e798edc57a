import cliProgress from 'cli-progress';
import { barText } from '../training/progress-text.ts';
import type { Terminal } from './terminal.ts';

/** A line that is redrawn in place: how much is done, and a few words. */
export interface Bar {
  /** `share` is in [0, 1]; without one only the words are shown. */
  update(share: number | undefined, status: string): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface BarOptions {
  /** What to say before anything is known. */
  readonly status?: string;
  /** Takes the bar away when it stops; otherwise its last state stays. */
  readonly clear?: boolean;
  /** Characters of a line that the bar leaves for the words; 60 unless set. */
  readonly roomForStatus?: number;
}

/**
 * Draws a bar on an interactive terminal. It changes no setting of the terminal and takes no signal over, so Ctrl-C does
 * what it did before.
 *
 *     ████████████░░░░░░░░ epoch 60/100  loss 0.9213  8 s left
 */
export function drawBar(
  terminal: Terminal,
  { status: first = '', clear = false, roomForStatus = 60 }: BarOptions = {},
): Bar {
  let share: number | undefined = 0;
  let status = first;
  const bar = new cliProgress.SingleBar({
    stream: terminal.output as NodeJS.WritableStream,
    format: () => barText(share, status, terminal.width - 1, roomForStatus),
    linewrap: true, // false would switch wrapping off in the terminal, and leave it off after Ctrl-C
    gracefulExit: false, // true would swallow Ctrl-C
    clearOnComplete: clear,
  });
  bar.start(1, 0);
  return {
    update(newShare, newStatus) {
      share = newShare;
      status = newStatus;
      bar.update(newShare ?? 0);
    },
    stop: () => bar.stop(),
  };
}
