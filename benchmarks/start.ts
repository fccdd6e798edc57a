/**
 * What it takes to begin: importing the package, training a first batch, predicting one row, loading it into a page; and the most
 * memory that training takes. Programs are plain Node's, on the package built from these sources.
 */
import { type Sequential, Tensor } from '../src/index.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { type Candidate, measure, quantile, spread } from './harness.ts';
import type { Figure, Outcome, Part, PartOptions, ResultTable } from './part.ts';
import { bundleSizes, type Size } from './start/bundle-sizes.ts';
import { type FirstLine, firstLineOf } from './start/first-line.ts';
import { type InstalledPackage, installPackage } from './start/installed-package.ts';
import { empty, firstBatch, importAlone, memory, tenLines } from './start/programs.ts';
import { batchesOf, large, modelOf, small, type Workload } from './workloads.ts';

const fromProcess = 'process start to the first trained batch of W4';
const nodeAlone = 'Node alone';
const theImport = "import 'simdgrad'";
const peakOfTraining = 'W4, 500 steps';

/** Milliseconds, each of the rounds. */
export interface StartTime {
  readonly what: string;
  readonly milliseconds: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
}

export interface PredictionTime {
  readonly what: string;
  readonly microseconds: number;
  readonly spread: number;
}

export interface PeakMemory {
  readonly what: string;
  readonly bytes: number;
}

/** What `benchmarks/results/start.json` holds. */
export interface StartResults {
  readonly starts: readonly StartTime[];
  readonly predictions: readonly PredictionTime[];
  readonly sizes: readonly Size[];
  readonly memory: readonly PeakMemory[];
}

function startTime(what: string, times: readonly number[]): StartTime {
  const [lowerQuartile, milliseconds, upperQuartile] = [0.25, 0.5, 0.75].map((fraction) =>
    Number(quantile(times, fraction).toFixed(2)),
  );
  return { what, milliseconds, lowerQuartile, upperQuartile };
}

/** Programs in turns, so that what disturbs the machine disturbs all of them. */
async function timeStarts(
  installed: InstalledPackage,
  rounds: number,
  onProgress: (share: number) => void,
): Promise<StartTime[]> {
  const files = Object.entries({ empty, importAlone, firstBatch }).map(([name, program]) =>
    installed.write(`${name}.mjs`, program),
  );
  const lines: FirstLine[][] = files.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, file] of files.entries()) {
      const line = await firstLineOf(file);
      if (round >= 0) lines[i].push(line); // the first reads files that nobody has read before
    }
    onProgress((round + 2) / (rounds + 1));
  }
  const [nothing, imported, trained] = lines;
  return [
    startTime(
      nodeAlone,
      nothing.map(({ milliseconds }) => milliseconds),
    ),
    startTime(
      theImport,
      imported.map(({ value }) => value),
    ),
    startTime(
      fromProcess,
      trained.map(({ milliseconds }) => milliseconds),
    ),
  ];
}

/** One row as a tensor and as an array, its result read back. */
async function timePredictions(workload: Workload, quick: boolean): Promise<PredictionTime[]> {
  const { id, input } = workload;
  const values = batchesOf(workload)[0].x.slice(0, sizeOf(input));
  const model = modelOf(workload);
  const row = new Tensor([1, ...input], values);
  const nested = [Array.from(values)];
  const candidates: Candidate[] = [
    {
      name: `${id}: one row, a tensor`,
      work: 1,
      run: () => model.predict(row).toFloat32Array(),
      check: () => checkPrediction(model, row),
    },
    { name: `${id}: one row, an array of numbers`, work: 1, run: () => model.predict(nested).toFloat32Array() },
  ];
  const rounds = quick
    ? { rounds: 7, warmUpMilliseconds: 200 }
    : { rounds: 41, sampleMilliseconds: 5, warmUpMilliseconds: 400 };
  const measured = await measure(candidates, rounds);
  return measured.map((one) => ({ what: one.name, microseconds: one.nanoseconds / 1000, spread: spread(one) }));
}

/** A prediction has the bits of a forward pass. */
function checkPrediction(model: Sequential, row: Tensor): void {
  expectSameBits(model.predict(row).toFloat32Array(), model.forward(row).toFloat32Array(), 'prediction of one row');
}

