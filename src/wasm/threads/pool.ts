/**
 * Workers that share the engine's memory and take parts of its large operations.
 *
 * The thread that calls an operation publishes its parts, takes parts itself, and waits for what others have taken. So nothing
 * waits for a worker that has not started yet or sleeps: it only does less. Workers look out for the next job for a moment, then
 * sleep; they keep no program alive.
 */

import { type Engine, instantiate, type Kernels, memoryLimits, packScratchBytes } from '../kernels.ts';
import { Resident } from '../memory.ts';
import { withSharedMemory } from './shared-module.ts';
import { cut, type Split, splits } from './splits.ts';
import { type Kernel, serve, takeParts } from './take-parts.ts';

/** What a worker is started with. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly job: Float64Array;
  /** From 1 on. */
  readonly worker: number;
}

/** Starts a worker on a script's text; gives what ends it. */
export type Spawn = (script: string, data: WorkerData) => () => void;

/** How long a worker looks out for the next job before it sleeps. */
const spinMilliseconds = 0.2;

/** What a worker runs, in Node and in browsers. */
export const workerScript = `
const takeParts = ${takeParts};
const serve = ${serve};
function start({ module, memory, control, job, worker }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  serve(control, job, Object.values(exports), worker, takeParts, ${spinMilliseconds});
}
if (typeof require === 'function') start(require('node:worker_threads').workerData);
else onmessage = ({ data }) => start(data);
`;

/** Parts of a job at most, and arguments of a kernel. */
const mostParts = 255;
const mostArguments = 32;
const headerNumbers = 5;
/** Below this a job costs more than it saves; a part should take about so long. */
const leastNanoseconds = 20_000;
const partNanoseconds = 40_000;

/** `least` is for tests, which cut what is small, too. */
export interface PoolOptions {
  readonly least?: number;
}

/** An engine whose large operations are shared by `threads` threads, this one among them. */
export function pooledEngine(
  bytes: Uint8Array<ArrayBuffer>,
  threads: number,
  spawn: Spawn,
  { least = leastNanoseconds }: PoolOptions = {},
): { engine: Engine; stop: () => void } {
  const engine = instantiate(withSharedMemory(bytes), sharedMemory());
  const control = new Int32Array(new SharedArrayBuffer(16));
  const job = new Float64Array(new SharedArrayBuffer((headerNumbers + mostParts * mostArguments) * 8));
  const names = Object.keys(engine.kernels) as (keyof Kernels)[];
  const kernels = Object.values(engine.kernels) as unknown as Kernel[];
  const { module, memory } = engine;
  const workers = Array.from({ length: threads - 1 }, (_, i) =>
    spawn(workerScript, { module, memory, control, job, worker: i + 1 }),
  );

  let number = 0;
  let scratch: Resident | undefined;
  function run(kernel: number, parts: readonly number[][], scratchArgument: number): void {
    // Asked for with the operation's own addresses, so that it does not move before the next begins.
    scratch ??= new Resident((threads - 1) * packScratchBytes, 'working');
    const count = parts[0].length;
    job.set([kernel, count, scratchArgument, scratch.address(), packScratchBytes]);
    for (let i = 0; i < parts.length; i++) job.set(parts[i], headerNumbers + i * count);
    number = (number + 1) & 0x7fff;
    Atomics.store(control, 1, 0);
    Atomics.store(control, 0, (number << 16) | (parts.length << 8));
    if (Atomics.load(control, 2) > 0) Atomics.notify(control, 0);
    try {
      takeParts(control, job, kernels, 0);
    } finally {
      wait(control, parts.length);
    }
    if (Atomics.load(control, 3) !== 0)
      throw new Error(`${names[kernel]} failed in a thread: the program cannot go on`);
  }

  const shared: Record<string, Kernel> = {};
  for (const name of Object.keys(splits) as (keyof Kernels)[]) {
    const plan = splits[name]!;
    const whole = kernels[names.indexOf(name)];
    shared[name] = (...args) => {
      const split = plan(args);
      const parts = split && split.nanoseconds >= least ? cut(split, pieces(split, threads)) : [];
      if (split === undefined || parts.length < 2) return whole(...args);
      run(names.indexOf(split.kernel), parts, split.scratch);
      return 0;
    };
  }
  return {
    engine: { ...engine, kernels: { ...engine.kernels, ...shared } },
    stop: () => {
      for (const stop of workers) stop();
    },
  };
}

/** As many for each thread as are worth their while, up to 4, so that nobody waits long for another's last one. */
function pieces({ nanoseconds, repeats }: Split, threads: number): number {
  const each = repeats ? 1 : Math.min(4, Math.max(1, Math.floor(nanoseconds / partNanoseconds / threads)));
  return Math.min(mostParts, threads * each);
}

/** Until all parts are finished: looks for a while, then sleeps. */
function wait(control: Int32Array, parts: number): void {
  for (let looks = 0; ; looks++) {
    const finished = Atomics.load(control, 1);
    if (finished === parts) return;
    if (looks > 20_000) Atomics.wait(control, 1, finished);
  }
}

/** As large as the machine lets us reserve: it grows, but a shared memory cannot be made larger than it said at first. */
function sharedMemory(): WebAssembly.Memory {
  for (let maximum: number = memoryLimits.maximum; ; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: memoryLimits.initial, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError) || maximum / 2 < memoryLimits.initial) throw error;
    }
  }
}
