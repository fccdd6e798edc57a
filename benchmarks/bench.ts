/** `npm run bench`: words and streams of the process go in, its exit code comes out. */
import { terminalOf } from '../src/cli/terminal.ts';
import { runBench } from './command.ts';
import { runInProcess } from './part-process.ts';
import { suite } from './parts.ts';
import { resultsFolder } from './results.ts';

process.exitCode = await runBench(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  suite,
  runPart: runInProcess,
  folder: resultsFolder,
});
