import type { Context } from '../src/cli/context.ts';
import type { Part } from './part.ts';
import type { RunPart } from './part-process.ts';

/** Parts that one command runs. */
export interface Suite {
  /** As it is typed: `npm run bench`. */
  readonly command: string;
  /** One line for `--help`, and what is said there after the options. */
  readonly description: string;
  readonly about: string;
  /** Each is loaded when it is asked for, so that a part's process holds nothing of the others. */
  readonly parts: Readonly<Record<string, () => Promise<{ readonly part: Part }>>>;
  /** What the names of its files of results begin with. */
  readonly prefix: string;
}

/** What the command may use of the world; tests give one of their own. */
export interface BenchContext extends Pick<Context, 'terminal' | 'errors'> {
  readonly suite: Suite;
  readonly runPart: RunPart;
  /** Where the files of results are. */
  readonly folder: string;
}
