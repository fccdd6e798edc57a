/** On how many threads the engine runs. What more than one takes is loaded when it is asked for. */
import { requireInteger, requireWithin } from '../errors.ts';
import { chooseBuild } from './engine.ts';
import { instantiate } from './kernels.ts';
import { requireUnusedEngine } from './memory.ts';
import type { pooledEngine, Spawn } from './threads/pool.ts';
import type { WorkerThreads } from './threads/spawn.ts';

const mostThreads = 64;

let count = 1;
let stopWorkers = (): void => {};

/** How many threads take part in large operations, the calling one included. */
export function threads(): number {
  return count;
}

/**
 * Shares large operations between `n` threads: the calling one and n − 1 workers on one shared memory. 1 unless set.
 *
 * Every operation is cut by its output, so each value is computed by one thread in the one order there is: results have the same
 * bits with any number of threads. Operations of less than some 20 µs stay on the calling thread; models as small as most tables
 * need gain nothing. Workers sleep while there is nothing to do, and the program ends without being told to.
 *
 * Must be called before the first tensor or model is made. In Node, the environment variable `SIMDGRAD_THREADS` says the same for a
 * program that says nothing. In browsers the page must be cross-origin isolated, and the engine must run in a worker, because a
 * page's own thread may not wait.
 *
 * @throws RangeError unless n is a whole number from 1 to 64; EngineInUseError once a tensor or model exists; UnsupportedError where
 *   threads cannot share memory.
 */
export async function setThreads(n: number): Promise<void> {
  requireThreadCount('setThreads', { n });
  requireUnusedEngine('setThreads');
  if (n === 1) {
    useOneThread('setThreads');
    return;
  }
  const [{ pooledEngine }, { requireSharedMemory, spawnInBrowser, spawnInNode }] = await Promise.all([
    import('./threads/pool.ts'),
    import('./threads/spawn.ts'),
  ]);
  requireSharedMemory('setThreads');
  useThreads('setThreads', n, pooledEngine, runsInNode() ? spawnInNode(await workerThreads()) : spawnInBrowser());
}

export function requireThreadCount(who: string, named: Readonly<Record<string, unknown>>): void {
  requireInteger(who, named, 1);
  requireWithin(who, named, 1, mostThreads);
}

/** The work of `setThreads`, at once, with what it loads given. */
export function useThreads(who: string, n: number, pooled: typeof pooledEngine, spawn: Spawn): void {
  chooseBuild(who, (bytes) => {
    stopWorkers();
    const { engine, stop } = pooled(bytes, n, spawn);
    stopWorkers = stop;
    return engine;
  });
  count = n;
}

function useOneThread(who: string): void {
  chooseBuild(who, (bytes) => {
    stopWorkers();
    stopWorkers = () => {};
    return instantiate(bytes);
  });
  count = 1;
}

function runsInNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}

async function workerThreads(): Promise<WorkerThreads> {
  const name = 'node:worker_threads'; // not written in the call, so that bundlers for browsers do not look for it
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as WorkerThreads;
}
