import { percentText } from '../experiments/figure-text.ts';
import { keyOf, type MnistRun } from '../experiments/mnist/run.ts';
import type { RunProgress } from '../experiments/mnist/study.ts';
import type { JobProgress } from '../jobs/run-jobs.ts';
import { figureText } from '../training/progress-text.ts';
import { epochText, validationText } from './comparison-progress.ts';
import { createRunProgress } from './run-progress.ts';
import type { Terminal } from './terminal.ts';

type JobNow = Pick<JobProgress<RunProgress>, keyof RunProgress | 'key' | 'cost' | 'costDone'>;

/** Shows the runs of the MNIST experiment. */
export interface MnistProgressBar {
  update(progress: JobNow): void;
  finish(run: MnistRun): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

/**
 * As `createRunProgress`, in the words of the experiment.
 *
 * @param now milliseconds from any start; for tests.
 */
export function createMnistProgress(terminal: Terminal, now?: () => number): MnistProgressBar {
  const progress = createRunProgress(terminal, now);
  return {
    update({ key, share, costDone, cost, epochsDone, epochs, loss, validationAccuracy }) {
      const figure = validationAccuracy === undefined ? `loss ${figureText(loss)}` : validationText(validationAccuracy);
      progress.update({
        label: labelOf(key),
        share,
        details: [epochText(epochsDone, epochs), figure],
        shareOfAll: costDone / cost,
      });
    },
    finish(run) {
      const { training, history, test, failure, sameAs, seconds } = run;
      const label = labelOf(keyOf(run));
      const done = history.loss.length;
      if (sameAs !== undefined) progress.finish({ label, share: 1, details: [`the same as ${labelOf(sameAs)}`] });
      else if (failure !== undefined) {
        progress.finish({ label, share: done / training.epochs, details: [`failed in epoch ${done + 1}`] });
      } else {
        const validation = history.validationAccuracy.at(-1);
        const details = [
          ...(validation === undefined ? [] : [validationText(validation)]),
          ...(test ? [`test ${percentText(test.accuracy, 2)}`] : []),
          `${seconds.toFixed(1)} s`,
        ];
        progress.finish({ label, share: 1, details });
      }
    },
    stop: () => progress.stop(),
  };
}

/** 'networks/conv4k/seed 0' as 'networks conv4k, seed 0'. */
function labelOf(key: string): string {
  return key.replace('/', ' ').replace('/', ', ');
}
