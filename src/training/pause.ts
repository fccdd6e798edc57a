/** Gives timers, input and drawing their turn in the midst of a long computation. */

/** Between two turns. */
const milliseconds = 50;

export class Pause {
  private last = performance.now();
  private lastLook = this.last;
  /** Questions that are answered without a look at the clock, and how many of them have come. */
  private unseen = 0;
  private asked = 0;

  /**
   * Whether the last turn was long enough ago. The clock is looked at about every millisecond, however often it is asked: a
   * look takes longer than the question.
   */
  isDue(): boolean {
    if (++this.asked <= this.unseen) return false;
    const now = performance.now();
    // At the pace since the last look; never more than twice as many as then, because the pace may fall.
    const inOneMillisecond = this.asked / Math.max(now - this.lastLook, 1e-3);
    this.unseen = Math.min(Math.floor(inOneMillisecond), 2 * this.unseen + 1);
    this.asked = 0;
    this.lastLook = now;
    return now - this.last >= milliseconds;
  }

  /** The same with a look at the clock: for questions that are some way apart, or come at another pace than others. */
  isDueNow(): boolean {
    return performance.now() - this.last >= milliseconds;
  }

  async take(): Promise<void> {
    await turn();
    this.last = performance.now();
    this.lastLook = this.last;
  }
}

/** Resolves after everything that waits has had its turn; without the delay that browsers and Node give timers. */
function turn(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resume) => setImmediate(resume));
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(undefined);
  });
}
