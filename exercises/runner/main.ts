/** `npm run exercise`: words and streams of the process go in, its exit code comes out. */
import { fileURLToPath } from 'node:url';
import { withInterrupt } from '../../src/cli/interrupt.ts';
import { terminalOf } from '../../src/cli/terminal.ts';
import { runExercise } from './command.ts';
import { inProcess } from './in-process.ts';

process.exitCode = await withInterrupt((signal) =>
  runExercise(process.argv.slice(2), {
    terminal: terminalOf(process.stdout, process.env),
    errors: terminalOf(process.stderr, process.env),
    folder: fileURLToPath(new URL('..', import.meta.url)),
    run: (answers, onRun) => inProcess(answers, onRun, { signal }),
  }),
);
