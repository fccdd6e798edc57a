/**
 * What variables of the environment choose for a program in Node, before its first tensor. `simdgrad` and `simdgrad/node` read
 * them when they are imported there (`entries/`), and the command line when it starts; an empty variable chooses nothing.
 *
 *     SIMDGRAD_PRECISION    strict | relaxed      as setPrecision
 *     SIMDGRAD_THREADS      1, 2, … 64            as setThreads
 */
import { createRequire } from 'node:module';
import worker from 'node:worker_threads';
import { requireOneOf, UnsupportedError } from './errors.ts';
import { precision, precisions, requireRelaxedSimd, useKernels } from './wasm/precision.ts';
import { pooledEngine } from './wasm/threads/pool.ts';
import { spawnInNode } from './wasm/threads/spawn.ts';
import { requireThreadCount, threads, useThreads } from './wasm/threads.ts';

/** Such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Does what the variables say. Without a promise, so that a program's imports are followed by a chosen engine. */
export function useEnvironment(environment: Environment): void {
  usePrecision(environment.SIMDGRAD_PRECISION);
  useThreadCount(environment.SIMDGRAD_THREADS);
}

function useThreadCount(text: string | undefined): void {
  if (!text) return;
  const wanted = /^\d+$/.test(text) ? Number(text) : text;
  requireThreadCount('simdgrad', { SIMDGRAD_THREADS: wanted });
  if (wanted === threads()) return;
  useThreads(`SIMDGRAD_THREADS=${text}`, Number(wanted), pooledEngine, spawnInNode(worker));
}

function usePrecision(text: string | undefined): void {
  if (!text) return;
  const wanted = requireOneOf('simdgrad', 'SIMDGRAD_PRECISION', text, precisions);
  if (wanted === precision()) return;
  const who = `SIMDGRAD_PRECISION=${wanted}`;
  requireRelaxedSimd(who);
  useKernels(who, wanted, relaxedKernels(who));
}

/** The text of the relaxed module, read only here and now. */
function relaxedKernels(who: string): string {
  try {
    return createRequire(import.meta.url)('./wasm/relaxed-binary.js').kernelModule;
  } catch (cause) {
    throw new UnsupportedError(
      `${who}: the relaxed kernels cannot be loaded while modules are being imported: that takes Node 22.12, and simdgrad as ` +
        "installed, not bundled; else call await setPrecision('relaxed')",
      { cause },
    );
  }
}