async function peaks(installed: InstalledPackage, rounds: number): Promise<PeakMemory[]> {
  const alone = 'console.log(process.resourceUsage().maxRSS * 1024);\n';
  const programs = { [nodeAlone]: alone, [theImport]: `await import('simdgrad');\n${alone}`, [peakOfTraining]: memory };
  const found: PeakMemory[] = [];
  for (const [i, [what, program]] of Object.entries(programs).entries()) {
    const file = installed.write(`memory-${i}.mjs`, program);
    const values: number[] = [];
    for (let round = 0; round < rounds; round++) values.push((await firstLineOf(file)).value);
    found.push({ what, bytes: quantile(values, 0.5) });
  }
  return found;
}

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const wanted = (name: string): boolean => filter?.test(name) ?? true;
  let starts: StartTime[] = [];
  let sizes: Size[] = [];
  let memories: PeakMemory[] = [];
  const predictions: PredictionTime[] = [];
  if (['start', 'size', 'memory'].some(wanted)) {
    onProgress?.(0, 'builds the package');
    const installed = installPackage();
    try {
      const doing = (share: number): void => onProgress?.(0.3 + 0.4 * share, 'start');
      if (wanted('start')) starts = await timeStarts(installed, quick ? 5 : 21, doing);
      if (wanted('size')) sizes = await bundleSizes(installed.folder, tenLines);
      if (wanted('memory')) memories = await peaks(installed, quick ? 1 : 5);
    } finally {
      installed.remove();
    }
  }
  if (wanted('predict')) {
    for (const workload of [small, large]) {
      onProgress?.(0.8, `predict ${workload.id}`);
      predictions.push(...(await timePredictions(workload, quick)));
    }
  }
  return {
    tables: tablesOf(starts, predictions, sizes, memories),
    figures: figuresOf(starts, predictions, memories),
    results: { starts, predictions, sizes, memory: memories } satisfies StartResults,
    ratios: ratiosOf(starts, memories),
  };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;
const microseconds = (value: number): string => `${value.toFixed(2)} µs`;

function tablesOf(
  starts: readonly StartTime[],
  predictions: readonly PredictionTime[],
  sizes: readonly Size[],
  memories: readonly PeakMemory[],
): ResultTable[] {
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
  return [
    {
      title: 'Start: plain Node on the built package, programs in turns',
      head: ['what', 'ms', 'quartiles'],
      rows: starts.map((one) => [
        one.what,
        one.milliseconds.toFixed(1),
        `${one.lowerQuartile.toFixed(1)} to ${one.upperQuartile.toFixed(1)}`,
      ]),
    },
    {
      title: 'Prediction, the result read back',
      head: ['what', 'µs', 'spread'],
      rows: predictions.map((one) => [one.what, one.microseconds.toFixed(2), `±${(100 * one.spread).toFixed(1)} %`]),
    },
    {
      title: 'Size in a page',
      head: ['what', 'kB', 'kB as gzip'],
      rows: sizes.map(({ what, bytes, gzipBytes }) => [what, kilobytes(bytes), kilobytes(gzipBytes)]),
    },
    {
      title: 'Peak memory of the process',
      head: ['what', 'MB'],
      rows: memories.map(({ what, bytes }) => [what, (bytes / 1e6).toFixed(1)]),
    },
  ];
}

function figuresOf(
  starts: readonly StartTime[],
  predictions: readonly PredictionTime[],
  memories: readonly PeakMemory[],
): Figure[] {
  const goals = [3, 20];
  return [
    ...starts
      .filter(({ what }) => what === fromProcess)
      .map((one) => ({ what: one.what, measured: one.milliseconds, below: 150, text: milliseconds })),
    ...predictions
      .filter(({ what }) => what.endsWith('a tensor'))
      .map((one, i) => ({
        what: `predict ${one.what}`,
        measured: one.microseconds,
        below: goals[i],
        text: microseconds,
      })),
    ...memories
      .filter(({ what }) => what === peakOfTraining)
      .map((one) => ({ what: `peak memory of ${one.what}`, measured: one.bytes, below: 90e6, text: megabytes })),
  ];
}

/** Against Node, which does nothing, in the same turns. */
function ratiosOf(starts: readonly StartTime[], memories: readonly PeakMemory[]): Record<string, number> {
  const [node, , trained] = starts;
  const [alone, , training] = memories;
  return {
    ...(trained && { 'first trained batch of W4: Node alone / whole': node.milliseconds / trained.milliseconds }),
    ...(training && { 'peak memory of W4: Node alone / whole': alone.bytes / training.bytes }),
  };
}

export const part: Part = {
  name: 'start',
  about: 'import, first trained batch, prediction of one row, size in a page, peak memory',
  run,
};
