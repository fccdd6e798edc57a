import { type ScoreName, scoreTitle } from '../experiments/table/scores.ts';
import { scoreText } from '../experiments/table/table-words.ts';
import type { TableRun } from '../experiments/table/train-run.ts';
import type { TableProgress } from '../experiments/table/train-table.ts';
import { epochText } from './comparison-progress.ts';
import { createRunProgress } from './run-progress.ts';
import type { Terminal } from './terminal.ts';

/** Shows the runs of `simdgrad train`: a run is one network trained with one seed. */
export interface TableProgressBar {
  update(progress: TableProgress): void;
  finish(run: TableRun): void;
  /** Shows how far the kept model is tested, from 0 to 1. */
  test(share: number): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface TableProgressOptions {
  readonly runs: number;
  /** At most, of each run: early stopping makes the time left an upper bound. */
  readonly epochs: number;
  /** The score to show of the validation part. */
  readonly main: ScoreName;
  /** Milliseconds from any start; for tests. */
  readonly now?: () => number;
}

const labelOf = (network: string, seed: number): string => `${network.padEnd('optimized'.length)}  seed ${seed}`;

/** As `createRunProgress`, in the words of `simdgrad train`. */
export function createTableProgress(terminal: Terminal, options: TableProgressOptions): TableProgressBar {
  const { runs, epochs, main, now } = options;
  const progress = createRunProgress(terminal, now);
  return {
    update({ network, seed, epochsDone, runsDone, validationLoss }) {
      const details = [epochText(epochsDone, epochs)];
      if (validationLoss !== undefined) details.push(`validation loss ${validationLoss.toFixed(4)}`);
      progress.update({
        label: labelOf(network, seed),
        share: epochsDone / epochs,
        details,
        shareOfAll: (runsDone * epochs + epochsDone) / (runs * epochs),
      });
    },
    finish({ network, seed, complete, scores, bestEpoch, epochs: done, seconds }) {
      const details = [
        `validation ${scoreTitle(main)} ${scoreText(main, scores.validation[main]!)}`,
        `best in epoch ${bestEpoch} of ${done}`,
        complete ? `${seconds.toFixed(1)} s` : 'stopped',
      ];
      progress.finish({ label: labelOf(network, seed), share: 1, details });
    },
    test(share) {
      const label = 'testing the kept model, column by column';
      progress.update({ label, share, details: [], shareOfAll: undefined });
    },
    stop: () => progress.stop(),
  };
}
