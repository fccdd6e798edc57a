import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { DownloadProgress } from '../../datasets/index.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { countText, percentText, plural } from '../experiments/figure-text.ts';
import { type AnyStudyResults, experimentOf, type StudyFindings } from '../experiments/studies/study-report.ts';
import type { Executor } from '../jobs/executor.ts';
import { inProcessExecutor } from '../jobs/in-process-executor.ts';
import type { Job, TaskProgress } from '../jobs/job.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { workerExecutor } from '../node/index.ts';
import type { Block } from '../report/document.ts';
import { durationText } from '../training/progress-text.ts';
import { blocksText } from './blocks-text.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { createJobsProgress } from './jobs-progress.ts';
import type { LoadStudyDataOptions } from './load-study-data.ts';
import { placesIn } from './places-in.ts';
import { quoted } from './quoted.ts';
import { resultsHeader } from './results-header.ts';
import { openStudyFolder, type StudyFolder } from './study-folder.ts';
import { StudyRecord } from './study-record.ts';
import * as tasks from './study-tasks.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';
import { wrap } from './wrap.ts';
import { writtenLines } from './written-text.ts';

/** What every `simdgrad study NAME DATASET` can be told. */
export interface StudyOptions {
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
export interface PlannedStudy {
  readonly data: { readonly name: string; readonly title: string; readonly fingerprint: string };
  /** All that decides the results beside the data. */
  readonly settings: { readonly seeds: readonly number[] };
  /** Each is given where data sets are, too, as `environment`. */
  readonly jobs: readonly Job[];
}

/** What differs from study to study. */
export interface StudyKind<Planned extends PlannedStudy, Run, Results extends AnyStudyResults> {
  readonly name: string;
  readonly title: string;
  /** What a job is called: 'training'. */
  readonly noun: string;
  /** Loads the data, and refuses what does not fit before anything is trained. */
  plan(options: LoadStudyDataOptions): Promise<readonly Planned[]>;
  /** What is done on a data set, in a line. */
  setupText(planned: Planned): string;
  resultsOf(planned: Planned, runs: ReadonlyMap<string, Run>): Results;
  findings(results: Results): StudyFindings;
}

const usualSeeds = { whole: 10, quick: 2 };

/** How many seeds are asked for. */
export function seedCount({ quick = false, seeds }: Pick<StudyOptions, 'quick' | 'seeds'>): number {
  return seeds ?? (quick ? usualSeeds.quick : usualSeeds.whole);
}

export function seedsOf(options: Pick<StudyOptions, 'quick' | 'seeds' | 'seed'>): number[] {
  return Array.from({ length: seedCount(options) }, (_, i) => options.seed + i);
}

/** What the options are about, where studies differ. */
export interface StudyOptionTexts {
  readonly seeds: string;
  readonly workers: string;
  readonly subset: string;
  readonly quick: string;
}

/** The argument and the options that all studies have. */
export function addStudyOptions(command: Command, texts: StudyOptionTexts): Command {
  return command
    .argument('<dataset>', 'the name of a data set')
    .option('--seeds <number>', `${texts.seeds} (default: 10, with --quick 2)`, wholeNumber(1, 1000))
    .option('--seed <number>', 'the first seed; the others count up from it', wholeNumber(0), 0)
    .option('--workers <number>', texts.workers, wholeNumber(1, 1024), availableParallelism())
    .option('--subset <rows>', texts.subset, wholeNumber(60))
    .option('--quick', texts.quick)
    .option('--runs <folder>', 'where the folder for results is or is made', 'runs')
    .option('--resume <folder>', 'go on with the study in this folder, with the same words')
    .option('--json', 'print the results as JSON');
}

/** Words that stand for the options that decide the results. */
export function studyWords(
  { name }: { readonly name: string },
  dataset: string,
  options: StudyOptions,
  more: readonly string[] = [],
): string {
  const { seed, subset, quick = false } = options;
  const words = [`--seeds ${seedCount(options)} --seed ${seed}`];
  if (subset !== undefined) words.push(`--subset ${subset}`);
  if (quick) words.push('--quick');
  return `simdgrad study ${name} ${dataset} ${[...words, ...more].join(' ')}`;
}

/** @param command the words that ask for the same again. */
export async function runStudy<
  Planned extends PlannedStudy,
  Run,
  Results extends AnyStudyResults & { runs: readonly Run[] },
>(
  study: StudyKind<Planned, Run, Results>,
  dataset: string,
  options: StudyOptions,
  command: string,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const who = `study ${study.name}`;
  const { json = false, runs, resume, workers } = options;
  const say = (text: string): void => void (json || text === '' || terminal.output.write(text));
  await withInterrupt(async (signal) => {
    const planned = await load(study, context, signal);
    const folder = await openStudyFolder<Run>(
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
    const record = new StudyRecord(`simdgrad ${who}`, folder.path, resultsHeader(experimentOf(study), 1, command));
    let isDone = false;
    let hint: string | undefined;
    let all: readonly Results[];
    try {
      say(`${setupText(study, planned, folder.journal.results.size, workers, terminal)}\n`);
      const results = await runAll(study, planned, folder, workers, context, signal);
      all = planned.map((one) => study.resultsOf(one, results));
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
    const jobs = planned.reduce((sum, one) => sum + one.jobs.length, 0);
    const goOn = done > 0 && done < jobs ? `; go on with it by\n  ${command} --resume ${quoted(folder.path)}` : '';
    throw new Interrupted(exitCode, `stopped: ${countText(done)} of ${plural(jobs, study.noun)} finished${goOn}`);
  });
}

async function load<Planned extends PlannedStudy, Run, Results extends AnyStudyResults>(
  study: StudyKind<Planned, Run, Results>,
  { errors, environment }: Context,
  signal: AbortSignal,
): Promise<readonly Planned[]> {
  const progress = createDownloadProgress(errors);
  const onProgress = (now: DownloadProgress): void => progress.update(now);
  try {
    const planned = await study.plan({ environment, signal, onProgress });
    return planned.map((one) => ({
      ...one,
      jobs: one.jobs.map((job) => ({
        ...job,
        input: { ...(job.input as object), environment: placesIn(environment) },
      })),
    }));
  } finally {
    progress.stop();
  }
}

/** Does what the journal does not have, and puts it there. */
async function runAll<Planned extends PlannedStudy, Run, Results extends AnyStudyResults>(
  { noun }: StudyKind<Planned, Run, Results>,
  planned: readonly Planned[],
  { journal }: StudyFolder<Run>,
  workers: number,
  { errors }: Context,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Run>> {
  const executor = executorOf(workers);
  const progress = createJobsProgress(errors, { noun, before: journal.results.size });
  try {
    return await runJobs<Run, TaskProgress>(
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

/** One at a time they are done by this program, which has to start no thread for that; the bits are the same. */
function executorOf(workers: number): Executor {
  if (workers === 1) return inProcessExecutor(tasks);
  const here = import.meta.url;
  return workerExecutor(new URL(here.endsWith('.ts') ? './study-tasks.ts' : './study-tasks.js', here), { workers });
}

/** What is going to be done, and what it costs. */
function setupText<Planned extends PlannedStudy, Run, Results extends AnyStudyResults>(
  { title, noun, setupText: lineOf }: StudyKind<Planned, Run, Results>,
  planned: readonly Planned[],
  done: number,
  workers: number,
  terminal: Terminal,
): string {
  const count = planned.reduce((sum, { jobs }) => sum + jobs.length, 0);
  const microseconds = planned.reduce((sum, { jobs }) => jobs.reduce((all, { cost }) => all + cost, sum), 0);
  const cost = durationText(microseconds / 1e6 / Math.min(workers, count));
  const before = done > 0 ? `, ${countText(done)} of them done before (${percentText(done / count, 0)})` : '';
  const lines = [
    ...planned.map(lineOf),
    `${plural(count, noun)}${before}; all of them take about ${cost} with ${plural(workers, 'worker')}`,
  ];
  return `${terminal.colors.bold(title)}\n${lines.map((line) => `${wrap(line, terminal.width)}\n`).join('')}`;
}

/** What came out on one data set; empty before everything has been run with a seed. */
function studyText<Planned extends PlannedStudy, Run, Results extends AnyStudyResults>(
  study: StudyKind<Planned, Run, Results>,
  results: Results,
  terminal: Terminal,
): string {
  const { answer, blocks } = study.findings(results);
  if (blocks.length === 0) return '';
  const heading: Block = { kind: 'heading', text: results.data.title };
  return `\n${blocksText([heading, { kind: 'text', text: answer }, ...withoutEmpty(blocks)], terminal)}`;
}

/** Without the headings of sections of which a terminal shows nothing, such as charts. */
function withoutEmpty(blocks: readonly Block[]): Block[] {
  const shown = blocks.filter(({ kind }) => kind === 'heading' || kind === 'text' || kind === 'table');
  return shown.filter(({ kind }, i) => kind !== 'heading' || (shown[i + 1] && shown[i + 1].kind !== 'heading'));
}
