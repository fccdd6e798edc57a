import { type Command, Option } from 'commander';
import { loadDataset } from '../../datasets/index.ts';
import type { DividedImages } from '../experiments/divided-images.ts';
import { countText, plural } from '../experiments/figure-text.ts';
import { describeMnist, missingText } from '../experiments/mnist/describe.ts';
import { imageNetworks } from '../experiments/mnist/image-networks.ts';
import { partOf } from '../experiments/mnist/run.ts';
import {
  type ImageNetworkName,
  imageNetworkNames,
  type MnistPart,
  type MnistSettings,
  mnistParts,
  mnistSettings,
} from '../experiments/mnist/settings.ts';
import { aboutImages, type MnistStudy, planStudy, studyMnist } from '../experiments/mnist/study.ts';
import type { Context } from './context.ts';
import { createDownloadProgress } from './download-progress.ts';
import { Interrupted, withInterrupt } from './interrupt.ts';
import { createMnistProgress } from './mnist-progress.ts';
import { type EarlierStudy, readEarlier } from './mnist-resume.ts';
import { partText, setupText } from './mnist-text.ts';
import { nameList } from './name-list.ts';
import { keepsResults } from './program.ts';
import { quoted } from './quoted.ts';
import { resultsHeader } from './results-header.ts';
import { createRunFolder } from './run-folder.ts';
import { StudyRecord } from './study-record.ts';
import { wholeNumber } from './whole-number.ts';
import { writtenLines } from './written-text.ts';

const who = 'experiment mnist';

/** What `simdgrad experiment mnist` can be told. */
interface MnistOptions {
  readonly parts: readonly MnistPart[];
  readonly seeds: number;
  readonly seed: number;
  readonly epochs?: number;
  readonly subset?: number;
  readonly networks: readonly ImageNetworkName[];
  readonly runs: string;
  readonly resume?: string;
  readonly json?: boolean;
}

const about = `
Parts, and about how long they take on one core with 3 seeds:
  networks    30 min  four convolutional networks beside their published figures
${imageNetworkNames.map((name) => `                      ${name}  ${countText(imageNetworks[name].parameters)} parameters`).join('\n')}
  dense        6 min  a dense network, and what dropout and weight decay give it
  optimizers   7 min  SGD, Momentum, RMSProp and Adam side by side on conv4k
  sweep        3 min  learning rate x batch size x epochs of conv4k

Whatever is chosen is chosen on 5,000 training images that are kept for that.
The test part is looked at once for each finished network. Results are written
after every run, so Ctrl-C loses only the run under way, and --resume goes on
to the same bits.

Examples:
  simdgrad experiment mnist
  simdgrad experiment mnist --subset 2000 --epochs 1 --seeds 1  (half a minute)
  simdgrad experiment mnist --parts networks --networks conv4k,conv2k
  simdgrad experiment mnist --resume runs/mnist-001`;

/** `simdgrad experiment mnist`. */
export function registerMnist(experiment: Command, context: Context): void {
  keepsResults(experiment.command('mnist'))
    .description('networks, regularisation, optimizers and hyper-parameters on handwritten digits')
    .addOption(
      new Option('--parts <names>', 'which parts, with commas')
        .argParser(nameList(mnistParts))
        .default([...mnistParts], mnistParts.join()),
    )
    .option('--seeds <number>', 'runs of everything', wholeNumber(1, 1000), 3)
    .option('--seed <number>', 'the first seed; the others count up from it', wholeNumber(0), 0)
    .option(
      '--epochs <number>',
      'of every training, the longest of the sweep (default: 10, for optimizers 5, for the sweep 20)',
      wholeNumber(1, 1000),
    )
    .option('--subset <number>', 'so many training images, for a quick look (default: all)', wholeNumber(100))
    .addOption(
      new Option('--networks <names>', 'which networks of the first part')
        .argParser(nameList(imageNetworkNames))
        .default([...imageNetworkNames], imageNetworkNames.join()),
    )
    .option('--runs <folder>', 'where to make the folder for results', 'runs')
    .option('--resume <folder>', 'go on with an experiment that was stopped, in its folder, with the same words')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', about)
    .action((options: MnistOptions) => mnist(options, context));
}

