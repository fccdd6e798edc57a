/** `npm run race-pictures`: runs the races of record, and writes what pages say of them and the pictures that they show. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readableJson } from '../src/cli/readable-json.ts';
import { writeFileAtomically } from '../src/node/index.ts';
import { drawn, pictures, raceFile, raceFolder, recordOf, runRaces } from './race-record.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const races = runRaces();
await writeFileAtomically(join(root, raceFile), readableJson(await recordOf(races)));
const all = pictures(races);
for (const [file, picture] of all) await writeFileAtomically(join(root, raceFolder, file), await drawn(picture));
console.log(`written to ${raceFolder}: ${['race.json', ...all.keys()].join(', ')}`);
