/**
 * What every thread does with a job, the calling one included. The text of these two functions is what a worker runs, so they
 * use nothing from outside but what they are given: no import, no constant of the module, no function within a function.
 *
 * `control` is shared by all and read and written by Atomics alone:
 *
 *     [0] the ticket: job number, parts of the job, next part to be taken, as bits 16 to 31, 8 to 15 and 0 to 7
 *     [1] parts that are finished
 *     [2] workers that sleep
 *     [3] 1 once a kernel has failed in a worker
 *
 * A job is written while nobody may read it and published by its ticket. Who raises the ticket by one from what it was has the
 * part that was next; what the job says is read only then, so a thread that was held up for any time takes a part of the present
 * job or none.
 */

/** A function of the module: numbers in, a number or nothing out. */
export type Kernel = (...args: number[]) => number;

/**
 * Takes parts until none is left, and gives the ticket that said so.
 *
 * `job` holds the number of the kernel, how many arguments it takes, which of them is the scratch (−1 if none), the scratch of
 * worker 1 and what lies between two workers' scratches; then the arguments of part after part.
 */
export function takeParts(
  control: Int32Array,
  job: Float64Array,
  kernels: readonly Kernel[],
  /** 0 for the thread that calls, whose scratch the arguments name. */
  worker: number,
): number {
  for (;;) {
    const ticket = Atomics.load(control, 0);
    const part = ticket & 0xff;
    if (part >= ((ticket >>> 8) & 0xff)) return ticket;
    if (Atomics.compareExchange(control, 0, ticket, ticket + 1) !== ticket) continue;
    const count = job[1];
    const from = 5 + part * count;
    const values = Array.from(job.subarray(from, from + count));
    if (worker > 0 && job[2] >= 0) values[job[2]] = job[3] + (worker - 1) * job[4];
    try {
      kernels[job[0]](...values);
    } catch (error) {
      if (worker === 0) throw error;
      Atomics.store(control, 3, 1);
    } finally {
      Atomics.add(control, 1, 1);
      Atomics.notify(control, 1);
    }
  }
}

/** A worker's life: take parts, look out for the next job for a while, then sleep until one comes. */
export function serve(
  control: Int32Array,
  job: Float64Array,
  kernels: readonly Kernel[],
  worker: number,
  take: typeof takeParts,
  spinMilliseconds: number,
): void {
  for (;;) {
    const seen = take(control, job, kernels, worker);
    const end = performance.now() + spinMilliseconds;
    let looks = 0;
    while (Atomics.load(control, 0) === seen && ((++looks & 63) !== 0 || performance.now() < end));
    if (Atomics.load(control, 0) !== seen) continue;
    // Counted first: whoever publishes a job after this sees that somebody sleeps, and one published before it ends the wait.
    Atomics.add(control, 2, 1);
    Atomics.wait(control, 0, seen);
    Atomics.add(control, 2, -1);
  }
}
