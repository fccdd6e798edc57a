import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { ClassificationData } from '../experiments/classification-data.ts';
import { aboutData, type ComparedNetworks, compareNetworks, usualSplit } from '../experiments/compare-networks.ts';
import { bestRunSentence } from '../experiments/comparison-words.ts';
import { convolutionalNetwork } from '../experiments/convolutional-network.ts';
import { denseNetworks } from '../experiments/dense-networks.ts';
import { plural } from '../experiments/figure-text.ts';
import type { NetworkDesign } from '../experiments/network-design.ts';
import type { Monitor } from '../experiments/train-network.ts';
import { createComparisonProgress } from './comparison-progress.ts';
import { comparisonText, setupText } from './comparison-text.ts';
import type { Context } from './context.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { loadClasses } from './load-classes.ts';
import { nameList } from './name-list.ts';
import { predictionsText } from './predictions-text.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { modelFile, ResultsRecord } from './results-record.ts';
import { createRunFolder } from './run-folder.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';
import { wrap } from './wrap.ts';
import { writtenLines } from './written-text.ts';

/** What `simdgrad compare` can be told. */
interface CompareOptions {
  readonly seeds?: number;
  readonly seed: number;
  readonly epochs?: number;
  readonly batchSize: number;
  readonly networks?: readonly NetworkDesign[];
  readonly bestBy: 'accuracy' | 'loss';
  readonly runs: string;
  readonly json?: boolean;
}

/** What they come to. */
interface ComparisonSettings {
  readonly networks: readonly NetworkDesign[];
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly monitor: Monitor;
}

/** All that can be compared. */
const known: readonly NetworkDesign[] = [...denseNetworks, convolutionalNetwork];

interface Usual {
  readonly seeds: number;
  readonly epochs: number;
  readonly networks: string;
}

/** Enough to see where accuracy on the validation part stops growing, in a time one waits for. */
const defaults: Readonly<Record<string, Usual>> = {
  digits: { seeds: 3, epochs: 20, networks: 'baseline,optimized,convolutional' },
  others: { seeds: 5, epochs: 100, networks: 'baseline,optimized' },
};

const about = `
Networks, all with Adam 0.001:
${known.map(({ name, description }) => `  ${name.padEnd(13)} ${description.replace(/^(.{50}\S*) /, '$1\n                ')}`).join('\n')}

With one seed all have the same split, initial weights where layers agree, and
batches. The best epoch is chosen on the validation part; the test part is used
once for each network and seed. Results and the best model are written to a new
folder in runs/ after each one, so Ctrl-C loses nothing that is finished.

Examples:
  simdgrad compare
  simdgrad compare wine-quality
  simdgrad compare iris --networks baseline,batchNorm,dropout,optimized`;

/** `simdgrad compare`. */
export function registerCompare(program: Command, context: Context): void {
  keepsResults(program.command('compare'))
    .description('train a plain network and its variants, and say what the differences are worth')
    .argument('[dataset]', 'a data set of classes; see simdgrad datasets list', 'digits')
    .option('--seeds <number>', 'runs of each network (default: 3 for digits, 5 for others)', wholeNumber(1, 10_000))
    .option('--seed <number>', 'the first seed; the others count up from it', wholeNumber(0), 0)
    .option(
      '--epochs <number>',
      'passes over the training rows (default: 20 for digits, 100 for others)',
      wholeNumber(1),
    )
    .option('--batch-size <number>', 'rows in each step', wholeNumber(1), 32)
    .option(
      '--networks <names>',
      'which networks, with commas; the others are compared with the first (default: baseline,optimized, and for digits convolutional)',
      networksOf,
    )
    .addOption(
      new Option('--best-by <figure>', 'what chooses the best epoch, on the validation part')
        .choices(['accuracy', 'loss'])
        .default('accuracy'),
    )
    .option('--runs <folder>', 'where to make the folder for results', 'runs')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', about)
    .action((dataset: string, options: CompareOptions) => compare(dataset, options, context));
}

function networksOf(text: string): NetworkDesign[] {
  const names = nameList(known.map(({ name }) => name))(text);
  return names.map((name) => known.find((one) => one.name === name)!);
}

