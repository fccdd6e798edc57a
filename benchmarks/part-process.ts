/** Runs a part in a process of its own, so that no part finds the engine, the heap or the compiler as another left them. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Report } from './report.ts';
import type { PartMessage, PartRequest } from './run-part.ts';

export interface PartRun {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number, doing: string) => void;
}

/** How a part is run; tests have a way of their own. */
export type RunPart = (request: PartRequest, run: PartRun) => Promise<Report>;

/** A part that did not come to its end. */
export class PartError extends Error {
  override readonly name = 'PartError';
}

/**
 * @throws PartError if the process ends without a report: what went wrong it has said itself. The reason of `signal` once that
 *   is aborted, which ends the process at once.
 */
export const runInProcess: RunPart = (request, { signal, onProgress }) => {
  signal.throwIfAborted();
  const child = fork(fileURLToPath(new URL('run-part.ts', import.meta.url)), {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    serialization: 'advanced', // patterns, typed arrays and Infinity arrive as they are
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stop = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  return new Promise<Report>((resolve, reject) => {
    let report: Report | undefined;
    child.on('message', (message: PartMessage) => {
      if ('report' in message) report = message.report;
      else onProgress(message.share, message.doing);
    });
    child.on('error', reject);
    child.on('exit', (code, killedBy) => {
      if (signal.aborted) reject(signal.reason);
      else if (report) resolve(report);
      else {
        const how = killedBy === null ? `with exit code ${code}` : `by ${killedBy}`;
        reject(new PartError(`${request.name}: its process ended ${how} and without results`));
      }
    });
    child.send(request);
  }).finally(() => signal.removeEventListener('abort', stop));
};
