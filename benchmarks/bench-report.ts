/** `npm run bench:report`: words and streams of the process go in, its exit code comes out. */
import { fileURLToPath } from 'node:url';
import { terminalOf } from '../src/cli/terminal.ts';
import { runBenchReport } from './report-command.ts';
import { resultsFolder } from './results.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

process.exitCode = await runBenchReport(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  folder: resultsFolder,
  html: pathOf('../build/benchmarks.html'),
  markdown: pathOf('../docs/results/benchmarks.md'),
});
