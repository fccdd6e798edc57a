import type { DownloadProgress } from '../../datasets/index.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import { bytesText } from './bytes-text.ts';
import type { Terminal } from './terminal.ts';

export interface DownloadProgressBar {
  update(progress: DownloadProgress): void;
  /** Takes the bar away. Until then it keeps the process alive: call it in `finally`. */
  stop(): void;
}

/**
 * Shows downloads, one after the other, in an interactive terminal, and nothing elsewhere.
 *
 *     ██████████░░░░░░░░░░ winequality-white.csv  132 kB of 264 kB  4 s left
 *
 * Time left: the mean time of a byte so far × the bytes to come; where the server does not say how many there are, only
 * those that have come are shown.
 *
 * @param now milliseconds from any start; for tests.
 */
export function createDownloadProgress(
  terminal: Terminal,
  now: () => number = () => performance.now(),
): DownloadProgressBar {
  let bar: Bar | undefined;
  let url: string | undefined;
  let start = 0;
  return {
    update(progress) {
      if (!terminal.interactive) return;
      bar ??= drawBar(terminal, { clear: true });
      if (progress.url !== url) {
        url = progress.url;
        start = now();
      }
      const { file, bytes, totalBytes } = progress;
      if (totalBytes === 0) {
        bar.update(undefined, `${file}  ${bytesText(bytes)}`);
        return;
      }
      const left = ((now() - start) / bytes) * (totalBytes - bytes);
      const of = `${bytesText(bytes)} of ${bytesText(totalBytes)}`;
      bar.update(bytes / totalBytes, `${file}  ${of}  ${durationText(left / 1000)} left`);
    },
    stop: () => bar?.stop(),
  };
}
