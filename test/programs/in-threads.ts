/** Runs another program of this folder on THREADS threads, with operations of any size cut: `in-threads.ts THREADS PROGRAM`. */
import worker from 'node:worker_threads';
import { pooledEngine } from '../../src/wasm/threads/pool.ts';
import { spawnInNode } from '../../src/wasm/threads/spawn.ts';
import { useThreads } from '../../src/wasm/threads.ts';

const [threads, program] = process.argv.slice(2);
useThreads(
  'in-threads.ts',
  Number(threads),
  (bytes, n, spawn) => pooledEngine(bytes, n, spawn, { least: 0 }),
  spawnInNode(worker),
);
await import(`./${program}.ts`);
