/** Workers of the platform: Node's threads, or a browser's workers where the page may share memory. */
import { UnsupportedError } from '../../errors.ts';
import type { Spawn, WorkerData } from './pool.ts';

/** The part of Node's `worker_threads` that is used; declared here, because the library's types are for browsers as well. */
export interface WorkerThreads {
  readonly Worker: new (
    script: string,
    options: { eval: true; workerData: WorkerData; execArgv: string[]; name: string },
  ) => { unref(): void; terminate(): Promise<number> };
}

/** Starts Node's threads, which end with the program and do not keep it alive. */
export function spawnInNode({ Worker }: WorkerThreads): Spawn {
  return (script, workerData) => {
    const worker = new Worker(script, { eval: true, workerData, execArgv: [], name: `simdgrad ${workerData.worker}` });
    worker.unref();
    return () => void worker.terminate();
  };
}

/** Starts a browser's workers from a worker: a page's own thread may not wait for others. */
export function spawnInBrowser(): Spawn {
  return (script, data) => {
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    const worker = new Worker(url, { name: `simdgrad ${data.worker}` });
    worker.postMessage(data);
    return () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    };
  };
}

/** @throws UnsupportedError where memory cannot be shared, or this thread may not wait for others. */
export function requireSharedMemory(who: string): void {
  if (typeof SharedArrayBuffer === 'undefined') {
    throw new UnsupportedError(
      `${who}: memory can be shared between threads only on pages that are cross-origin isolated; serve the page with the headers ` +
        '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"',
    );
  }
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UnsupportedError(
      `${who}: a page's main thread must not wait for other threads; import simdgrad in a worker and call ${who} there`,
    );
  }
}
