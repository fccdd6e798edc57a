import { basename, extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Table } from '../data/table.ts';
import { DataError, requireOneOf } from '../errors.ts';
import { plural } from '../experiments/figure-text.ts';
import {
  type OptimizerName,
  optimizerNames,
  type ScheduleName,
  scheduleNames,
  tableNetworks,
} from '../experiments/table/networks.ts';
import { planTable, type TablePlan } from '../experiments/table/plan.ts';
import { scoreNames } from '../experiments/table/scores.ts';
import { requireDivisible } from '../experiments/table/table-parts.ts';
import { type TableTraining, type TrainedTable, trainTable } from '../experiments/table/train-table.ts';
import { readCsv } from '../node/index.ts';
import { columnNames, nameList } from './column-names.ts';
import type { Context } from './context.ts';
import { csvWords } from './csv-options.ts';
import { givenWords, type OptionWord } from './given-words.ts';
import { type Goal, goalOf, goalReached } from './goal.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { modelWrittenText } from './model-written-text.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { createReadProgress } from './read-progress.ts';
import { requireNoErrors } from './require-no-errors.ts';
import { createRunFolder } from './run-folder.ts';
import { addTableOptions, type TableOptions, targetHelp } from './table-options.ts';
import { createTableProgress } from './table-progress.ts';
import { TableRecord } from './table-record.ts';
import { findingsText, planText, resultsText } from './table-text.ts';
import { wholeNumber } from './whole-number.ts';

/** What `simdgrad train` can be told. */
interface TrainOptions extends TableOptions {
  readonly target: readonly string[];
  readonly layers: readonly number[];
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly dropout: number;
  readonly l2: number;
  readonly schedule: ScheduleName;
  readonly epochs: number;
  readonly patience: number;
  readonly batchSize: number;
  readonly seeds: number;
  readonly seed: number;
  readonly goal?: Goal;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly runs: string;
  readonly json?: boolean;
}

const who = 'train';
const validationSize = 0.15;
const testSize = 0.15;

const about = `
What is found out by itself: which columns are numbers and which categories,
what names rows or never changes and is left out, and whether the target is one
of two classes, one of several, or a number. --dry-run shows it and trains
nothing.

Three networks are trained: one without hidden layers (linear), a plain one
(baseline), and one with batch normalisation and what the options say
(optimized). The one with the lowest validation loss is kept. The rows tested on
are the same for all seeds, and are looked at once for each run. The model, its
preprocessing, results and a report go to a new folder in runs/.

Errors that the lint finds end it before anything is trained, unless --force.
With --goal the exit code is 1 if the goal is missed.

Examples:
  simdgrad train housing.csv --target median_house_value
  simdgrad train charity.csv --target IS_SUCCESSFUL --goal "accuracy>=0.73"
  simdgrad train energy.csv --target heating_load,cooling_load`;

/** `simdgrad train`. */
export function registerTrain(program: Command, context: Context): void {
  addTableOptions(
    keepsResults(program.command('train'))
      .description('make a model of a CSV file: what it predicts, how well, and by which columns')
      .argument('<file>', 'the CSV file, with a header')
      .requiredOption('--target <columns>', targetHelp, columnNames),
  )
    .addOption(
      new Option('--layers <units>', 'units of each hidden layer').argParser(unitList).default([64, 64], '64,64'),
    )
    .addOption(new Option('--optimizer <name>', 'of the optimized network').choices(optimizerNames).default('adam'))
    .option(
      '--learning-rate <rate>',
      'of the optimized network (default: 0.001, sgd and momentum 0.01)',
      fraction('learning rate', 1e-8, 10),
    )
    .option('--dropout <rate>', 'after the last hidden layer of the optimized network', fraction('rate', 0, 0.95), 0.2)
    .option('--l2 <strength>', 'penalty on the weights of the optimized network', fraction('strength', 0, 10), 0)
    .addOption(
      new Option('--schedule <name>', 'how its learning rate changes').choices(scheduleNames).default('constant'),
    )
    .option('--epochs <number>', 'passes over the training rows at most', wholeNumber(1), 300)
    .option('--patience <number>', 'epochs without a lower validation loss after which to stop', wholeNumber(0), 20)
    .option('--batch-size <number>', 'rows in each step', wholeNumber(1), 32)
    .option(
      '--seeds <number>',
      'runs of each network, each with other training and validation rows',
      wholeNumber(1, 1000),
      3,
    )
    .option(
      '--seed <number>',
      'the first seed, which draws the rows to test on; the others count up from it',
      wholeNumber(0),
      0,
    )
    .option('--goal <score>', 'what the test part should reach, such as accuracy>=0.75', goalOf)
    .option('--dry-run', 'say what would be done, and what the lint finds; train nothing')
    .option('--force', 'train in spite of errors that the lint finds')
    .option('--runs <folder>', 'where to make the folder for results', 'runs')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', about)
    .action((file: string, options: TrainOptions) => train(file, options, context));
}

