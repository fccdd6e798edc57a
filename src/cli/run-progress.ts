import type { ComparisonProgress } from '../experiments/compare-networks.ts';
import type { NetworkRun } from '../experiments/train-network.ts';
import { durationText } from '../training/progress-text.ts';
import { type Bar, drawBar } from './bar.ts';
import { percentText } from './figure-text.ts';
import type { Terminal } from './terminal.ts';

/** Shows runs, one after the other: a run is one network trained with one seed. */
export interface RunProgress {
  /** Shows how far the run under way is. */
  update(progress: ComparisonProgress): void;
  /** Shows what came out of a run. */
  finish(run: NetworkRun): void;
  /** Until then the bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface RunProgressOptions {
  readonly runs: number;
  /** Of each run. */
  readonly epochs: number;
  /** Names of the networks, to align what stands behind them. */
  readonly networks: readonly string[];
  /** Milliseconds from any start; for tests. */
  readonly now?: () => number;
}

/** What is kept of a line for the words. */
const roomForStatus = 64;

/**
 * A bar for each run that stays when the run is over, in an interactive terminal; elsewhere a line for each finished run.
 *
 *     ██████████████████ baseline   seed 0  validation  95.1 %  best in epoch 14  2.1 s
 *     ███████░░░░░░░░░░░ optimized  seed 0  epoch 12/30  validation  94.8 %  24 s left
 *
 * Time left, of all runs: the mean time of an epoch so far × the epochs to come.
 */
export function createRunProgress(terminal: Terminal, options: RunProgressOptions): RunProgress {
  const { runs, epochs, networks, now = () => performance.now() } = options;
  const begin = now();
  const nameLength = Math.max(...networks.map((name) => name.length));
  const labelOf = (network: string, seed: number): string => `${network.padEnd(nameLength)}  seed ${seed}`;
  let bar: Bar | undefined;
  return {
    update({ network, seed, epochsDone, runsDone, validationAccuracy }) {
      if (!terminal.interactive) return;
      bar ??= drawBar(terminal, { roomForStatus });
      const done = runsDone * epochs + epochsDone;
      const left = ((now() - begin) / done) * (runs * epochs - done);
      const parts = [
        labelOf(network, seed),
        `epoch ${String(Math.floor(epochsDone)).padStart(String(epochs).length)}/${epochs}`,
      ];
      if (validationAccuracy !== undefined) parts.push(`validation ${percentText(validationAccuracy).padStart(7)}`);
      parts.push(`${durationText(left / 1000)} left`);
      bar.update(epochsDone / epochs, parts.join('  '));
    },
    finish({ network, seed, complete, accuracy, bestEpoch, epochs: done, seconds }) {
      const parts = [
        labelOf(network, seed),
        `validation ${percentText(accuracy.validation).padStart(7)}`,
        `best in epoch ${String(bestEpoch).padStart(String(epochs).length)}`,
      ];
      parts.push(complete ? `${seconds.toFixed(1)} s` : `stopped after ${done} of ${epochs}`);
      const status = parts.join('  ');
      if (!terminal.interactive) terminal.output.write(`${status}\n`);
      else {
        bar ??= drawBar(terminal, { roomForStatus });
        bar.update(done / epochs, status);
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
