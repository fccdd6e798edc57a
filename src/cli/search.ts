import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { Option } from 'commander';
import { DataError } from '../errors.ts';
import { plural } from '../experiments/figure-text.ts';
import { type FinishedSearch, finishSearch } from '../experiments/search/finish-search.ts';
import { type NetworkParameters, networkSpace, usualParameters } from '../experiments/search/network-space.ts';
import { spaceBlock } from '../experiments/search/space-block.ts';
import type { TablePlan } from '../experiments/table/plan.ts';
import { type Journal, openJournal } from '../node/index.ts';
import type { Trial } from '../search/trial.ts';
import { blocksText } from './blocks-text.ts';
import { columnNames } from './column-names.ts';
import type { Context, RegisterCommand } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import { stopped, withInterrupt } from './interrupt.ts';
import { modelWrittenText } from './model-written-text.ts';
import { placesIn } from './places-in.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { createReadProgress } from './read-progress.ts';
import { requireNoErrors } from './require-no-errors.ts';
import { createRunFolder } from './run-folder.ts';
import { type SearchOptions, searchCommand } from './search-command.ts';
import { canBeReadAgain, planSearch, type SearchedData } from './search-data.ts';
import { type NamedValues, namedValues, pointOf, prunerNames, samplerNames } from './search-options.ts';
import { SearchRecord } from './search-record.ts';
import { journalOf, lag, resultsOf, type SearchSetup, setUpSearch } from './search-setup.ts';
import { registerSearchShow } from './search-show.ts';
import { searchPlanText, searchResultsText } from './search-text.ts';
import { searchTrials } from './search-trials.ts';
import { tryPoints } from './search-try.ts';
import { withSearchProgress } from './search-with-progress.ts';
import { addTableOptions, targetHelp } from './table-options.ts';
import { findingsText } from './table-text.ts';
import { wholeNumber } from './whole-number.ts';

const who = 'search';
const journalName = 'study.jsonl';

const about = `
Data: the name of a data set (simdgrad datasets list), or a CSV file, of which
--target names the column to predict.

Each trial trains a network with other parameters, and is judged by rows that it
is not trained on. The best is trained once more, on all of these rows, and then
looks once at rows that are kept for that. Model, results and a report go to a
new folder in runs/, and every trial to a journal as soon as it is over. Whatever
ends the program, --journal goes on from there, to the same study; the study is
the same with any number of trials at once.

--try runs a point that you choose as part of the study in --journal, and the
sampler learns from it. What is not named is as usual:
  ${usualText()}

Examples:
  simdgrad search friedman1 --trials 20
  simdgrad search housing.csv --target median_house_value --parallel 2
  simdgrad search wine-quality-red --sampler tpe --pruner halving --trials 100
  simdgrad search iris --folds 5 --hold optimizer=adam,layers=1
  simdgrad search iris --journal s.jsonl --try units=64,learningRate=0.01
  simdgrad search show s.jsonl`;

/** `simdgrad search`. */
export const registerSearch: RegisterCommand = (program, context) => {
  const command = keepsResults(program.command('search'))
    .description('search the parameters of networks for a table: which predict best, and what that depends on')
    .helpCommand(false)
    .usage('[options] <data>')
    .argument('<data>', 'the name of a data set, or a CSV file with a header');
  addTableOptions(command.option('--target <columns>', targetHelp, columnNames))
    .addOption(new Option('--sampler <name>', 'what chooses the parameters').choices(samplerNames).default('bayesian'))
    .addOption(
      new Option('--pruner <name>', 'what ends trials early that are unlikely to be the best')
        .choices(prunerNames)
        .default('none'),
    )
    .option('--trials <number>', 'how many, with those of the journal', wholeNumber(1, 1_000_000), 60)
    .option(
      '--parallel <number>',
      `trials at the same time, at most ${lag + 1}`,
      wholeNumber(1, lag + 1),
      Math.min(availableParallelism(), lag + 1),
    )
    .option('--hold <values>', 'parameters that are not searched, such as layers=1,optimizer=adam', namedValues)
    .option(
      '--try <values>',
      'run this point in place of a search; may be given several times',
      (text: string, before: readonly NamedValues[] = []) => [...before, namedValues(text)],
    )
    .option('--front', 'search for small networks, too: those that no other beats in both loss and size')
    .option('--folds <number>', 'judge each trial by so many folds (default: by one part)', wholeNumber(2, 100))
    .option('--epochs <number>', 'passes over the training rows at most', wholeNumber(1), 100)
    .option('--patience <number>', 'epochs without a lower loss after which a trial ends', wholeNumber(0), 10)
    .option('--seed <number>', 'draws rows, parameters and weights', wholeNumber(0), 0)
    .option('--journal <file>', `where trials are kept, and gone on from (default: ${journalName} in the new folder)`)
    .option('--dry-run', 'say what would be done, and what the lint finds; train nothing')
    .option('--force', 'search in spite of errors that the lint finds')
    .option('--runs <folder>', 'where to make the folder for results', 'runs')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', about)
    .action((data: string, { folds = 1, ...options }: SearchOptions) =>
      runSearch(data, { ...options, folds }, context),
    );
  registerSearchShow(command, context);
};

