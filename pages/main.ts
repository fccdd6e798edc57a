/** `npm run pages`: words and streams of the process go in, its exit code comes out. */
import { fileURLToPath } from 'node:url';
import { terminalOf } from '../src/cli/terminal.ts';
import { runPages } from './command.ts';

process.exitCode = await runPages(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  root: fileURLToPath(new URL('..', import.meta.url)),
});