async function mnist(options: MnistOptions, context: Context): Promise<void> {
  const { terminal } = context;
  const { json = false, resume } = options;
  const say = (text: string): void => void (json || text === '' || terminal.output.write(text));
  await withInterrupt(async (signal) => {
    const data = await loadImages(context, signal);
    const settings = settingsOf(data, options);
    const command = commandOf(options);
    const header = resultsHeader('mnist', describeMnist.format, command);
    const earlier =
      resume === undefined ? undefined : await readEarlier(who, resume, header, settings, aboutImages(data));
    const folder = resume ?? (await createRunFolder(options.runs, 'mnist'));
    const record = new StudyRecord(`simdgrad ${who}`, folder, earlier?.header ?? header);
    const planned = planStudy(settings).length;
    say(`${setupText(aboutImages(data), settings, { planned, done: earlier?.study.runs.length ?? 0 }, terminal)}\n`);
    let study: MnistStudy;
    let hint: string | undefined;
    try {
      study = await run(data, settings, earlier, record, context, signal, say);
      hint = await record.report(context);
    } finally {
      await record.close();
    }
    if (json) terminal.output.write(record.text);
    const lines = writtenLines(record, hint, 'simdgrad', terminal);
    if (lines.length > 0) say(`\n${lines.map((line) => `${terminal.colors.dim(line)}\n`).join('')}`);
    if (record.failure) throw record.failure;
    if (!signal.aborted) return;
    const { exitCode } = signal.reason as Interrupted;
    throw new Interrupted(exitCode, stoppedText(study, planned, command, folder));
  });
}

async function loadImages({ errors, environment }: Context, signal: AbortSignal): Promise<DividedImages> {
  const progress = createDownloadProgress(errors);
  try {
    return await loadDataset('mnist', { environment, signal, onProgress: (now) => progress.update(now) });
  } finally {
    progress.stop();
  }
}

function settingsOf(
  data: DividedImages,
  { parts, seeds, seed, epochs, subset, networks }: MnistOptions,
): MnistSettings {
  return mnistSettings(data.train.y.length, {
    parts,
    seeds: Array.from({ length: seeds }, (_, i) => seed + i),
    epochs,
    subset,
    networks,
  });
}

/** The words that ask for the same again. */
function commandOf({ parts, seeds, seed, epochs, subset, networks }: MnistOptions): string {
  const words = [`--parts ${parts.join()} --seeds ${seeds} --seed ${seed}`];
  if (epochs !== undefined) words.push(`--epochs ${epochs}`);
  if (subset !== undefined) words.push(`--subset ${subset}`);
  words.push(`--networks ${networks.join()}`);
  return `simdgrad experiment mnist ${words.join(' ')}`;
}

/** Runs what is to be done, writes after every run, and says what came out of a part once that is finished. */
async function run(
  data: DividedImages,
  settings: MnistSettings,
  earlier: EarlierStudy | undefined,
  record: StudyRecord,
  { terminal, errors }: Context,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<MnistStudy> {
  const told = new Set<MnistPart>();
  const tell = (study: MnistStudy, part: MnistPart): void => {
    if (told.has(part)) return;
    told.add(part);
    const text = partText(study, part, terminal);
    say(text === '' ? '' : `\n${text}`);
  };
  const isWhole = ({ missing }: MnistStudy, part: MnistPart): boolean => !missing.some((key) => partOf(key) === part);
  const progress = createMnistProgress(errors);
  if (earlier) {
    await record.writeStudy(earlier.study);
    for (const part of settings.parts) if (isWhole(earlier.study, part)) tell(earlier.study, part);
  }
  let study: MnistStudy;
  try {
    study = await studyMnist(data, settings, {
      before: earlier?.study,
      signal,
      onProgress: (now) => progress.update(now),
      async onRun(run, soFar) {
        progress.finish(run);
        await record.writeStudy(soFar);
        if (isWhole(soFar, run.part)) tell(soFar, run.part);
      },
    });
  } finally {
    progress.stop();
  }
  for (const part of settings.parts) tell(study, part); // what an experiment that was stopped has of them
  return study;
}

function stoppedText({ runs, missing }: MnistStudy, planned: number, command: string, folder: string): string {
  const done = `stopped: ${runs.length} of ${plural(planned, 'run')} finished`;
  if (missing.length === 0 || runs.length === 0) return done;
  return `${done}, missing ${missingText(missing)}; go on with\n  ${command} --resume ${quoted(folder)}`;
}
