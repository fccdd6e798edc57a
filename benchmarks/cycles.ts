import Benchmark from 'benchmark';

/** What Benchmark.js keeps of a benchmark beyond its types. */
type Clocked = Omit<Benchmark, 'options' | 'error'> & {
  readonly options: { initCount: number };
  readonly error: unknown;
};

/** The value that the last run returned: reachable from outside, so never provably unused. */
export const kept: unknown[] = [];

/** Milliseconds that the runs between two looks at the count of a cycle fill, at least: see below. */
const batchMilliseconds = 0.05;
/** Less than any clock tells, so that every cycle is long enough and is a sample. */
const anyTime = 1e-12;

let loops = 0;

/**
 * One piece of work as a benchmark of Benchmark.js, of which one cycle after the other can be run, in turns with those of others:
 * a cycle is a sample.
 *
 * Benchmark.js compiles a fresh test function for each cycle, calls it once to try it, and then clocks `count` rounds of its
 * loop. The loop begins in V8's interpreter every time, which costs 20 to 50 ns a round: more than many kernels take. So what it
 * repeats is a batch of at least 50 µs of runs, in a loop of ours that belongs to this work alone and stays compiled.
 */
export class Cycles {
  readonly #asynchronous: boolean;
  readonly #loop: (runs: number) => unknown;
  readonly #bench: Clocked;
  /** Runs in a batch, and whether one alone fills a sample: then the call that tries the test function does nothing. */
  #batch = 1;
  #isLong = false;
  /** Milliseconds of the fastest run so far, as an average over a batch. */
  #fastest = Number.POSITIVE_INFINITY;
  #failure: unknown;

  private constructor(run: () => unknown, asynchronous: boolean) {
    this.#asynchronous = asynchronous;
    this.#loop = loopOf(run, asynchronous);
    this.#bench = this.#benchmark() as unknown as Clocked;
  }

  /** Runs the work once, to see whether it returns a promise; then every run is awaited. */
  static async of(run: () => unknown): Promise<Cycles> {
    const first = run();
    kept[0] = await first;
    return new Cycles(run, first instanceof Promise);
  }

  /** Runs in a cycle. */
  get repetitions(): number {
    return this.#batch * this.#bench.options.initCount;
  }

  #benchmark(): Benchmark {
    const once = { minSamples: 1, maxTime: -1, minTime: anyTime, initCount: 1 };
    if (this.#asynchronous) {
      const fn = (deferred: { resolve(): void }): void => {
        (this.#loop(this.#batch) as Promise<unknown>)
          .catch((error: unknown) => {
            this.#failure = error;
          })
          .finally(() => deferred.resolve());
      };
      return new Benchmark({ ...once, defer: true, fn });
    }
    let tried = false;
    const runs = (): number => {
      tried = !tried;
      return tried && this.#isLong ? 0 : this.#batch;
    };
    // As text, because Benchmark.js would call a function through a property that it adds and deletes.
    const text = { setup: 'var loop = this.loop, runs = this.runs();', fn: 'loop(runs);' };
    return Object.assign(new Benchmark({ ...once, ...text } as Benchmark.Options), { loop: this.#loop, runs });
  }

  /**
   * Runs the work until V8 has compiled it with its optimising compiler (WebAssembly starts in Liftoff, at a third of the speed):
   * at least this long, and then until it does not become 5 % faster any more, at most four times as long.
   */
  async warmUp(milliseconds: number): Promise<void> {
    const begin = performance.now();
    for (let elapsed = 0; elapsed < 4 * milliseconds; elapsed = performance.now() - begin) {
      const before = this.#fastest;
      await this.#fastestIn(milliseconds / 4);
      if (elapsed >= milliseconds && this.#fastest > 0.95 * before) return;
    }
  }

  /** Looks for a faster run while so much time passes, in batches. */
  async #fastestIn(milliseconds: number): Promise<void> {
    let runs = 1;
    const end = performance.now() + milliseconds;
    do {
      const elapsed = await this.#time(runs);
      this.#fastest = Math.min(this.#fastest, elapsed / runs);
      if (elapsed < batchMilliseconds) runs *= 2;
    } while (performance.now() < end);
  }

  /** Milliseconds of so many runs, by our own clock. */
  async #time(runs: number): Promise<number> {
    const start = performance.now();
    await this.#loop(runs);
    return performance.now() - start;
  }

  /**
   * Sets how many runs fill a sample: by the fastest that has been seen, since one that was interrupted would make samples too short.
   */
  async calibrate(milliseconds: number): Promise<void> {
    if (this.#fastest === Number.POSITIVE_INFINITY) await this.#fastestIn(milliseconds);
    this.#isLong = this.#fastest >= milliseconds;
    this.#batch = Math.max(1, Math.ceil(Math.min(batchMilliseconds, milliseconds) / this.#fastest));
    this.#bench.options.initCount = Math.max(1, Math.round(milliseconds / (this.#batch * this.#fastest)));
  }

  /** One cycle: nanoseconds a run. */
  async sample(): Promise<number> {
    await this.#cycle();
    return (this.#bench.stats.sample[0] / this.#batch) * 1e9;
  }

  async #cycle(): Promise<void> {
    const bench = this.#bench;
    if (this.#asynchronous) {
      await new Promise<void>((resolve) => {
        bench.on('complete', () => {
          bench.off('complete');
          resolve();
        });
        bench.run();
      });
    } else bench.run({ async: false });
    const error = this.#failure ?? bench.error;
    if (error !== undefined) throw error;
  }
}

/**
 * `run` again and again, in a function of its own: one that all shared would know nothing of what it calls. It is made from text
 * because closures of one function share what V8 learns of them.
 */
function loopOf(run: () => unknown, asynchronous: boolean): (runs: number) => unknown {
  const [kind, call] = asynchronous ? ['async function', 'await run()'] : ['function', 'run()'];
  const text =
    `return ${kind} loop${loops++}(runs) { let last; ` +
    `for (let i = 0; i < runs; i++) last = ${call}; kept[0] = last; };`;
  return new Function('run', 'kept', text)(run, kept) as (runs: number) => unknown;
}
