/** How far `fit` has come, told about every 50 ms, when timers, input and drawing have their turn. */
import type { EpochFeed } from './epoch-feed.ts';
import { Pause } from './pause.ts';

/** How far `fit` has come. */
export interface FitProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch so far, and in all; the latter is undefined for an iterable of unknown length. */
  readonly step: number;
  readonly steps: number | undefined;
  /** Mean loss of this epoch so far. */
  readonly loss: number;
  /** Rows trained on since `fit` began, by the time since then. */
  readonly samplesPerSecond: number;
  readonly secondsElapsed: number;
  /** Until the last epoch ends, as far as can be told. */
  readonly secondsLeft: number | undefined;
}

export class ProgressReport {
  private readonly feed: EpochFeed;
  private readonly epochs: number;
  private readonly initialEpoch: number;
  private readonly tell: (progress: FitProgress) => void;
  private readonly pause = new Pause();
  private readonly begin = performance.now();
  private epoch = 0;
  private step = 0;
  private loss = 0;
  private rows = 0;
  private rowsBefore = 0;

  constructor(feed: EpochFeed, initialEpoch: number, epochs: number, tell: (progress: FitProgress) => void) {
    this.feed = feed;
    this.initialEpoch = initialEpoch;
    this.epochs = epochs;
    this.tell = tell;
  }

  beginEpoch(epoch: number): void {
    this.epoch = epoch;
    this.rowsBefore += this.rows;
    this.reach(0, 0, 0);
  }

  /** Steps and rows of this epoch so far, and the mean loss over them. */
  reach(step: number, loss: number, rows: number): void {
    this.step = step;
    this.loss = loss;
    this.rows = rows;
  }

  /** Whether others have waited long enough. */
  isDue(): boolean {
    return this.pause.isDue();
  }

  /** The same between the parts of a validation, each of which takes as long as many steps. */
  isDueNow(): boolean {
    return this.pause.isDueNow();
  }

  /** Tells where training stands, and lets timers, input and drawing have their turn. */
  async report(): Promise<void> {
    const { epoch, epochs, initialEpoch, step } = this;
    const secondsElapsed = (performance.now() - this.begin) / 1000;
    const { steps } = this.feed;
    const done = epoch - initialEpoch + (steps === undefined ? 0 : Math.min(1, step / steps));
    this.tell({
      epoch: epoch + 1,
      epochs,
      step,
      steps,
      loss: this.loss,
      samplesPerSecond: (this.rowsBefore + this.rows) / secondsElapsed,
      secondsElapsed,
      secondsLeft: done > 0 ? (secondsElapsed * (epochs - initialEpoch - done)) / done : undefined,
    });
    await this.pause.take();
  }
}
