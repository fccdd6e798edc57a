import { requireInteger } from '../errors.ts';
import { drawBar } from './bar.ts';
import type { Terminal } from './terminal.ts';

/** How far training is. */
export interface EpochProgress {
  /** Epochs done, from 1. */
  readonly epoch: number;
  /** Mean training loss of this epoch. */
  readonly loss: number;
  /** Anything else worth a few characters, such as { validationAccuracy: 0.61 }. */
  readonly metrics?: Readonly<Record<string, number>>;
}

export interface Progress {
  /** Shows the state after an epoch. */
  update(progress: EpochProgress): void;
  /** Leaves the last state standing. Until then an interactive bar keeps the process alive: call it in `finally`. */
  stop(): void;
}

export interface ProgressOptions {
  readonly epochs: number;
  /** Milliseconds from any start; for tests. */
  readonly now?: () => number;
}

/** Lines printed where nobody is looking, spread over the run. */
const lines = 10;

/**
 * Shows a training run: a bar that is redrawn in place, with epoch, loss and the time left, in an interactive terminal;
 * elsewhere a line after the first epoch, after each tenth of the run, and after the last.
 *
 *     ████████████░░░░░░░░ epoch 60/100  loss 0.9213  8 s left
 *
 * Time left: the mean time of an epoch so far × the epochs to come.
 */
export function createProgress(terminal: Terminal, options: ProgressOptions): Progress {
  const { epochs, now = () => performance.now() } = options;
  requireInteger('createProgress', { epochs }, 1);
  const start = now();
  const textOf = (progress: EpochProgress) => {
    const left = ((now() - start) / progress.epoch) * (epochs - progress.epoch);
    return statusText(progress, epochs, left);
  };
  return terminal.interactive ? drawnBar(terminal, epochs, textOf) : plainLines(terminal, epochs, textOf);
}

function drawnBar(terminal: Terminal, epochs: number, textOf: (progress: EpochProgress) => string): Progress {
  const bar = drawBar(terminal, { status: `epoch 0/${epochs}` });
  return {
    update: (progress) => bar.update(progress.epoch / epochs, textOf(progress)),
    stop: () => bar.stop(),
  };
}

function plainLines(terminal: Terminal, epochs: number, textOf: (progress: EpochProgress) => string): Progress {
  const every = Math.ceil(epochs / lines);
  let unprinted: string | undefined;
  const print = (text: string) => {
    terminal.output.write(`${text}\n`);
    unprinted = undefined;
  };
  return {
    update(progress) {
      const text = textOf(progress);
      const { epoch } = progress;
      if (epoch === 1 || epoch === epochs || epoch % every === 0) print(text);
      else unprinted = text;
    },
    stop() {
      if (unprinted !== undefined) print(unprinted); // stopped early: the last epoch there was
    },
  };
}

/** `epoch 7/100  loss 0.9213  validation accuracy 0.6125  12 s left`. */
function statusText({ epoch, loss, metrics = {} }: EpochProgress, epochs: number, millisecondsLeft: number): string {
  const parts = [`epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`, `loss ${figureText(loss)}`];
  for (const [name, value] of Object.entries(metrics)) {
    parts.push(`${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${figureText(value)}`);
  }
  if (epoch < epochs) parts.push(`${durationText(millisecondsLeft / 1000)} left`);
  return parts.join('  ');
}

/** About four digits: 0.9213, 12.35, 1.234e-7. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(3);
  const wholeDigits = size < 1 ? 0 : String(Math.floor(size)).length;
  return value.toFixed(Math.max(0, 4 - wholeDigits));
}

/** 8 s, 2 min 5 s, 3 h 10 min. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
