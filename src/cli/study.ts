import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { DownloadProgress } from '../../datasets/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { countText, percentText, plural } from '../experiments/figure-text.ts';
import { experimentOf, findings } from '../experiments/studies/describe-study.ts';
import { type StudySettings, studySettings, usedRows } from '../experiments/studies/settings.ts';
import { studies } from '../experiments/studies/studies.ts';
import { jobsOf, resultsOf, type Study, type StudyProgress, type StudyResults } from '../experiments/studies/study.ts';
import { type AboutStudyData, aboutStudyData } from '../experiments/studies/study-data.ts';
import type { CellRun } from '../experiments/studies/train-cell.ts';
import type { Executor } from '../jobs/executor.ts';
import { inProcessExecutor } from '../jobs/in-process-executor.ts';
import type { Job } from '../jobs/job.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { workerExecutor } from '../node/index.ts';
import type { Block } from '../report/document.ts';
import { durationText } from '../training/progress-text.ts';
import { blocksText } from './blocks-text.ts';
import type { Context, RegisterCommand } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { createJobsProgress } from './jobs-progress.ts';
import { loadStudyData } from './load-study-data.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { resultsHeader } from './results-header.ts';
import { openStudyFolder, type StudyFolder } from './study-folder.ts';
import { StudyRecord } from './study-record.ts';
import * as tasks from './study-tasks.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';
import { wrap } from './wrap.ts';
import { writtenLines } from './written-text.ts';

/** What `simdgrad study NAME DATASET` can be told. */
interface StudyOptions {
  readonly seeds?: number;
  readonly seed: number;
  readonly workers: number;
  readonly subset?: number;
  readonly quick?: boolean;
  readonly runs: string;
  readonly resume?: string;
  readonly json?: boolean;
}

/** A study of one data set that is to be run. */
interface Planned {
  readonly data: AboutStudyData;
  readonly settings: StudySettings;
  readonly jobs: readonly Job[];
}

const usualSeeds = { whole: 10, quick: 2 };

const about = `
Data sets: digits, mnist (10,000 of its training images), wine-quality-red,
wine-quality-white, wine-quality (both, side by side), alphabet-soup, and every
other set of classes in one piece (simdgrad datasets list).

For each seed the rows are divided anew, 70 % to train on, 15 % to choose by and
15 % to test on. Finished trainings are kept, so whatever ends the program, the
same command goes on where it was.
`;

/** `simdgrad study`. */
export const registerStudy: RegisterCommand = (program, context) => {
  const command = program
    .command('study')
    .description('train many networks over many seeds, and judge what was published about them')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExamples:\n  simdgrad study optimizers digits\n  simdgrad study optimizers wine-quality --quick',
    );
  for (const study of studies) register(command, study, context);
};

function register(command: Command, study: Study, context: Context): void {
  keepsResults(command.command(study.name))
    .description(study.summary)
    .argument('<dataset>', 'the name of a data set')
    .option(
      '--seeds <number>',
      'splits and trainings of everything (default: 10, with --quick 2)',
      wholeNumber(1, 1000),
    )
    .option('--seed <number>', 'the first seed; the others count up from it', wholeNumber(0), 0)
    .option('--workers <number>', 'trainings at the same time', wholeNumber(1, 1024), availableParallelism())
    .option(
      '--subset <rows>',
      'so many rows, drawn class by class for each seed (default: all, of mnist 10,000)',
      wholeNumber(60),
    )
    .option('--quick', 'a look: two seeds, at most 600 rows, a tenth of the steps')
    .option('--runs <folder>', 'where the folder for results is or is made', 'runs')
    .option('--resume <folder>', 'go on with the study in this folder, with the same words')
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      `${about}
Examples:
  simdgrad study ${study.name} digits --quick
  simdgrad study ${study.name} wine-quality
  simdgrad study ${study.name} mnist --subset 5000 --seeds 5`,
    )
    .action((dataset: string, options: StudyOptions) => runStudy(study, dataset, options, context));
}

async function runStudy(study: Study, dataset: string, options: StudyOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const who = `study ${study.name}`;
  const { json = false, runs, resume, workers } = options;
  const say = (text: string): void => void (json || text === '' || terminal.output.write(text));
  await withInterrupt(async (signal) => {
    const planned = await plan(study, dataset, options, context, signal);
    const folder = await openStudyFolder(
      who,
      runs,
      `study-${study.name}-${dataset}`,
      {
        name: who,
        version: packageJson.version,
        settings: planned.map(({ data, settings }) => ({ dataset: data.name, ...settings })),
        data: planned.map(({ data }) => data.fingerprint).join(),
      },
      resume,
    );
    const command = commandOf(study, dataset, options);
    const record = new StudyRecord(`simdgrad ${who}`, folder.path, resultsHeader(experimentOf(study), 1, command));
    let isDone = false;
    let hint: string | undefined;
    let all: readonly StudyResults[];
    try {
      say(`${setupText(study, planned, folder.journal.results.size, workers, terminal)}\n`);
      const results = await train(planned, folder, workers, context, signal);
      all = planned.map(({ data, settings }) => resultsOf(data, settings, results));
      if (results.size > 0) {
        await record.writeStudy({ studies: all });
        hint = await record.report(context);
      }
      isDone = results.size === 0 || (!record.failure && all.every(({ missing }) => missing.length === 0));
    } finally {
      await folder.close(isDone);
      await record.close();
    }
    if (json) terminal.output.write(record.text);
    for (const results of all) say(studyText(study, results, terminal));
    const lines = writtenLines(record, hint, 'simdgrad', terminal);
    if (lines.length > 0) say(`\n${lines.map((line) => `${terminal.colors.dim(line)}\n`).join('')}`);
    if (record.failure) throw record.failure;
    if (!signal.aborted) return;
    const { exitCode } = signal.reason as Interrupted;
    const done = all.reduce((sum, one) => sum + one.runs.length, 0);
    const trainings = planned.reduce((sum, { jobs }) => sum + jobs.length, 0);
    const goOn = done > 0 && done < trainings ? `; go on with it by\n  ${command} --resume ${quoted(folder.path)}` : '';
    throw new Interrupted(exitCode, `stopped: ${countText(done)} of ${plural(trainings, 'training')} finished${goOn}`);
  });
}

