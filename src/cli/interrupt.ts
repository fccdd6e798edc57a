/** Someone, or the system, wants the program to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** What the process is to exit with: 128 + the number of the signal. */
  readonly exitCode: number;

  constructor(exitCode: number, message = 'stopped') {
    super(message);
    this.exitCode = exitCode;
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** npm hands a Ctrl-C down that the terminal has given to all: what comes within this many milliseconds is the same one. */
const sameOne = 500;

/**
 * Runs something that Ctrl-C can end in good order: the first one aborts the signal, with an Interrupted as its reason;
 * another one ends the process at once.
 */
export async function withInterrupt<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first = 0;
  let over = false;
  const interrupt = (signal: NodeJS.Signals): void => {
    const exitCode = exitCodes[signal as keyof typeof exitCodes];
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort(new Interrupted(exitCode));
    } else if (!over && performance.now() - first > sameOne) process.exit(exitCode);
  };
  const signals = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  for (const signal of signals) process.on(signal, interrupt);
  try {
    return await run(controller.signal);
  } finally {
    over = true;
    const release = (): void => {
      for (const signal of signals) process.off(signal, interrupt);
    };
    // The same Ctrl-C may come again when all is done, and must not end the process with another exit code.
    if (controller.signal.aborted) setTimeout(release, sameOne).unref();
    else release();
  }
}

/** What to throw when all is in order after the signal of `withInterrupt`. @param what has been done until then. */
export function stopped({ reason }: AbortSignal, what: string): Interrupted {
  return new Interrupted((reason as Interrupted).exitCode, `stopped: ${what}`);
}
