/**
 * Work in a process of its own, because what the engine runs on holds for a whole process: threads, precision, Node itself. The
 * processes live as long as the comparison and take turns, so that what disturbs the machine disturbs all of them.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StepAnswer } from './step-server.ts';

export interface StepProcessOptions {
  /** Such as SIMDGRAD_THREADS; added to that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs this. */
  readonly node?: string;
}

export class StepProcess {
  private readonly child: ChildProcess;

  /** `work` is `roofline`, `product`, or the id of a workload for steps of `Trainer`. */
  constructor(work: string, { environment = {}, node = process.execPath }: StepProcessOptions = {}) {
    this.child = fork(fileURLToPath(new URL('step-server.ts', import.meta.url)), [work], {
      execPath: node,
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
      env: { ...process.env, ...environment },
    });
  }

  /** Nanoseconds a run, from as many runs as fit into so many milliseconds. @throws Error if the process ends instead. */
  time(milliseconds: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`a benchmark's process ended with ${code}`));
      this.child.once('exit', ended);
      this.child.once('message', ({ nanoseconds }: StepAnswer) => {
        this.child.off('exit', ended);
        resolve(nanoseconds);
      });
      this.child.send({ milliseconds });
    });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }
}