async function train(file: string, options: TrainOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const say = (text: string): void => void (options.json || text === '' || terminal.output.write(text));
  await withInterrupt(async (signal) => {
    const table = await readTable(file, options, context, signal);
    const plan = planTable(who, table, { ...options, testSize, testSeed: options.seed });
    requireGoal(options.goal, plan);
    const networks = tableNetworks(options);
    const settings = settingsOf(options);
    say(`${planText(basename(file), plan, networks, settings, terminal)}\n`);
    say(findingsText(plan.findings, terminal));
    const findingsOnly = (): void => {
      if (options.json) terminal.output.write(`${JSON.stringify({ findings: plan.findings }, null, 2)}\n`);
    };
    requireNoErrors(who, plan.findings, options.force, findingsOnly);
    requireDivisible(who, plan, { validationSize, seed: options.seed });
    if (options.dryRun) return findingsOnly();

    const name = basename(file, extname(file));
    const record = new TableRecord(
      await createRunFolder(options.runs, `train-${name}`),
      commandOf(file, options),
      file,
      name,
    );
    let hint: string | undefined;
    let trained: TrainedTable;
    try {
      trained = await trainAll(plan, networks, settings, context, signal);
      await record.write(trained);
      hint = await record.report(context);
    } finally {
      await record.close();
    }
    const { results } = trained;
    say(findingsText(results.findings.slice(plan.findings.length), terminal));
    say(resultsText(results, options.goal, terminal));
    if (options.json) terminal.output.write(record.text);
    else terminal.output.write(await modelWrittenText(file, options, record, hint, context));
    if (record.failure) throw record.failure;
    if (signal.aborted) {
      const finished = results.runs.filter(({ complete }) => complete).length;
      const planned = networks.length * settings.seeds.length;
      throw new Interrupted(
        (signal.reason as Interrupted).exitCode,
        `stopped: ${finished} of ${plural(planned, 'run')} finished`,
      );
    }
    if (options.goal && results.tested && !goalReached(options.goal, results.tested)!.met) {
      throw new DataError(`${who}: the goal is missed`);
    }
  });
}

async function readTable(
  file: string,
  { delimiter, header, encoding }: TrainOptions,
  { errors }: Context,
  signal: AbortSignal,
): Promise<Table> {
  const progress = createReadProgress(errors);
  try {
    return await readCsv(file, {
      delimiter,
      header,
      encoding,
      signal,
      onProgress: (now) => progress.update(now),
    });
  } finally {
    progress.stop();
  }
}

async function trainAll(
  plan: TablePlan,
  networks: ReturnType<typeof tableNetworks>,
  settings: TableTraining,
  { errors }: Context,
  signal: AbortSignal,
): Promise<TrainedTable> {
  const progress = createTableProgress(errors, {
    runs: networks.length * settings.seeds.length,
    epochs: settings.epochs,
    main: scoreNames[plan.task][0],
  });
  try {
    return await trainTable(plan, networks, {
      ...settings,
      signal,
      onProgress: (now) => progress.update(now),
      onRun: (run) => progress.finish(run),
      onTest: (share) => progress.test(share),
    });
  } finally {
    progress.stop();
    errors.output.write('\n');
  }
}

function settingsOf({ seed, seeds, epochs, patience, batchSize }: TrainOptions): TableTraining {
  const list = Array.from({ length: seeds }, (_, i) => seed + i);
  return { seeds: list, epochs, patience, batchSize, validationSize };
}

/** @throws DataError for a goal that the task has no score for. */
function requireGoal(goal: Goal | undefined, { task }: TablePlan): void {
  if (goal) requireOneOf(`${who}: --goal for a target that is ${task}`, 'score', goal.score, scoreNames[task]);
}

/** The words that ask for the same again, whatever the defaults will be. */
function commandOf(file: string, options: TrainOptions): string {
  const {
    target,
    drop = [],
    keep = [],
    task,
    layers,
    optimizer,
    learningRate,
    dropout,
    l2,
    schedule,
    epochs,
    patience,
  } = options;
  const { batchSize, seeds, seed, minFrequency, groupDuplicates, goal, force } = options;
  const words: OptionWord[] = [
    ['target', nameList(target)],
    ['drop', drop.length > 0 ? nameList(drop) : undefined],
    ['keep', keep.length > 0 ? nameList(keep) : undefined],
    ['task', task],
    ['layers', layers.join()],
    ['optimizer', optimizer],
    ['learning-rate', learningRate],
    ['dropout', dropout],
    ['l2', l2],
    ['schedule', schedule],
    ['epochs', epochs],
    ['patience', patience],
    ['batch-size', batchSize],
    ['seeds', seeds],
    ['seed', seed],
    ['min-frequency', minFrequency],
    ['goal', goal && `${goal.score}${goal.comparison}${goal.value}`],
  ];
  const given = givenWords(words);
  const flags = [...(groupDuplicates ? ['--group-duplicates'] : []), ...(force ? ['--force'] : [])];
  return ['simdgrad train', quoted(file), ...given, ...csvWords(options), ...flags].join(' ');
}

function unitList(text: string): number[] {
  return text.split(',').map((units) => wholeNumber(1, 100_000)(units.trim()));
}

function fraction(what: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a ${what} from ${least} to ${most}.`);
  };
}
