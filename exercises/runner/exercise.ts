/** What an exercise is to those who run it. */

/** One exercise: the file with the hole is `exercises/NAME/exercise.ts`, and `exercises/NAME/check.ts` exports this. */
export interface Exercise<Answer> {
  /** What is learned, in a line. */
  readonly title: string;
  /** The page that explains it, from the root of the repository. */
  readonly page: string;
  /** From a nudge to nearly the answer. */
  readonly hints: readonly string[];
  /** From easy to hard; the first that fails ends the run. */
  readonly checks: readonly Check<Answer>[];
  /** Makes the answer of the path of a file; it is the module unless set. */
  readonly load?: (path: string) => Promise<Answer>;
}

/** One thing that an answer must do. */
export interface Check<Answer> {
  /** Completes 'it …': `gives 0 where x is negative`. */
  readonly name: string;
  /** @throws Wrong that says which input, what was expected and what came. */
  run(answer: Answer): void | Promise<void>;
}

/** An answer is wrong, and this is how. */
export class Wrong extends Error {
  override name = 'Wrong';
}
