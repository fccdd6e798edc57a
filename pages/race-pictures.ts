/** `npm run race-pictures`: runs the races of record, and writes what pages say of them and the pictures that they show. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgram, keepsResults, runProgram } from '../src/cli/program.ts';
import { readableJson } from '../src/cli/readable-json.ts';
import { terminalOf } from '../src/cli/terminal.ts';
import { writeFileAtomically } from '../src/node/index.ts';
import { drawn, pictures, raceFile, raceFolder, recordOf, runRaces } from './race-record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const terminals = {
  terminal: terminalOf(process.stdout, process.env),
  errors: terminalOf(process.stderr, process.env),
};
const program = keepsResults(createProgram('npm run race-pictures --', terminals))
  .description(`run the races of record, and write their figures and pictures to ${raceFolder}`)
  .action(async () => {
    const races = runRaces();
    await writeFileAtomically(join(root, raceFile), readableJson(await recordOf(races)));
    const all = pictures(races);
    for (const [file, picture] of all) await writeFileAtomically(join(root, raceFolder, file), await drawn(picture));
    terminals.terminal.output.write(`written to ${raceFolder}: ${['race.json', ...all.keys()].join(', ')}\n`);
  });
process.exitCode = await runProgram(program, process.argv.slice(2), terminals, (error): error is Error => {
  return typeof (error as NodeJS.ErrnoException)?.syscall === 'string';
});
