import type { ComparisonProgress } from '../experiments/compare-networks.ts';
import { percentText } from '../experiments/figure-text.ts';
import type { NetworkRun } from '../experiments/train-network.ts';
import { createRunProgress } from './run-progress.ts';
import type { Terminal } from './terminal.ts';

/** Shows the runs of a comparison: a run is one network trained with one seed. */
export interface ComparisonProgressBar {
  update(progress: ComparisonProgress): void;
  finish(run: NetworkRun): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface ComparisonProgressOptions {
  readonly runs: number;
  /** Of each run. */
  readonly epochs: number;
  /** Names of the networks, to align what stands behind them. */
  readonly networks: readonly string[];
  /** Milliseconds from any start; for tests. */
  readonly now?: () => number;
}

/** As `createRunProgress`, in the words of a comparison. */
export function createComparisonProgress(
  terminal: Terminal,
  options: ComparisonProgressOptions,
): ComparisonProgressBar {
  const { runs, epochs, networks, now } = options;
  const nameLength = Math.max(...networks.map((name) => name.length));
  const labelOf = (network: string, seed: number): string => `${network.padEnd(nameLength)}  seed ${seed}`;
  const progress = createRunProgress(terminal, now);
  return {
    update({ network, seed, epochsDone, runsDone, validationAccuracy }) {
      const details = [epochText(epochsDone, epochs)];
      if (validationAccuracy !== undefined) details.push(validationText(validationAccuracy));
      progress.update({
        label: labelOf(network, seed),
        share: epochsDone / epochs,
        details,
        shareOfAll: (runsDone * epochs + epochsDone) / (runs * epochs),
      });
    },
    finish({ network, seed, complete, accuracy, bestEpoch, epochs: done, seconds }) {
      const details = [
        validationText(accuracy.validation),
        `best in epoch ${String(bestEpoch).padStart(String(epochs).length)}`,
        complete ? `${seconds.toFixed(1)} s` : `stopped after ${done} of ${epochs}`,
      ];
      progress.finish({ label: labelOf(network, seed), share: done / epochs, details });
    },
    stop: () => progress.stop(),
  };
}

/** 'epoch  7/30': whole epochs that are done. */
export function epochText(epochsDone: number, epochs: number): string {
  return `epoch ${String(Math.floor(epochsDone)).padStart(String(epochs).length)}/${epochs}`;
}

/** 'validation  95.1 %', aligned. */
export function validationText(accuracy: number): string {
  return `validation ${percentText(accuracy).padStart(7)}`;
}
