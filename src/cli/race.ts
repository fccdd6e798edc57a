import { setImmediate } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { countText } from '../experiments/figure-text.ts';
import { writeFileAtomically } from '../node/index.ts';
import { contestantNamed, contestantNames } from '../race/contestants.ts';
import type { Lane } from '../race/lane.ts';
import { raceChart } from '../race/race-chart.ts';
import { mishaps, raceTable, ratesSentence, setupSentence } from '../race/race-table.ts';
import { type Race, raceLanes, usualSteps } from '../race/run-race.ts';
import { isInWindow, type Point, type Surface, type SurfaceName, surfaces } from '../race/surfaces.ts';
import { renderChart } from '../report/render-chart.ts';
import type { Context } from './context.ts';
import { importPackage } from './import-package.ts';
import { stopped, withInterrupt } from './interrupt.ts';
import { keepsResults } from './program.ts';
import { readableJson } from './readable-json.ts';
import { svgFile } from './svg-file.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';
import { wordTableText } from './word-table-text.ts';
import { wrap } from './wrap.ts';

type Rates = Readonly<Record<string, number>>;

/** What `simdgrad race` can be told. */
interface RaceOptions {
  readonly surface: SurfaceName;
  readonly steps: number;
  readonly start?: Point;
  readonly only?: readonly string[];
  readonly rates: 'best' | 'default';
  readonly lr?: Rates;
  readonly highlight?: readonly string[];
  readonly output?: string;
  readonly width: number;
  readonly theme: 'light' | 'dark';
  readonly json?: boolean;
}

const about = `
Surfaces:
${Object.values(surfaces)
  .map(({ name, formula }) => `  ${name.padEnd(11)} ${formula}`)
  .join('\n')}

Optimizers:
  ${contestantNames.slice(0, 6).join(', ')},
  ${contestantNames.slice(6).join(', ')}

A race at one common rate would say nothing, so each optimizer has the rate out
of a list that serves it best on the surface. Pictures are drawn by the packages
vega and vega-lite; without --output none is.

Examples:
  simdgrad race --surface beale
  simdgrad race --surface ravine --only sgd,momentum --output ravine.svg
  simdgrad race --highlight adam --lr adam=0.1 --output adam.svg`;

/** `simdgrad race`. */
export function registerRace(program: Command, context: Context): void {
  keepsResults(program.command('race'))
    .description('let optimizers race down a surface: a table of losses, and a picture of their paths')
    .addOption(
      new Option('--surface <name>', 'the loss of two weights that they race on')
        .choices(Object.keys(surfaces))
        .default('rosenbrock'),
    )
    .option('--steps <number>', 'of each optimizer', wholeNumber(1, 100_000), usualSteps)
    .option('--start <x,y>', 'where they begin (default: as is usual on the surface)', point)
    .option('--only <names>', 'which optimizers, with commas (default: all)', names)
    .addOption(
      new Option('--rates <which>', 'the best out of a list for each on this surface, or the defaults')
        .choices(['best', 'default'])
        .default('best'),
    )
    .option('--lr <name=rate>', 'the rate of an optimizer; several with commas, or more than once', givenRates)
    .option('--highlight <names>', 'in the picture, optimizers with colours; the others are grey', names)
    .option('-o, --output <file.svg>', 'draw their paths to this file (default: no picture)', svgFile)
    .option('--width <pixels>', 'of the picture', wholeNumber(240, 2000), 680)
    .addOption(new Option('--theme <name>', 'of the picture').choices(['light', 'dark']).default('light'))
    .option('--json', 'print surface, rates, paths and losses as JSON')
    .addHelpText('after', about)
    .action((options: RaceOptions) => race(options, context));
}

function point(text: string): Point {
  const numbers = text.split(',').map(Number);
  if (/^[^,\s]+,[^,\s]+$/.test(text) && numbers.every(Number.isFinite)) return [numbers[0], numbers[1]];
  throw new InvalidArgumentError('Expected two numbers with a comma, such as 0.5,-1.');
}

