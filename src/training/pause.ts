/** Gives timers, input and drawing their turn in the midst of a long computation. */

/** Between two turns. */
const milliseconds = 50;

export class Pause {
  private last = performance.now();

  /** Whether the last turn was long enough ago. */
  isDue(): boolean {
    return performance.now() - this.last >= milliseconds;
  }

  async take(): Promise<void> {
    await turn();
    this.last = performance.now();
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
