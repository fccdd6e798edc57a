import type { Command } from 'commander';
import type { Environment, FetchOptions } from '../../datasets/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { DataError, valueText } from '../errors.ts';
import { checkedJson } from '../experiments/checked-json.ts';
import { plural } from '../experiments/figure-text.ts';
import { type SeedSettings, type SeedStudy, type SeedStudyKind, seedStudyOf } from '../experiments/seed-study.ts';
import { inProcessExecutor } from '../jobs/in-process-executor.ts';
import type { Job } from '../jobs/job.ts';
import type { Totals } from '../jobs/job-totals.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { workerExecutor } from '../node/index.ts';
import { blocksText } from './blocks-text.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import * as tasks from './experiment-tasks.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { createJobsProgress } from './jobs-progress.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { resultsHeader } from './results-header.ts';
import { openStudyFolder } from './study-folder.ts';
import { StudyRecord } from './study-record.ts';
import { wholeNumber } from './whole-number.ts';
import { wrap } from './wrap.ts';
import { writtenLines } from './written-text.ts';

/** An experiment over seeds as a command. */
export interface SeedExperiment<About, Place, Run extends Place> {
  readonly kind: SeedStudyKind<About, Place, Run>;
  /** In a line of --help. */
  readonly description: string;
  /** Below the options in --help. */
  readonly about: string;
  readonly seeds: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Of `experiment-tasks.ts`. */
  readonly task: keyof typeof tasks;
  /** Gets the data, and says what the report has to know of them. */
  load(options: FetchOptions): Promise<About>;
  /** What came out of a run, in a few words. */
  runText(run: Run): string;
}

interface SeedExperimentOptions {
  readonly seeds?: number;
  readonly seed: number;
  readonly epochs?: number;
  readonly workers?: number;
  readonly quick?: boolean;
  readonly runs: string;
  readonly json?: boolean;
}

/** What --quick asks for. */
const quick = { seeds: 2, epochs: 3 };

const interruption = `
Every finished run is kept on the disk at once: after Ctrl-C, or a kill, the
same command goes on where it was, to the same results. They depend neither on
the number of workers nor on the order in which runs are finished.`;

/** Adds the command of an experiment over seeds. */
export function registerSeedExperiment<About, Place, Run extends Place>(
  experiment: Command,
  context: Context,
  definition: SeedExperiment<About, Place, Run>,
): void {
  const { kind, description, about, seeds, epochs } = definition;
  keepsResults(experiment.command(kind.name))
    .description(description)
    .option('--seeds <number>', `runs of everything (default: ${seeds})`, wholeNumber(1, 1000))
    .option('--seed <number>', 'the first seed; the others count up from it', wholeNumber(0), 0)
    .option('--epochs <number>', `of every training (default: ${epochs})`, wholeNumber(1, 10_000))
    .option('--workers <number>', 'runs at the same time (default: one for each processor)', wholeNumber(1, 1000))
    .option('--quick', `a first look: ${quick.seeds} seeds, ${quick.epochs} epochs`)
    .option('--runs <folder>', 'where to make the folder for results', 'runs')
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      `${about}\n${interruption}\n\nExamples:\n  simdgrad experiment ${kind.name}\n  simdgrad experiment ${kind.name} --quick`,
    )
    .action((options: SeedExperimentOptions) => run(definition, options, context));
}

async function run<About, Place, Run extends Place>(
  definition: SeedExperiment<About, Place, Run>,
  options: SeedExperimentOptions,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const { kind, batchSize } = definition;
  const { json = false } = options;
  const say = (text: string): void => void (json || text === '' || terminal.output.write(text));
  const { seeds, epochs } = { ...definition, ...(options.quick && quick), ...given(options) };
  const settings: SeedSettings = {
    seeds: Array.from({ length: seeds }, (_, i) => options.seed + i),
    epochs,
    batchSize,
  };
  await withInterrupt(async (signal) => {
    const data = await load(definition, context, signal);
    const command = `simdgrad experiment ${kind.name} --seeds ${seeds} --seed ${options.seed} --epochs ${epochs}`;
    const study = { name: kind.name, version: packageJson.version, settings, data: JSON.stringify(data) };
    const who = `experiment ${kind.name}`;
    const { path: folder, journal, close } = await openStudyFolder<unknown>(who, options.runs, kind.name, study);
    const record = new StudyRecord(`simdgrad ${who}`, folder, resultsHeader(kind.name, kind.format, command));
    const places = kind.plan(settings);
    let found: SeedStudy<About, Run>;
    let hint: string | undefined;
    try {
      const before = resultsOf(definition, folder, data, journal.results);
      say(`${setupText(definition, settings, { planned: places.length, done: before.size, folder }, context)}\n`);
      const results = await runAll(definition, places, settings, before, journal.append, options, context, signal);
      found = seedStudyOf(kind, data, settings, results);
      if (found.runs.length > 0) await record.writeStudy({ data, settings, runs: found.runs });
      hint = await record.report(context);
      say(blocksText(kind.blocks(found), terminal));
      const answer = kind.answer(found);
      for (const line of answer === '' ? [] : answer.split('\n')) {
        say(`\n${terminal.colors.bold(wrap(line, Math.min(terminal.width, 100)))}\n`);
      }
    } finally {
      // Without a run there is nothing to go on with; with all of them on the disk there is nothing left to do.
      const isOver = journal.results.size === 0 || (journal.results.size === places.length && !record.failure);
      await close(isOver);
      await record.close();
    }
    if (json && record.files.size > 0) terminal.output.write(record.text);
    const lines = writtenLines(record, hint, 'simdgrad', terminal);
    if (lines.length > 0) say(`\n${lines.map((line) => `${terminal.colors.dim(line)}\n`).join('')}`);
    if (record.failure) throw record.failure;
    if (!signal.aborted) return;
    const { exitCode } = signal.reason as Interrupted;
    throw new Interrupted(exitCode, stoppedText(found, `${command} --runs ${quoted(options.runs)}`));
  });
}