function names(text: string): string[] {
  const found = text.split(',').map(nameOf);
  const twice = found.find((name, i) => found.indexOf(name) < i);
  if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' is there twice.`);
  return found;
}

function nameOf(text: string): string {
  const name = contestantNamed(text.trim());
  if (name !== undefined) return name;
  throw new InvalidArgumentError(`There is no '${text.trim()}'. There are ${contestantNames.join(', ')}.`);
}

/** Reads `adam=0.1,sgd=0.01`, beside those that were read before. */
function givenRates(text: string, before: Rates = {}): Rates {
  const rates = text.split(',').map((part): [string, number] => {
    const [name, rate = '', ...rest] = part.split('=');
    const value = Number(rate);
    if (rest.length === 0 && rate.trim() !== '' && Number.isFinite(value) && value > 0) return [nameOf(name), value];
    throw new InvalidArgumentError('Expected a name and a positive rate, such as adam=0.1.');
  });
  return { ...before, ...Object.fromEntries(rates) };
}

async function race(options: RaceOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const surface = surfaces[options.surface];
  requireSense(options, surface);
  await withInterrupt(async (signal) => {
    const race = await runLanes(surface, options, signal);
    terminal.output.write(options.json ? readableJson(plainRace(race)) : raceText(race, terminal));
    if (options.output === undefined) return;
    await draw(race, options.output, options, context);
    if (!options.json) terminal.output.write(`\nwritten to ${options.output}\n`);
  });
}

/** @throws RangeError where options contradict each other or the surface. */
function requireSense({ start, only = contestantNames, lr = {}, highlight = [] }: RaceOptions, surface: Surface): void {
  if (start && !isInWindow(surface, start)) {
    const { x, y } = surface.window;
    throw new RangeError(
      `race: --start must be in the picture of ${surface.name}, x in [${x.join(', ')}] and y in [${y.join(', ')}], got ${start.join(',')}`,
    );
  }
  for (const [option, given] of Object.entries({ '--lr': Object.keys(lr), '--highlight': highlight })) {
    const missing = given.find((name) => !only.includes(name));
    if (missing !== undefined) throw new RangeError(`race: ${option} names ${missing}, which --only leaves out`);
  }
}

/** One after the other, so that Ctrl-C is heard between them. */
async function runLanes(surface: Surface, options: RaceOptions, signal: AbortSignal): Promise<Race> {
  const { steps, start = surface.start, only = contestantNames, rates, lr } = options;
  const lanes: Lane[] = [];
  for (const lane of raceLanes(surface, { steps, start, only, rates, learningRates: lr })) {
    lanes.push(lane);
    await setImmediate();
    if (signal.aborted) throw stopped(signal, `${lanes.length} of ${countText(only.length)} optimizers were there`);
  }
  return { surface, steps, start, lanes };
}

function raceText(race: Race, terminal: Terminal): string {
  const { title, formula, source, about } = race.surface;
  const { bold, dim } = terminal.colors;
  const lines = [
    bold(`${title} (${source})`),
    `  ${formula}`,
    wrap(`${about.charAt(0).toUpperCase()}${about.slice(1)}.`, terminal.width),
    wrap(setupSentence(race), terminal.width),
    '',
    wordTableText(raceTable(race), terminal),
    ...[ratesSentence(race), ...mishaps(race)]
      .filter((text) => text !== '')
      .map((text) => dim(wrap(text, terminal.width))),
  ];
  return `${lines.join('\n')}\n`;
}

function plainRace({ surface, steps, start, lanes }: Race): object {
  const { name, title, formula, minima, window } = surface;
  return { surface: { name, title, formula, minima, window }, steps, start, lanes };
}

async function draw(
  race: Race,
  path: string,
  { highlight, width, theme }: RaceOptions,
  context: Context,
): Promise<void> {
  const { importPackage: given = (name) => importPackage(name) } = context;
  const title = `Paths of optimizers: ${race.surface.title}`;
  const svg = await renderChart(raceChart(race, highlight), { title, width, theme, importPackage: given });
  await writeFileAtomically(path, svg, { who: 'race' });
}
