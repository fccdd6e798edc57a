/** Runs the checks of one exercise over one file, in this process. */
import { pathToFileURL } from 'node:url';
import { type Exercise, Wrong } from './exercise.ts';

/** What became of it: how many checks passed, and why the next did not. */
export interface Outcome {
  readonly passed: number;
  /** Absent where all passed. */
  readonly failure?: {
    /** Of the check, or what was done when it happened. */
    readonly check: string;
    /** Line ends count. */
    readonly message: string;
  };
}

/**
 * Stops at the first check that fails. What the answer throws is told like what it gets wrong.
 *
 * @param onProgress told how many checks have passed whenever code of the answer is about to run.
 */
export async function runChecks<Answer>(
  exercise: Exercise<Answer>,
  path: string,
  onProgress?: (passed: number) => void,
): Promise<Outcome> {
  const { load } = exercise;
  let answer: Answer;
  try {
    if (load) answer = await load(path);
    else {
      onProgress?.(0);
      answer = (await import(pathToFileURL(path).href)) as Answer;
    }
  } catch (error) {
    return { passed: 0, failure: { check: 'can be read', message: messageOf(error) } };
  }
  return checkAnswer(exercise, answer, onProgress);
}

/** The same for an answer that is loaded. */
export async function checkAnswer<Answer>(
  { checks }: Exercise<Answer>,
  answer: Answer,
  onProgress?: (passed: number) => void,
): Promise<Outcome> {
  for (const [passed, check] of checks.entries()) {
    onProgress?.(passed);
    try {
      await check.run(answer);
    } catch (error) {
      return { passed, failure: { check: check.name, message: messageOf(error) } };
    }
  }
  return { passed: checks.length };
}

/** What went wrong, with the line of the answer it came from where it is an error of its own. */
function messageOf(error: unknown): string {
  if (error instanceof Wrong) return error.message;
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const [, line] = /exercises[/\\][\w-]+[/\\](?:exercise|solution)\.ts:(\d+)/.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${line === undefined ? '' : ` (line ${line})`}`;
}
