/**
 * Runs the checks of an exercise in a process of its own, which whoever began it may end. It sends how many have passed whenever
 * one begins, and what became of them.
 */
import { readExercise } from './exercises.ts';
import { type Outcome, runChecks } from './run-checks.ts';

/** What a child sends. */
export type Message = { readonly passed: number } | { readonly outcome: Outcome };

const send = (message: Message): Promise<void> => new Promise((done) => process.send!(message, () => done()));

const [name, path] = process.argv.slice(2);
const outcome = await runChecks(await readExercise(name), path, (passed) => void send({ passed }));
await send({ outcome });
process.exit();