async function runSearch(data: string, options: SearchOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const { json = false, hold = {} } = options;
  const say = (text: string): void => void (json || text === '' || terminal.output.write(text));
  if (options.try && options.journal === undefined) {
    throw new DataError(`${who}: --try adds to a study, and --journal names its file; give that, too`);
  }
  const byHand = options.try?.map((values) => pointOf({ ...hold, ...values }));
  await withInterrupt(async (signal) => {
    const searched = searchedOf(data, options, context);
    const table = await planned(searched, context, signal);
    const name = basename(data, extname(data));
    say(findingsText(table.findings, terminal));
    requireNoErrors(who, table.findings, options.force);
    const setup = setUpSearch(searched, table, options);
    say(`${searchPlanText(name, resultsOf(setup, options.trials).results, terminal)}\n`);
    if (options.dryRun) return say(blocksText([spaceBlock(setup.plan.space)], terminal));
    const parallel = (await canBeReadAgain(searched)) ? options.parallel : 1;
    if (byHand) await tryPoints(setup, byHand, { ...options, parallel }, context, signal, say);
    else await searchAll(setup, name, { ...options, parallel }, context, signal, say);
  });
}

function searchedOf(data: string, options: SearchOptions, { environment }: Context): SearchedData {
  const { target, drop, keep, task, minFrequency, groupDuplicates, seed, delimiter, header, encoding } = options;
  const columns = { target, drop, keep, task, minFrequency, groupDuplicates };
  return { data, ...columns, seed, ...{ delimiter, header, encoding }, environment: placesIn(environment) };
}

/** Reads the rows, with progress, and finds out what they ask for. */
async function planned(searched: SearchedData, { errors }: Context, signal: AbortSignal): Promise<TablePlan> {
  const reading = createReadProgress(errors);
  const downloading = createDownloadProgress(errors);
  try {
    return await planSearch(searched, {
      signal,
      onRead: (now) => reading.update(now),
      onDownload: (now) => downloading.update(now),
    });
  } finally {
    reading.stop();
    downloading.stop();
  }
}

/** Searches, trains the best once more, and writes down everything. */
async function searchAll(
  setup: SearchSetup,
  name: string,
  options: SearchOptions,
  context: Context,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  const { terminal } = context;
  const { trials, parallel, runs } = options;
  const { data } = setup.searched;
  const about = await journalOf(setup);
  const command = searchCommand(options, data);
  const journal = options.journal === undefined ? undefined : await openJournal<Trial>(options.journal, about);
  let record: SearchRecord;
  let opened: Journal<Trial>;
  try {
    record = new SearchRecord(await createRunFolder(runs, `search-${name}`), command, data, name);
    opened = journal ?? (await openJournal<Trial>(join(record.folder, journalName), about));
  } catch (error) {
    await journal?.close();
    throw error;
  }
  if (!journal) record.files.add(journalName);
  const path = options.journal ?? join(record.folder, journalName);
  let finished: FinishedSearch | undefined;
  let found: ReturnType<typeof resultsOf>;
  let hint: string | undefined;
  try {
    finished = await withSearchProgress(setup, opened, trials, context, async (onProgress, bar) => {
      const study = await searchTrials(setup, { journal: opened, trials, parallel, signal, onProgress });
      if (signal.aborted || study.best === undefined) return undefined;
      const steps = {
        folds: 'training the best again, fold by fold',
        training: 'training the best once more',
        testing: 'testing it, column by column',
      };
      return finishSearch(setup.table, setup.parts, study, {
        training: setup.training,
        signal,
        onProgress: (step, share) => bar.finishing(steps[step], share),
      });
    });
    found = resultsOf(setup, trials, opened);
    if (found.study.trials.length > 0) {
      const results = finished
        ? { ...found.results, findings: [...found.results.findings, ...finished.findings], final: finished.final }
        : found.results;
      found = { ...found, results };
      await record.write(results, finished);
      hint = await record.report(context);
    }
  } finally {
    const isEmpty = opened.results.size === 0;
    await opened.close({ remove: isEmpty && !journal });
    if (isEmpty) record.files.delete(journalName);
    await record.close();
  }
  const { study, results } = found;
  say(findingsText(finished?.findings ?? [], terminal));
  if (study.trials.length > 0) say(searchResultsText(results, study, terminal));
  if (options.json) terminal.output.write(record.text);
  else terminal.output.write(await modelWrittenText(data, options, record, hint, context));
  if (record.failure) throw record.failure;
  if (signal.aborted) {
    const done = study.trials.length;
    const goOn = done > 0 ? `; go on with it by\n  ${command} --journal ${quoted(path)}` : '';
    throw stopped(signal, `${done} of ${plural(trials, 'trial')} finished${journal ? '' : goOn}`);
  }
  if (study.best === undefined) {
    const [first] = study.trials.flatMap(({ error }) => (error ? [error.message] : []));
    throw new DataError(`${who}: none of ${plural(study.trials.length, 'trial')} came to its end: ${first}`);
  }
  if (finished === undefined) {
    throw new DataError(
      `${who}: no model: the weights of the best trials grew without end when they were trained once more; go on with more trials, or leave out high rates by --hold learningRate=0.001`,
    );
  }
}

/** 'layers=2,units=64,…', broken into two lines. */
function usualText(): string {
  const words = networkSpace.entries.flatMap(({ name }) => {
    const value = usualParameters[name as keyof NetworkParameters];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const half = Math.ceil(words.length / 2);
  return [words.slice(0, half), words.slice(half)].map((line) => line.join(', ')).join(',\n  ');
}
