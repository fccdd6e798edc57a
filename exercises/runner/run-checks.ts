/** Runs the checks of one exercise over one file, in this process. */
import { pathToFileURL } from 'node:url';
import { type Exercise, Wrong } from './exercise.ts';

/** What became of it: how many checks passed, and why the next did not. */
export interface Outcome {
  readonly passed: number;
  readonly total: number;
  /** Absent where all passed. */
  readonly failure?: {
    /** Of the check, or what was done when it happened. */
    readonly check: string;
    /** Line ends count. */
    readonly message: string;
  };
}

/** Stops at the first check that fails. What the answer throws is told like what it gets wrong. */
export async function runChecks<Answer>({ checks, load }: Exercise<Answer>, path: string): Promise<Outcome> {
  const total = checks.length;
  let answer: Answer;
  try {
    answer = load ? await load(path) : ((await import(pathToFileURL(path).href)) as Answer);
  } catch (error) {
    return { passed: 0, total, failure: { check: 'can be read', message: messageOf(error) } };
  }
  for (const [passed, check] of checks.entries()) {
    try {
      await check.run(answer);
    } catch (error) {
      return { passed, total, failure: { check: check.name, message: messageOf(error) } };
    }
  }
  return { passed: total, total };
}

/** What went wrong, with the line of the answer it came from where it is an error of its own. */
function messageOf(error: unknown): string {
  if (error instanceof Wrong) return error.message;
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const [, line] = /exercises\/[\w-]+\/(?:exercise|solution)\.ts:(\d+)/.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${line === undefined ? '' : ` (line ${line})`}`;
}