async function compare(name: string, options: CompareOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const { json = false } = options;
  const settings = settingsOf(name, options);
  await withInterrupt(async (signal) => {
    const datasets = await loadClasses('compare', name, context, signal);
    const record = new ResultsRecord(await createRunFolder(options.runs, `compare-${name}`), commandOf(name, settings));
    let finished = 0;
    let hint: string | undefined;
    try {
      for (const data of datasets) {
        if (signal.aborted) break;
        if (!json) terminal.output.write(`${setupText(setupOf(data, settings), terminal)}\n`);
        const compared = await trainAll(data, settings, record, context, signal);
        finished += compared.comparison.runs.filter(({ complete }) => complete).length;
        if (!json) terminal.output.write(resultsText(compared, terminal));
      }
      hint = await record.report(context);
    } finally {
      await record.close();
    }
    if (json) terminal.output.write(record.text);
    else terminal.output.write(writtenText(record, hint, context));
    if (record.failure) throw record.failure;
    if (!signal.aborted) return;
    const planned = datasets.length * settings.seeds.length * settings.networks.length;
    const { exitCode } = signal.reason as Interrupted;
    throw new Interrupted(exitCode, `stopped: ${finished} of ${plural(planned, 'run')} finished`);
  });
}

/** Trains with progress, and writes after every run. */
async function trainAll(
  data: ClassificationData,
  settings: ComparisonSettings,
  record: ResultsRecord,
  { errors }: Context,
  signal: AbortSignal,
): Promise<ComparedNetworks> {
  const { networks, ...options } = settings;
  const progress = createComparisonProgress(errors, {
    runs: networks.length * options.seeds.length,
    epochs: options.epochs,
    networks: networks.map(({ name }) => name),
  });
  try {
    return await compareNetworks(data, networks, {
      ...options,
      signal,
      onProgress: (now) => progress.update(now),
      async onRun(run, soFar) {
        progress.finish(run);
        await record.update(soFar);
      },
    });
  } finally {
    progress.stop();
    errors.output.write('\n');
  }
}

function settingsOf(name: string, options: CompareOptions): ComparisonSettings {
  const usual = defaults[name] ?? defaults.others;
  const { seed, seeds = usual.seeds, epochs = usual.epochs, batchSize, bestBy } = options;
  const { networks = networksOf(usual.networks) } = options;
  const monitor = bestBy === 'accuracy' ? 'validationAccuracy' : 'validationLoss';
  return { seeds: Array.from({ length: seeds }, (_, i) => seed + i), epochs, batchSize, networks, monitor };
}

/** What is known of a comparison before it begins. */
function setupOf(data: ClassificationData, settings: ComparisonSettings) {
  return { ...settings, dataset: aboutData(data), split: usualSplit };
}

/** The words that ask for the same again, whatever the defaults will be. */
function commandOf(name: string, { seeds, epochs, batchSize, networks, monitor }: ComparisonSettings): string {
  const names = networks.map((network) => network.name).join();
  return (
    `simdgrad compare ${name} --seeds ${seeds.length} --seed ${seeds[0]} --epochs ${epochs} --batch-size ${batchSize} ` +
    `--networks ${names} --best-by ${monitor === 'validationAccuracy' ? 'accuracy' : 'loss'}`
  );
}

/** Figures, and what the best run took for what. */
function resultsText({ comparison, best }: ComparedNetworks, terminal: Terminal): string {
  if (!best) return '';
  const title = bestRunSentence(best.run, comparison.epochs, best.test.rows.length);
  const figures = comparisonText(comparison, terminal);
  return (
    `${figures}${figures === '' ? '' : '\n'}` +
    `${terminal.colors.bold(wrap(title, terminal.width))}\n` +
    `${predictionsText(best.test, comparison.dataset.classes, terminal)}\n`
  );
}

/** Where everything is, and how to test the best model again. */
function writtenText(record: ResultsRecord, hint: string | undefined, { terminal, environment }: Context): string {
  const { colors } = terminal;
  const command = environment.npm_lifecycle_event === 'start' ? 'npm start --' : 'simdgrad';
  const models = record.comparisons.filter(({ dataset }) => record.files.has(modelFile(dataset.name)));
  const lines = [
    ...writtenLines(record, hint, command, terminal),
    ...(models.length > 0 ? ['test again with'] : []),
    ...models.map(
      ({ dataset }) => `  ${command} evaluate ${quoted(join(record.folder, modelFile(dataset.name)))} ${dataset.name}`,
    ),
  ];
  return lines.map((line) => `${colors.dim(line)}\n`).join('');
}
