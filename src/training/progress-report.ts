/** How far `fit` has come, told about every 50 ms. */
import type { EpochFeed } from './epoch-feed.ts';
import { Pause } from './pause.ts';
import type { FitProgress } from './trainer-options.ts';

export class ProgressReport {
  private readonly feed: EpochFeed;
  private readonly epochs: number;
  private readonly initialEpoch: number;
  private readonly onProgress: ((progress: FitProgress) => void) | undefined;
  private readonly pause = new Pause();
  private readonly begin = performance.now();
  private epoch = 0;
  private rowsBefore = 0;
  private rowsOfEpoch = 0;

  constructor(
    feed: EpochFeed,
    initialEpoch: number,
    epochs: number,
    onProgress: ((progress: FitProgress) => void) | undefined,
  ) {
    this.feed = feed;
    this.initialEpoch = initialEpoch;
    this.epochs = epochs;
    this.onProgress = onProgress;
  }

  beginEpoch(epoch: number): void {
    this.epoch = epoch;
    this.rowsBefore += this.rowsOfEpoch;
    this.rowsOfEpoch = 0;
  }

  /** Whether others have waited long enough. */
  isDue(): boolean {
    return this.pause.isDue();
  }

  /** Tells where training stands, and lets timers, input and drawing have their turn. */
  async report(step: number, loss: number, rows: number): Promise<void> {
    this.rowsOfEpoch = rows;
    const { epoch, epochs, initialEpoch, feed } = this;
    const secondsElapsed = (performance.now() - this.begin) / 1000;
    const { steps } = feed;
    const done = epoch - initialEpoch + (steps === undefined ? 0 : Math.min(1, step / steps));
    this.onProgress?.({
      epoch: epoch + 1,
      epochs,
      step,
      steps,
      loss,
      samplesPerSecond: (this.rowsBefore + rows) / secondsElapsed,
      secondsElapsed,
      secondsLeft: done > 0 ? (secondsElapsed * (epochs - initialEpoch - done)) / done : undefined,
    });
    await this.pause.take();
  }
}
