/** What is committed in docs/optimizers is what the code gives; `npm run race-pictures` writes it. */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { race as tableOf } from '../../pages/generators/race.ts';
import {
  drawn,
  pageRaces,
  pictures,
  type RaceRecord,
  raceFile,
  raceFolder,
  racing,
  recordOf,
  runRaces,
} from '../../pages/race-record.ts';
import { runRace } from '../../src/race/run-race.ts';
import { surfaces } from '../../src/race/surfaces.ts';
import { chartDescription } from '../../src/report/charts/chart-description.ts';
import { escaped } from '../../src/report/escape.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const record: RaceRecord = JSON.parse(readFileSync(`${root}/${raceFile}`, 'utf8'));
const races = runRaces(record);
const all = pictures(races);
const fileOf = (name: string): string => `${root}/${raceFolder}/${name}`;

it('the races of record go to the last bit as they went', async () => {
  expect(await recordOf(races)).toEqual(record);
});

it('their rates are those that are chosen', () => {
  const { lanes } = runRace(surfaces.saddle, { only: racing });
  expect(lanes.map(({ name, rate }) => [name, rate])).toEqual(record.saddle.map(({ name, rate }) => [name, rate]));
});

it.each(['race-ravine.svg', 'adam.svg'])('%s is what is drawn', async (name) => {
  expect(readFileSync(fileOf(name), 'utf8')).toBe(await drawn(all.get(name)!));
});

it('every picture is there, of the paths of today, in at most 60 kB', () => {
  expect(all.size).toBe(5 + Object.keys(pageRaces).length);
  for (const [name, { title, chart }] of all) {
    const svg = readFileSync(fileOf(name), 'utf8');
    expect(svg).toContain(`<title>${escaped(title)}</title><desc>${escaped(chartDescription(chart))}</desc>`);
    expect(statSync(fileOf(name)).size, name).toBeLessThan(60_000);
  }
});

it('pages have tables of a surface and of an optimizer', () => {
  const rows = tableOf(['beale'], root).split('\n');
  expect(rows).toHaveLength(2 + racing.length);
  expect(rows[0]).toBe('| optimizer | rate | after 10 steps | after 100 | after 200 | steps to 0.001 |');
  expect(rows[2]).toMatch(/^\| `adam` \| 1 \|/);
  const own = tableOf(['rms-prop'], root).split('\n');
  expect(own).toHaveLength(2 + 5);
  expect(own[2]).toMatch(/^\| beale \| 0\.03 \|.*\| \d+ of 11 \|$/);
  expect(() => tableOf(['adma'], root)).toThrow('race takes one of beale, rosenbrock');
});
