/** Files of results as the parts of the benchmark suite write them, with figures that nobody measured. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileOf } from '../../benchmarks/describe/chapter.ts';
import { fitPower, fitUpperPart } from '../../benchmarks/growth/power-fit.ts';
import type { GrowthCurve, GrowthResults } from '../../benchmarks/growth.ts';
import type { Measurement } from '../../benchmarks/harness.ts';
import type { KernelsResults } from '../../benchmarks/kernels.ts';
import type { LongRunResults } from '../../benchmarks/long-run.ts';
import type { PeersResults } from '../../benchmarks/peers/result.ts';
import type { RelaxedResults } from '../../benchmarks/relaxed.ts';
import type { ReportedFigure } from '../../benchmarks/report.ts';
import type { StartResults } from '../../benchmarks/start.ts';
import type { ThreadsResults } from '../../benchmarks/threads.ts';
import type { TrainingResults } from '../../benchmarks/training.ts';

const figure = (what: string, measured: number, below: number, unit: string): ReportedFigure => ({
  what,
  measured,
  below,
  text: `${measured} ${unit}`,
  promise: `below ${below} ${unit}`,
  met: measured < below,
});

function fileOf<Results>(name: string, results: Results, figures: readonly ReportedFigure[] = []): FileOf<Results> {
  return {
    machine: 'Some processor, 2 logical cores, linux x64',
    runtime: 'Node 20.20.2, V8 11.3.244.8-node.38',
    command: `npm run bench -- ${name}`,
    date: '2025-11-21T12:30:00.000Z',
    seconds: 60,
    figures,
    ratios: {},
    results,
  };
}

const measured = (name: string, work: number, nanoseconds: number): Measurement => ({
  name,
  work,
  repetitions: 1,
  nanoseconds,
  lowerQuartile: 0.9 * nanoseconds,
  upperQuartile: 1.2 * nanoseconds,
  fastest: 0.8 * nanoseconds,
  rounds: [nanoseconds],
});

const workload = (id: string, microseconds: number, overhead: number): TrainingResults['workloads'][number] => ({
  id,
  name: 'a network with a name that is rather long, batch 32',
  batch: 32,
  flops: 1e6,
  roofline: measured('roofline', 1e6, 2e4),
  handWired: measured('hand-wired', 32, 900 * microseconds),
  step: measured('Trainer.step', 32, 1000 * microseconds),
  fit: measured('fit', 6400, 210_000 * microseconds),
  recorded: undefined,
  prediction: measured('predict one row', 1, 2000),
  split: {
    forward: 0.3 * microseconds,
    backward: 0.5 * microseconds,
    update: 0.1 * microseconds,
    overhead,
    copyIn: 0.5,
  },
  ratios: { handWiredOfRoofline: 0.62, stepOfHandWired: 0.9, fitOfStep: 0.952, recordedOfHandWired: undefined },
});

const training: TrainingResults = {
  workloads: [workload('W1', 33.1, 3.3), workload('W4', 1520, -4), workload('W5', 65_000, 900)],
  held: undefined,
};

function curve(name: string, law: (x: number) => number): GrowthCurve {
  const points = [1, 2, 4, 8, 16, 32, 64, 128].map((x) => ({ x, y: law(x), low: 0.9 * law(x), high: 1.1 * law(x) }));
  return { name, points, whole: fitPower(points), upper: fitUpperPart(points), exponents: [0.1, 1, 1, 1, 1, 1, 1.2] };
}

const growth: GrowthResults = {
  dimensions: [
    {
      name: 'batch size',
      counts: 'rows in a batch',
      timed: 'step',
      about: 'two networks',
      curves: [curve('11-64-64-6', (x) => 9 + x), curve('784-128-64-10', (x) => 100 + 12 * x)],
    },
    {
      name: 'data set size',
      counts: 'rows',
      timed: 'epoch',
      about: 'an epoch of fit',
      curves: [curve('11-64-64-6', (x) => 30 * x)],
    },
  ],
  memory: [{ rows: 1000, kept: 'float32', dataBytes: 48_000, besideBytes: 4000 }],
};

const longRun: LongRunResults = {
  runs: ['flat loss', 'dead weights under L2, Adam'].map((name, i) => ({
    name,
    about: 'what makes it so',
    steps: 200_000,
    curve: Array.from({ length: 100 }, (_, point) => 31 + 4 * i + (point % 7) / 10),
    startMicroseconds: 31.2,
    endMicroseconds: 31.4,
    endOverStart: 1.006,
    held: { heapBytes: -2048, wasmBytes: 0 },
    loss: 0,
    premise: 'what shows it',
  })),
};

const start: StartResults = {
  starts: [
    { what: 'Node alone', milliseconds: 41, lowerQuartile: 40, upperQuartile: 43 },
    { what: "import 'simdgrad'", milliseconds: 21, lowerQuartile: 20, upperQuartile: 22 },
    { what: 'process start to the first trained batch of W4', milliseconds: 75, lowerQuartile: 73, upperQuartile: 78 },
  ],
  predictions: [{ what: 'W1: one row, a tensor', microseconds: 1.6, spread: 0.02 }],
  sizes: [{ what: 'ten lines, bundled and minified', bytes: 620_000, gzipBytes: 103_000 }],
  memory: [
    { what: 'Node alone', bytes: 43e6 },
    { what: "import 'simdgrad'", bytes: 56e6 },
    { what: 'W4, 500 steps', bytes: 69e6 },
  ],
};

const threads: ThreadsResults = {
  threads: 2,
  hardware: [1.1, 1.15, 1.2],
  steps: [{ name: '784-1024-1024-10, batch 256', alone: [1], together: [0.9], faster: 1.11, ofHardware: 0.965 }],
};

const relaxed: RelaxedResults = {
  node: '22.23.3',
  works: [
    { id: 'W5', name: 'W5: 784-1024-1024-10, batch 256', strict: [2], relaxed: [1.5], faster: 1.33 },
    { id: 'roofline', name: 'roofline', flops: 100, strict: [2], relaxed: [1.5], faster: 1.4 },
  ],
};

const spread = (median: number) => ({ median, lowerQuartile: 0.9 * median, upperQuartile: 1.1 * median });
const titles = { tfjs: 'TensorFlow.js', convnetjs: 'ConvNetJS', pytorch: 'PyTorch' };
const ofPeers = <T>(of: (i: number) => T) =>
  Object.entries(titles).map(([peer, title], i) => ({ peer, title, way: i === 0 ? 'wasm minimize' : '', ...of(i) }));

const peers: PeersResults = {
  versions: { simdgrad: '0.1.0', Node: '20.20.2', Python: '3.11.2' },
  peers: [
    ...ofPeers((i) => ({ versions: { [`package ${i}`]: `${i}.0.0` } })),
    { peer: 'brain.js', title: 'brain.js', versions: {}, missing: 'brain.js not installed; npm ci' },
  ],
  workloads: ['W1', 'W6'].map((id, workload) => ({
    id,
    network: '11-64-64-6',
    batch: 32,
    ours: spread(0.03),
    rows: ofPeers((i) =>
      i === 1 && workload === 1
        ? { extra: false, best: false, failure: 'it has no such layer' }
        : {
            extra: false,
            best: true,
            work: { differs: i === 1 ? 'no Adam' : undefined, compared: { steps: 8, worst: 1e-6, with: '' } },
            step: spread(0.03 * (i === 2 ? 0.8 : 30)),
            ratio: spread(i === 2 ? 0.8 : 30),
            rounds: 11,
          },
    ),
  })),
  predictions: ['W1', 'W4'].map((id) => ({
    id,
    ours: spread(0.0016),
    rows: ofPeers((i) => (i === 1 ? { failure: 'it cannot' } : { theirs: spread(0.05), ratio: spread(31) })),
  })),
  starts: { id: 'W4', ours: spread(75), rows: ofPeers(() => ({ theirs: spread(400), ratio: spread(5.3) })) },
  memory: { oursBytes: 69e6, rows: ofPeers((i) => ({ bytes: (100 + 50 * i) * 1e6 })) },
};

const kernel = (name: string, size: string, nanoseconds: number): KernelsResults['kernels'][number] => ({
  name,
  size,
  elements: 32_768,
  bytes: 262_144,
  nanoseconds,
  spread: 0.01,
  ...(size === 'tiny' ? {} : { limit: 'copy', ofLimit: 0.0812 }),
  loopNanoseconds: 12 * nanoseconds,
  timesLoop: 12.04,
});

const kernels: KernelsResults = {
  roofline: 46.6,
  peak: 58.8,
  kernels: [
    {
      ...kernel('gemmNN', '512x512x512', 5_800_000),
      elements: undefined,
      flops: 268_435_456,
      limit: 'roofline',
      ofLimit: 0.987,
    },
    kernel('maxPool', '64x8x8x16, 3x3/3', 7400),
    ...['exp', 'log', 'sgd', 'adam'].flatMap((name) =>
      ['tiny', 'L1', 'L2', 'L3', 'memory'].map((size) => kernel(name, size, size === 'tiny' ? 17 : 30_000)),
    ),
  ],
};

/** By the names of their files. */
export const benchResults: Readonly<Record<string, FileOf<object>>> = {
  peers: fileOf('peers', peers, [figure('W4: process start to the end of the first step', 75, 150, 'ms')]),
  kernels: fileOf('kernels', kernels),
  training: fileOf('training', training, [
    { ...figure('W1: hand-wired, of the roofline', 0.62, 0.6, ''), below: undefined, atLeast: 0.6, met: true },
  ]),
  growth: fileOf('growth', growth),
  'long-run': fileOf('long-run', longRun),
  start: fileOf('start', start, [
    figure('process start to the first trained batch of W4', 75, 150, 'ms'),
    figure('peak memory of W4, 500 steps', 69e6, 90e6, 'bytes'),
    figure('predict W1: one row, a tensor', 3.1, 3, 'µs'),
  ]),
  threads: fileOf('threads', threads),
  relaxed: fileOf('relaxed', relaxed),
};

export function writeBenchResults(folder: string, names = Object.keys(benchResults)): void {
  for (const name of names) writeFileSync(join(folder, `${name}.json`), JSON.stringify(benchResults[name]));
}