/** Loads the data, and refuses what does not fit before anything is trained. */
async function plan(
  study: Study,
  dataset: string,
  { seed, subset, quick = false, seeds = quick ? usualSeeds.quick : usualSeeds.whole }: StudyOptions,
  { errors, environment }: Context,
  signal: AbortSignal,
): Promise<Planned[]> {
  const progress = createDownloadProgress(errors);
  const onProgress = (now: DownloadProgress): void => progress.update(now);
  try {
    const all = await loadStudyData(`study ${study.name}`, dataset, { environment, signal, onProgress });
    const planned: Planned[] = [];
    for (const one of all) {
      const choices = { seeds: Array.from({ length: seeds }, (_, i) => seed + i), subset, quick };
      const settings = studySettings({ name: one.name, rows: one.y.length }, study.cells, choices);
      const data = await aboutStudyData(one, settings);
      const jobs = jobsOf(study, data, settings).map((job) => ({
        ...job,
        input: { ...(job.input as object), environment: placesIn(environment) },
      }));
      planned.push({ data, settings, jobs });
    }
    return planned;
  } finally {
    progress.stop();
  }
}

/** The variables that say where data sets are. */
function placesIn(environment: Context['environment']): Record<string, string> {
  const names = ['SIMDGRAD_DATASETS', 'SIMDGRAD_CACHE', 'XDG_CACHE_HOME', 'LOCALAPPDATA'];
  return Object.fromEntries(names.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])));
}

/** Trains what the journal does not have, and puts it there. */
async function train(
  planned: readonly Planned[],
  { journal }: StudyFolder,
  workers: number,
  { errors }: Context,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CellRun>> {
  const executor = executorOf(workers);
  const progress = createJobsProgress(errors, { noun: 'training', before: journal.results.size });
  try {
    return await runJobs<CellRun, StudyProgress>(
      planned.flatMap(({ jobs }) => jobs),
      {
        executor,
        done: journal.results,
        signal,
        onProgress: (now) => progress.update(now, now.key),
        async onResult(key, run, soFar) {
          await journal.append(key, run);
          progress.finish(soFar);
        },
      },
    );
  } finally {
    progress.stop();
    await executor.close();
  }
}

/** One at a time they are trained by this program, which has to start no thread for that; the bits are the same. */
function executorOf(workers: number): Executor {
  if (workers === 1) return inProcessExecutor(tasks);
  const here = import.meta.url;
  return workerExecutor(new URL(here.endsWith('.ts') ? './study-tasks.ts' : './study-tasks.js', here), { workers });
}

/** The words that ask for the same again. */
function commandOf(
  { name }: Study,
  dataset: string,
  { seed, subset, quick = false, seeds = quick ? usualSeeds.quick : usualSeeds.whole }: StudyOptions,
): string {
  const words = [`--seeds ${seeds} --seed ${seed}`];
  if (subset !== undefined) words.push(`--subset ${subset}`);
  if (quick) words.push('--quick');
  return `simdgrad study ${name} ${dataset} ${words.join(' ')}`;
}

/** What is going to be done, and what it costs. */
function setupText(
  { title }: Study,
  planned: readonly Planned[],
  done: number,
  workers: number,
  terminal: Terminal,
): string {
  const trainings = planned.reduce((sum, { jobs }) => sum + jobs.length, 0);
  const microseconds = planned.reduce((sum, { jobs }) => jobs.reduce((all, { cost }) => all + cost, sum), 0);
  const lines = planned.map(({ data, settings }) => {
    const { cells, seeds, epochs, parts } = settings;
    return (
      `${data.title}: ${countText(usedRows(settings))} of ${plural(data.rows, 'row')} (${countText(parts.train)} to train on), ` +
      `${cells.length} cells x ${plural(seeds.length, 'seed')}, ${plural(epochs, 'epoch')} each`
    );
  });
  const cost = durationText(microseconds / 1e6 / Math.min(workers, trainings));
  const before = done > 0 ? `, ${countText(done)} of them done before (${percentText(done / trainings, 0)})` : '';
  lines.push(
    `${plural(trainings, 'training')}${before}; all of them take about ${cost} with ${plural(workers, 'worker')}`,
  );
  return `${terminal.colors.bold(title)}\n${lines.map((line) => `${wrap(line, terminal.width)}\n`).join('')}`;
}

/** What came out on one data set; empty before all cells have been trained with a seed. */
function studyText(study: Study, results: StudyResults, terminal: Terminal): string {
  const { answer, blocks } = findings(study, results);
  if (blocks.length === 0) return '';
  const heading: Block = { kind: 'heading', text: results.data.title };
  return `\n${blocksText([heading, { kind: 'text', text: answer }, ...withoutEmpty(blocks)], terminal)}`;
}

/** Without the headings of sections of which a terminal shows nothing, such as charts. */
function withoutEmpty(blocks: readonly Block[]): Block[] {
  const shown = blocks.filter(({ kind }) => kind === 'heading' || kind === 'text' || kind === 'table');
  return shown.filter(({ kind }, i) => kind !== 'heading' || (shown[i + 1] && shown[i + 1].kind !== 'heading'));
}
