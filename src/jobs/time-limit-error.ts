/** A job took longer than its `timeLimitSeconds`; what did it was ended. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  /** How long it had. */
  readonly seconds: number;

  constructor(seconds: number) {
    super(`its time limit of ${seconds} ${seconds === 1 ? 'second' : 'seconds'} is over, and its thread was ended`);
    this.seconds = seconds;
  }
}
