/** `npm run site`: words and streams of the process go in, its exit code comes out. */
import { fileURLToPath } from 'node:url';
import { terminalOf } from '../../src/cli/terminal.ts';
import { runSite } from './command.ts';

process.exitCode = await runSite(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  root: fileURLToPath(new URL('../..', import.meta.url)),
});
