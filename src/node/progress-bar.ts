import cliProgress from 'cli-progress';
import { requireKnownOptions, valueText } from '../errors.ts';
import type { Callback, TrainingRun } from '../training/callback.ts';
import type { EpochFigures } from '../training/history.ts';
import type { FitProgress } from '../training/progress-report.ts';
import { barText, durationText, figureName, figureText, rateText } from '../training/progress-text.ts';

/** Where progress goes: a stream of Node, described without Node's types, which programs need not have. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ProgressBarOptions {
  /** The standard error stream unless set, so that what a program prints stays apart. */
  readonly stream?: ProgressStream;
}

/** Figures that are not shown: known before, or part of another. */
const notShown = ['loss', 'penalty', 'learningRate'];

/** Characters of a line that the bar leaves for the words. */
const roomForWords = 80;

/**
 * Shows how training goes on: in a terminal a bar that fills with each epoch, redrawn in place, and elsewhere (a file, a
 * pipe, TERM=dumb) a line for each epoch.
 *
 *     ████████████░░░░░░░░ epoch  7/20  loss 0.4312  8 s left  48,200 samples/s  validation loss 0.5127
 *
 *     await model.fit(x, y, { …, callbacks: [progressBar()] });
 *
 * The loss is the mean of the epoch so far; metrics and figures of validation are those of the epoch before. The last
 * state stays. No setting of the terminal is changed and no signal is taken over, so Ctrl-C does what it did before.
 *
 * @throws TypeError for an unknown option, or what is no stream.
 */
export function progressBar(options: ProgressBarOptions = {}): Callback {
  const who = 'progressBar';
  requireKnownOptions(who, options, ['stream']);
  const { stream = process.stderr } = options;
  if (typeof stream?.write !== 'function') {
    throw new TypeError(`${who}: stream must be one to write to, got ${valueText(stream)}`);
  }
  return stream.isTTY === true && process.env.TERM !== 'dumb' ? drawn(stream) : printed(stream);
}

/** `epoch  7/20`. */
function epochText(epoch: number, epochs: number): string {
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
}

function metricsText(figures: EpochFigures): string[] {
  const shown = Object.entries(figures).filter(([name]) => !notShown.includes(name));
  return shown.map(([name, value]) => `${figureName(name)} ${figureText(value)}`);
}

/** A line for each epoch, with the time until the end by the mean of those that are done. */
function printed(stream: ProgressStream): Callback {
  let begin = 0;
  return {
    onTrainBegin() {
      begin = performance.now();
    },
    onEpochEnd(epoch, figures, { epochs, initialEpoch }) {
      const done = epoch + 1 - initialEpoch;
      const left = ((performance.now() - begin) / 1000 / done) * (epochs - epoch - 1);
      const parts = [epochText(epoch + 1, epochs), `loss ${figureText(figures.loss)}`, ...metricsText(figures)];
      if (epoch + 1 < epochs) parts.push(`${durationText(left)} left`);
      stream.write(`${parts.join('  ')}\n`);
    },
  };
}

function drawn(stream: ProgressStream): Callback {
  let bar: cliProgress.SingleBar | undefined;
  let share: number | undefined;
  let words = '';
  let metrics: string[] = [];
  const draw = (newShare: number | undefined, parts: readonly string[]): void => {
    share = newShare;
    words = [...parts, ...metrics].join('  ');
    bar!.update(share ?? 0);
  };

  return {
    onTrainBegin({ epochs, initialEpoch }: TrainingRun) {
      metrics = [];
      share = undefined;
      words = epochText(Math.min(initialEpoch + 1, epochs), epochs);
      bar = new cliProgress.SingleBar({
        stream: stream as unknown as NodeJS.WritableStream,
        format: () => barText(share, words, (stream.columns || 80) - 1, roomForWords),
        linewrap: true, // false would switch wrapping off in the terminal, and leave it off after Ctrl-C
        gracefulExit: false, // true would swallow Ctrl-C
      });
      bar.start(1, 0);
    },
    onProgress({ epoch, epochs, step, steps, loss, secondsLeft, samplesPerSecond }: FitProgress) {
      const left = secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left`];
      const speed = `${rateText(samplesPerSecond)} samples/s`;
      const filled = steps === undefined ? undefined : Math.min(1, step / steps);
      draw(filled, [epochText(epoch, epochs), `loss ${figureText(loss)}`, ...left, speed]);
    },
    onEpochEnd(epoch, figures, { epochs }) {
      metrics = metricsText(figures);
      draw(1, [epochText(epoch + 1, epochs), `loss ${figureText(figures.loss)}`]);
    },
    onTrainEnd() {
      bar?.stop();
      bar = undefined;
    },
  };
}
