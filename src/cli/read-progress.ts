import { countText } from '../experiments/figure-text.ts';
import type { CsvProgress } from '../node/index.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import { bytesText } from './bytes-text.ts';
import type { Terminal } from './terminal.ts';

export interface ReadProgressBar {
  update(progress: CsvProgress): void;
  /** Takes the bar away. Until then it keeps the process alive: call it in `finally`. */
  stop(): void;
}

/** Nothing is shown of what takes less. */
const shownFrom = 0.5;

/**
 * Shows how far a CSV file is read, in an interactive terminal, and nothing elsewhere.
 *
 *     ██████████░░░░░░░░░░ 1.2 GB of 2.1 GB  12,345,678 rows  14 s left
 *
 * @param now milliseconds from any start; for tests.
 */
export function createReadProgress(terminal: Terminal, now: () => number = () => performance.now()): ReadProgressBar {
  const begin = now();
  let bar: Bar | undefined;
  return {
    update({ bytes, totalBytes, rows }) {
      const seconds = (now() - begin) / 1000;
      if (!terminal.interactive || seconds < shownFrom) return;
      bar ??= drawBar(terminal, { clear: true });
      const count = `${countText(rows)} rows`;
      if (totalBytes === 0) {
        bar.update(undefined, `${bytesText(bytes)}  ${count}`);
        return;
      }
      const left = (seconds / bytes) * (totalBytes - bytes);
      bar.update(
        bytes / totalBytes,
        `${bytesText(bytes)} of ${bytesText(totalBytes)}  ${count}  ${durationText(left)} left`,
      );
    },
    stop: () => bar?.stop(),
  };
}
