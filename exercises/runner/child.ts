/**
 * Runs the checks of exercises, one after the other, in a process of its own, which whoever began it may end. It sends how many have
 * passed whenever one begins, and of each exercise what became of it.
 */
import { readExercise } from './exercises.ts';
import { type Outcome, runChecks } from './run-checks.ts';

/** What a child sends. */
export type Message = { readonly passed: number } | { readonly outcome: Outcome };

const send = (message: Message): Promise<void> => new Promise((done) => process.send!(message, () => done()));

const words = process.argv.slice(2);
for (let i = 0; i < words.length; i += 2) {
  const outcome = await runChecks(await readExercise(words[i]), words[i + 1], (passed) => void send({ passed }));
  await send({ outcome });
}
process.exit();
