/** `npm run walkthroughs`: words and streams of the process go in, its exit code comes out. */
import { fileURLToPath } from 'node:url';
import { terminalOf } from '../../src/cli/terminal.ts';
import { runWalkthroughs } from './command.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

process.exitCode = await runWalkthroughs(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  programs: pathOf('..'),
  pages: pathOf('../../docs/walkthroughs'),
});
