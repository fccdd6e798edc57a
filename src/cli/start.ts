/** `npm start`: reads a table, trains the network that started this project, and shows what came out. */
import { datasetPaths } from '../../datasets/index.ts';
import { LabelEncoder } from '../data/label-encoder.ts';
import type { Matrix } from '../data/matrix.ts';
import { spirals } from '../data/spirals.ts';
import type { Table } from '../data/table.ts';
import { DataError } from '../errors.ts';
import { type ClassifierResult, trainDenseClassifier } from '../experiments/dense-classifier.ts';
import { confusionMatrix } from '../metrics/confusion-matrix.ts';
import { readCsv } from '../node/index.ts';
import { parseArguments, type StartArguments } from './arguments.ts';
import { confusionText } from './confusion.ts';
import { createProgress } from './progress.ts';
import { tableText } from './table.ts';
import { type Terminal, terminalOf } from './terminal.ts';

const defaults: StartArguments = {
  file: undefined,
  target: undefined,
  delimiter: 'auto',
  header: true,
  hidden: [64, 64],
  epochs: 100,
  batchSize: 32,
  learningRate: 1e-3,
  seed: 0,
  seeds: 5,
};

/** What is trained on, and what to say about it. */
interface Task {
  readonly title: string;
  readonly features: Matrix;
  readonly labels: readonly number[];
  readonly classes: readonly (string | number)[];
}

interface Run {
  readonly seed: number;
  readonly result: ClassifierResult;
}

async function main(): Promise<number> {
  const terminal = terminalOf(process.stdout, process.env);
  const errors = terminalOf(process.stderr, process.env);
  const parsed = parseArguments(process.argv.slice(2), defaults, terminal, errors);
  if (!parsed.arguments) return parsed.exitCode;
  try {
    return await run(parsed.arguments, terminal);
  } catch (error) {
    if (!(error instanceof DataError || error instanceof RangeError)) throw error;
    errors.output.write(`${errors.colors.red(error.message)}\n`);
    return 1;
  }
}

