import { createRunProgress, type RunProgress } from '../src/cli/run-progress.ts';
import type { Terminal } from '../src/cli/terminal.ts';
import { durationText } from '../src/training/progress-text.ts';

/** Shows parts, one after the other. */
export interface PartsProgress {
  /** Shows how far the part under way is. */
  update(at: number, label: string, share: number, doing: string): void;
  finish(label: string, seconds: number): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

/** Seconds that a part is taken to need while nothing is known of it. */
export const secondsOfUnknown = 60;

/**
 * As the other commands have it: a bar for each part and the time left in an interactive terminal, a line for each that is
 * finished elsewhere.
 *
 * @param expected seconds of each part, by which the time left is shared out.
 */
export function createPartsProgress(expected: readonly number[], terminal: Terminal): PartsProgress {
  const all = expected.reduce((sum, seconds) => sum + seconds, 0);
  const progress: RunProgress = createRunProgress(terminal);
  return {
    update(at, label, share, doing) {
      const before = expected.slice(0, at).reduce((sum, seconds) => sum + seconds, 0);
      progress.update({ label, share, details: [doing], shareOfAll: (before + share * expected[at]) / all });
    },
    finish: (label, seconds) => progress.finish({ label, share: 1, details: [`measured in ${durationText(seconds)}`] }),
    stop: () => progress.stop(),
  };
}
