/** Races of record: what pages say of them, and the pictures that they show. */
import { contestantNames } from '../src/race/contestants.ts';
import { distanceToMinimum, type Lane, stepsToClose } from '../src/race/lane.ts';
import { raceChart } from '../src/race/race-chart.ts';
import { type Race, runRace } from '../src/race/run-race.ts';
import { type SurfaceName, surfaces } from '../src/race/surfaces.ts';
import { renderChart } from '../src/report/index.ts';
import { fingerprint } from '../src/tensor/fingerprint.ts';
import { tensor } from '../src/tensor/tensor.ts';

/** Where everything is, from the repository. */
export const raceFolder = 'docs/optimizers';
export const raceFile = `${raceFolder}/race.json`;

/** A page in 400 pixels shows the pictures nearly as large as they are. */
const width = 440;

/** Of each optimizer that has a page, by the name of the page: its name, and the surface on which one sees best what it does. */
export const pageRaces: Readonly<Record<string, { readonly name: string; readonly surface: SurfaceName }>> = {
  sgd: { name: 'sgd', surface: 'ravine' },
  momentum: { name: 'momentum', surface: 'rosenbrock' },
  'rms-prop': { name: 'rmsProp', surface: 'himmelblau' },
  adam: { name: 'adam', surface: 'beale' },
  'adam-w': { name: 'adamW', surface: 'beale' },
  adagrad: { name: 'adagrad', surface: 'rosenbrock' },
  adadelta: { name: 'adadelta', surface: 'saddle' },
  adamax: { name: 'adamax', surface: 'ravine' },
  nadam: { name: 'nadam', surface: 'saddle' },
  'r-adam': { name: 'rAdam', surface: 'saddle' },
  lion: { name: 'lion', surface: 'beale' },
};

/** Those that race: an optimizer takes part when it has a page. */
export const racing: readonly string[] = contestantNames.filter((name) =>
  Object.values(pageRaces).some((one) => one.name === name),
);

/** What is kept of a lane. */
export interface RecordedLane {
  readonly name: string;
  readonly rate: number;
  /** After these steps. */
  readonly losses: Readonly<Record<string, number>>;
  /** To a loss of 0.001; null where it was never there. */
  readonly stepsToClose: number | null;
  readonly distance: number;
  /** SHA-256 of all weights on the way. */
  readonly path: string;
}

/** By surface. */
export type RaceRecord = Readonly<Record<SurfaceName, readonly RecordedLane[]>>;

const looks = [10, 100, 200];

/** All races; at given rates, as those of a record, in a fraction of the time. */
export function runRaces(record?: RaceRecord): Race[] {
  return Object.values(surfaces).map((surface) => {
    const rates = record?.[surface.name].map(({ name, rate }) => [name, rate]) ?? [];
    return runRace(surface, { only: racing, learningRates: Object.fromEntries(rates) });
  });
}

export async function recordOf(races: readonly Race[]): Promise<RaceRecord> {
  const record: Partial<Record<SurfaceName, RecordedLane[]>> = {};
  for (const { surface, lanes } of races) {
    record[surface.name] = await Promise.all(
      lanes.map(async (lane) => ({
        name: lane.name,
        rate: lane.rate,
        losses: Object.fromEntries(looks.map((step) => [step, lane.losses[step]])),
        stepsToClose: Number.isFinite(stepsToClose(lane)) ? stepsToClose(lane) : null,
        distance: distanceToMinimum(lane, surface),
        path: await pathDigest(lane),
      })),
    );
  }
  return record as RaceRecord;
}

function pathDigest({ path }: Lane): Promise<string> {
  return fingerprint({ path: tensor(path.flat(), [path.length, 2]) });
}

/** What the pictures show, by file name: each race, and each optimizer before the others in grey. */
export function pictures(races: readonly Race[]): Map<string, { title: string; chart: ReturnType<typeof raceChart> }> {
  const found = new Map<string, { title: string; chart: ReturnType<typeof raceChart> }>();
  for (const race of races) {
    const { name, title } = race.surface;
    found.set(`race-${name}.svg`, { title: `Paths of all optimizers: ${title}`, chart: raceChart(race) });
  }
  for (const [page, { name, surface }] of Object.entries(pageRaces)) {
    const race = races.find((one) => one.surface.name === surface)!;
    const title = `The path of ${name} before those of the others: ${race.surface.title}`;
    found.set(`${page}.svg`, { title, chart: raceChart(race, [name]) });
  }
  return found;
}

export function drawn({ title, chart }: { title: string; chart: ReturnType<typeof raceChart> }): Promise<string> {
  return renderChart(chart, { title, width });
}