/** The options that were given in words. */
function given({ seeds, epochs }: SeedExperimentOptions): { seeds?: number; epochs?: number } {
  return { ...(seeds !== undefined && { seeds }), ...(epochs !== undefined && { epochs }) };
}

async function load<About, Place, Run extends Place>(
  { load }: SeedExperiment<About, Place, Run>,
  { errors, environment }: Context,
  signal: AbortSignal,
): Promise<About> {
  const progress = createDownloadProgress(errors);
  try {
    return await load({ environment, signal, onProgress: (now) => progress.update(now) });
  } finally {
    progress.stop();
  }
}

/** The runs of a journal, whose text is not trusted. */
function resultsOf<About, Place, Run extends Place>(
  { kind }: SeedExperiment<About, Place, Run>,
  folder: string,
  data: About,
  results: ReadonlyMap<string, unknown>,
): Map<string, Run> {
  const json = checkedJson((what, value) => {
    throw new DataError(
      `experiment ${kind.name}: the journal in ${folder} cannot be gone on with: ${what}, got ${valueText(value)}`,
    );
  });
  return new Map([...results].map(([key, value]) => [key, kind.runFrom(json, `'${key}'`, value, { data })]));
}

async function runAll<About, Place, Run extends Place>(
  { kind, task, runText }: SeedExperiment<About, Place, Run>,
  places: readonly Place[],
  settings: SeedSettings,
  done: ReadonlyMap<string, Run>,
  keep: (key: string, run: Run) => Promise<void>,
  { workers }: SeedExperimentOptions,
  { errors, environment }: Context,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Run>> {
  const jobs = places.map((place): Job => {
    const input: tasks.SeedJobInput<Place> = { place, settings, environment: placesOfData(environment) };
    return { key: kind.keyOf(place), cost: 1, task, input };
  });
  const executor = workers === 1 ? inProcessExecutor(tasks) : workerExecutor(tasksAddress(), { workers });
  const progress = createJobsProgress(errors, { before: done.size });
  try {
    return await runJobs<Run>(jobs, {
      executor,
      done,
      signal,
      onProgress: (now: Totals) => progress.update(now),
      async onResult(key, run, soFar) {
        await keep(key, run);
        progress.finish(soFar, runText(run));
      },
    });
  } finally {
    progress.stop();
    await executor.close();
  }
}

/** The variables by which data sets are found; plain data for the threads. */
function placesOfData(environment: Environment): Environment {
  const names = ['SIMDGRAD_DATASETS', 'SIMDGRAD_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** The module with the tasks, for threads: beside this one in the sources, and by this name in the package. */
function tasksAddress(): URL {
  const here = import.meta.url;
  return new URL(here.endsWith('.ts') ? './experiment-tasks.ts' : './experiment-tasks.js', here);
}

function setupText<About, Place, Run extends Place>(
  { kind }: SeedExperiment<About, Place, Run>,
  { seeds, epochs }: SeedSettings,
  { planned, done, folder }: { readonly planned: number; readonly done: number; readonly folder: string },
  { terminal }: Context,
): string {
  const goingOn = done > 0 ? `, ${done} of them done before, in ${folder}` : '';
  const line = `${plural(seeds.length, 'seed')}, ${plural(epochs, 'epoch')}; ${plural(planned, 'run')}${goingOn}`;
  return `${terminal.colors.bold(kind.title)}\n${wrap(line, terminal.width)}\n`;
}

function stoppedText<About, Run>({ runs, missing }: SeedStudy<About, Run>, command: string): string {
  const done = `stopped: ${runs.length} of ${plural(runs.length + missing.length, 'run')} finished`;
  return missing.length === 0 || runs.length === 0 ? done : `${done}; the same command goes on:\n  ${command}`;
}
