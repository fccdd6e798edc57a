/** `npm run bench:peers`: words and streams of the process go in, its exit code comes out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { terminalOf } from '../../src/cli/terminal.ts';
import { resultsFolder } from '../results.ts';
import { killAll } from './child.ts';
import { runPeersCommand } from './command.ts';
import { preparePrograms } from './prepare.ts';
import { contendersOf, interpreterOf, missingHint, ours, peers } from './roster.ts';

const manifest = new URL('../../package.json', import.meta.url);

process.on('exit', killAll);
process.exitCode = await runPeersCommand(process.argv.slice(2), {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
  peers,
  ours,
  missingHint,
  contendersOf,
  prepare: (present, signal) => {
    const programs = present.filter(({ language }) => language === 'node').map(({ program }) => program);
    return preparePrograms([...programs, 'simdgrad'], signal);
  },
  versionsOf: (present) => ({
    simdgrad: (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version,
    ...Object.fromEntries(present.map(interpreterOf)),
  }),
  folder: resultsFolder,
  pictureFolder: fileURLToPath(new URL('../../docs/results', import.meta.url)),
});
