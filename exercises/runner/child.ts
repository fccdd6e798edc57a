/** Runs the checks of an exercise in a process of its own, which whoever began it may end, and prints what became of it as JSON. */
import { readExercise } from './exercises.ts';
import { runChecks } from './run-checks.ts';

const [name, path] = process.argv.slice(2);
const outcome = await runChecks(await readExercise(name), path);
// Line by itself, after whatever the answer may have printed.
process.stdout.write(`\n${JSON.stringify(outcome)}\n`, () => process.exit(0));