async function run(options: StartArguments, terminal: Terminal): Promise<number> {
  const { output, colors } = terminal;
  const say = (text = ''): void => void output.write(`${text}\n`);
  const task = await chooseTask(options, say);
  const { hidden, epochs, batchSize, learningRate, seed, seeds } = options;
  const [rows, columns] = task.features.shape;
  say(colors.bold(task.title));
  say(`${rows} rows, ${columns} features, ${task.classes.length} classes; split 70/15/15 by class`);
  say(
    `network ${[columns, ...hidden, task.classes.length].join('-')}, ReLU, softmax cross-entropy; ` +
      `Adam ${learningRate}, batch ${batchSize}; ${plural(seeds, 'seed')} of ${plural(epochs, 'epoch')}`,
  );
  say();

  // The first Ctrl-C ends training after the epoch; another ends the process. npm hands each one down a second time.
  const interrupted = new AbortController();
  let first = 0;
  const interrupt = (): void => {
    if (!interrupted.signal.aborted) first = performance.now();
    else if (performance.now() - first > 500) process.exit(130);
    interrupted.abort();
  };
  process.on('SIGINT', interrupt);
  const progress = createProgress(terminal, { epochs: seeds * epochs });
  const runs: Run[] = [];
  try {
    for (let i = 0; i < seeds && !interrupted.signal.aborted; i++) {
      const result = await trainDenseClassifier(task.features, task.labels, task.classes.length, {
        hidden,
        epochs,
        batchSize,
        learningRate,
        seed: seed + i,
        signal: interrupted.signal,
        onEpoch: (epoch, loss) => progress.update({ epoch: i * epochs + epoch, loss }),
      });
      runs.push({ seed: seed + i, result });
    }
  } finally {
    progress.stop();
    process.off('SIGINT', interrupt);
  }
  show(runs, task, terminal, say);
  if (!interrupted.signal.aborted) return 0;
  const done = runs.reduce((sum, { result }) => sum + result.epochs, 0);
  say(
    colors.yellow(`stopped after ${done} of ${seeds * epochs} epochs; the figures are of what was learned until then`),
  );
  return 130;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** The file that was named, else the red wines, else spirals. Says which, and where the wine would come from. */
async function chooseTask(
  { file, target, delimiter, header, seed }: StartArguments,
  say: (text?: string) => void,
): Promise<Task> {
  if (file !== undefined) return taskFromTable(await readCsv(file, { delimiter, header }), file, target);
  const [wine] = datasetPaths('wine-quality-red') ?? [];
  if (wine !== undefined) {
    return taskFromTable(await readCsv(wine, { delimiter: 'auto' }), 'Wine quality, red', target ?? 'quality');
  }
  say('No wine-quality/winequality-red.csv in the folder that SIMDGRAD_DATASETS names, or in the cache.');
  say('Training on generated spirals instead; for real data: npm start -- FILE.csv --target COLUMN');
  say();
  const { x, y } = spirals({ classes: 3, samplesPerClass: 500, turns: 1.25, noise: 0.03, seed });
  return { title: 'Spirals, three arms', features: x, labels: y, classes: ['arm 0', 'arm 1', 'arm 2'] };
}

/** Every column but the target is a feature. */
function taskFromTable(table: Table, title: string, target = table.columnNames.at(-1)!): Task {
  const column = table.column(target);
  const encoder = new LabelEncoder();
  const labels = encoder.fitTransform(column);
  const { classes } = encoder;
  const refuse = (why: string): never => {
    throw new DataError(`${title}: ${why}`, { column: target });
  };
  if (table.columnNames.length < 2) refuse(`'${target}' is the only column; there is nothing to predict it from`);
  if (classes.length < 2) refuse(`column '${target}' has a single value; there is nothing to tell apart`);
  if (classes.length > 100) {
    refuse(
      `column '${target}' has ${classes.length} different values; a column of classes has few: name another with --target`,
    );
  }
  classes.forEach((name, index) => {
    const count = labels.reduce((sum, label) => sum + Number(label === index), 0);
    if (count < 3)
      refuse(`class ${name} of '${target}' has ${count} of ${table.rowCount} rows; to be in each part a class needs 3`);
  });
  return { title: `${title}: ${target}`, features: table.drop([target]).toMatrix(), labels, classes };
}

/** Accuracies by seed with their mean, the confusion matrix of all test parts together, speed and fingerprints. */
function show(runs: readonly Run[], task: Task, terminal: Terminal, say: (text?: string) => void): void {
  const { colors } = terminal;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const parts = ['train', 'validation', 'test'] as const;
  const rows: (string | number)[][] = runs.map(({ seed, result }) => [
    `seed ${seed}`,
    ...parts.map((part) => percent(result.accuracy[part])),
    result.fingerprint.slice(0, 16),
  ]);
  if (runs.length > 1) {
    const spread = parts.map((part) => meanAndDeviation(runs.map(({ result }) => result.accuracy[part])));
    rows.push(['mean', ...spread.map(({ mean }) => percent(mean)), '']);
    rows.push(['± over seeds', ...spread.map(({ deviation }) => percent(deviation)), '']);
  }
  say();
  say(tableText({ head: ['accuracy', ...parts, 'fingerprint'], rows }, terminal).trimEnd());
  say(`largest class: ${percent(largestShare(task.labels))} of all rows`);
  say();
  const labels = task.classes.map((_, i) => i);
  const truth = runs.flatMap(({ result }) => result.testLabels);
  const predicted = runs.flatMap(({ result }) => result.testPredictions);
  say(colors.bold(runs.length > 1 ? `Test parts of ${plural(runs.length, 'seed')} together` : 'Test part'));
  say(confusionText(confusionMatrix(truth, predicted, { labels }), task.classes, terminal).trimEnd());
  say();
  const { parameters, rows: counts } = runs[0].result;
  const seconds = runs.reduce((sum, { result }) => sum + result.seconds, 0);
  const samples = runs.reduce((sum, { result }) => sum + result.epochs * counts.train, 0);
  const speed = Math.round(samples / seconds).toLocaleString('en');
  say(
    `${parameters} parameters; trained ${samples.toLocaleString('en')} samples in ${seconds.toFixed(2)} s, ${speed} samples/s`,
  );
  if (runs.length === 1) say(`fingerprint ${runs[0].result.fingerprint}`);
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function largestShare(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / labels.length;
}

process.exitCode = await main();
