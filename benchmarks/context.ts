import type { Context } from '../src/cli/context.ts';
import type { RunPart } from './part-process.ts';
import type { parts } from './parts.ts';

/** What the command may use of the world; tests give one of their own. */
export interface BenchContext extends Pick<Context, 'terminal' | 'errors'> {
  readonly parts: typeof parts;
  readonly runPart: RunPart;
  /** Where the files of results are. */
  readonly folder: string;
}
