/** What training costs: six workloads through `Trainer.step` and `fit`, beside the same kernels wired by hand. */
import { billionsPerSecond, type Measurement, spread } from './harness.ts';
import type { Figure, Outcome, Part, PartOptions, ResultTable } from './part.ts';
import { epochOf, trainerOf } from './training/contestants.ts';
import { measureWorkload, type TrainingResult } from './training/measure-workload.ts';
import { growth, images, large, nameOf, regularised, small, tiny, type Workload, wide } from './workloads.ts';

/** What `benchmarks/results/training.json` holds. */
export interface TrainingResults {
  readonly workloads: readonly TrainingResult[];
  /** What steps of the first workload left behind; undefined where it was not asked for. */
  readonly held: { readonly steps: number; readonly heapBytes: number; readonly wasmBytes: number } | undefined;
}

/** Fractions that were promised; microseconds for a prediction. */
interface Promises {
  readonly handWired?: number;
  readonly step?: number;
  readonly fit?: number;
  readonly recorded?: number;
  readonly prediction?: number;
}

/** A workload, how much of it is a sample of `fit`, and in how many rounds it is measured. */
interface Plan {
  readonly workload: Workload;
  readonly batches: number;
  readonly epochs: number;
  readonly rounds: number;
  readonly promises: Promises;
}

const plans: readonly Plan[] = [
  {
    workload: small,
    batches: 200,
    epochs: 10,
    rounds: 41,
    promises: { handWired: 0.6, step: 0.85, fit: 0.95, recorded: 0.8, prediction: 3 },
  },
  { workload: regularised, batches: 200, epochs: 10, rounds: 41, promises: {} },
  { workload: tiny, batches: 200, epochs: 10, rounds: 41, promises: {} },
  {
    workload: large,
    batches: 20,
    epochs: 5,
    rounds: 41,
    promises: { handWired: 0.8, step: 0.9, fit: 0.95, recorded: 0.92, prediction: 20 },
  },
  { workload: wide, batches: 8, epochs: 1, rounds: 15, promises: { handWired: 0.8, step: 0.9 } },
  { workload: images, batches: 16, epochs: 1, rounds: 15, promises: { handWired: 0.6, step: 0.95, fit: 0.95 } },
];

const stepsHeld = 200_000;
const mostHeapHeld = 64 * 1024;

export const part: Part = {
  name: 'training',
  about: 'six workloads in samples/s, beside the same kernels wired by hand; where the time of a step goes',
  run,
};

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const chosen = plans.filter(({ workload }) => filter?.test(`${workload.id} ${nameOf(workload)}`) ?? true);
  const results: TrainingResult[] = [];
  const figures: Figure[] = [];
  for (const [i, { workload, rounds, promises, ...amounts }] of chosen.entries()) {
    onProgress?.(i / (chosen.length + 1), `${workload.id}: ${nameOf(workload)}`);
    const recorded = promises.recorded !== undefined;
    const timing = quick
      ? { rounds: Math.ceil(rounds / 4), sampleMilliseconds: 3, warmUpMilliseconds: 100, checkedSteps: 10 }
      : { rounds, sampleMilliseconds: 20, warmUpMilliseconds: 500, checkedSteps: 50 };
    const result = await measureWorkload(workload, { ...amounts, ...timing, recorded });
    results.push(result);
    figures.push(...figuresOf(result, promises));
  }
  let held: TrainingResults['held'];
  if (chosen.some(({ workload }) => workload === small)) {
    onProgress?.(chosen.length / (chosen.length + 1), 'memory');
    held = heldBy(quick ? stepsHeld / 20 : stepsHeld);
    const after = `W1: left behind by ${countText(held.steps)} steps`;
    figures.push(
      { what: `${after}, heap`, measured: held.heapBytes, below: mostHeapHeld, text: bytesText },
      { what: `${after}, WASM memory`, measured: held.wasmBytes, below: 1, text: bytesText },
    );
  }
  return {
    tables: [speedTable(results), splitTable(results), predictionTable(results)],
    figures,
    results: { workloads: results, held } satisfies TrainingResults,
    ratios: Object.fromEntries(results.flatMap(ratiosOf)),
  };
}

/** What that many steps of the first workload leave behind. */
function heldBy(steps: number): NonNullable<TrainingResults['held']> {
  const trainer = trainerOf(small);
  const [{ x, y }] = epochOf(small, 1).ready;
  return { steps, ...growth(() => trainer.step(x, y), steps) };
}

const percentText = (value: number): string => `${(100 * value).toFixed(1)} %`;
const bytesText = (value: number): string => `${countText(value)} bytes`;
const countText = (value: number): string => Math.round(value).toLocaleString('en');
const microsecondsOf = ({ nanoseconds }: Measurement): number => nanoseconds / 1000;
const timeText = (microseconds: number): string => microseconds.toFixed(microseconds < 1000 ? 2 : 0);
const samplesText = ({ work, nanoseconds }: Measurement): string => countText((work / nanoseconds) * 1e9);

/** Names of the ratios in committed results; a change is a new ratio. */
function ratiosOf({ id, ratios }: TrainingResult): [string, number][] {
  const { handWiredOfRoofline, stepOfHandWired, fitOfStep, recordedOfHandWired } = ratios;
  const named: [string, number | undefined][] = [
    [`${id}: hand-wired, of the roofline`, handWiredOfRoofline],
    [`${id}: Trainer.step, of hand-wired`, stepOfHandWired],
    [`${id}: fit, of Trainer.step`, fitOfStep],
    [`${id}: recorded graph, of hand-wired`, recordedOfHandWired],
  ];
  return named.filter((one): one is [string, number] => one[1] !== undefined);
}

function figuresOf(result: TrainingResult, { handWired, step, fit, recorded, prediction }: Promises): Figure[] {
  const promised = [handWired, step, fit, recorded];
  const figures = ratiosOf(result).flatMap(([what, measured], i): Figure[] => {
    const atLeast = promised[i];
    return atLeast === undefined ? [] : [{ what, measured, atLeast, text: percentText }];
  });
  if (prediction === undefined) return figures;
  const what = `${result.id}: predict one row`;
  const text = (microseconds: number): string => `${microseconds.toFixed(2)} µs`;
  return [...figures, { what, measured: microsecondsOf(result.prediction), below: prediction, text }];
}

function speedTable(results: readonly TrainingResult[]): ResultTable {
  const rows = results.flatMap(({ id, name, flops, batch, roofline, handWired, step, fit, recorded, ratios }) => {
    const row = (what: string, one: Measurement, ratio: number, of: string): string[] => [
      `${id} ${what}`,
      timeText((microsecondsOf(one) * batch) / one.work),
      `±${percentText(spread(one))}`,
      samplesText(one),
      (((one.work / batch) * flops) / one.nanoseconds).toFixed(1),
      `${percentText(ratio)} of ${of}`,
    ];
    return [
      [`${id} ${name}`, '', '', '', `${billionsPerSecond(roofline).toFixed(1)} roofline`, ''],
      row('hand-wired', handWired, ratios.handWiredOfRoofline, 'the roofline'),
      ...(recorded ? [row('recorded graph', recorded, ratios.recordedOfHandWired!, 'hand-wired')] : []),
      row('Trainer.step', step, ratios.stepOfHandWired, 'hand-wired'),
      row('fit', fit, ratios.fitOfStep, 'Trainer.step'),
    ];
  });
  return {
    title: 'Training, one thread: a step of forward, backward and update; medians of interleaved rounds',
    head: ['what', 'µs a step', 'spread', 'samples/s', 'GFLOP/s', 'ratio'],
    rows,
  };
}

function splitTable(results: readonly TrainingResult[]): ResultTable {
  const rows = results.map(({ id, step, split: { forward, backward, update, overhead, copyIn } }) => {
    const whole = microsecondsOf(step);
    const cell = (part: number): string => `${timeText(part)} (${percentText(part / whole)})`;
    return [id, timeText(whole), cell(forward), cell(backward), cell(update), cell(overhead), timeText(copyIn)];
  });
  return {
    title:
      'Where the time of Trainer.step goes, in µs: the phases of the hand-wired step, and all the rest as overhead',
    head: ['', 'step', 'forward', 'backward', 'update', 'overhead', 'of which copying in'],
    rows,
  };
}

function predictionTable(results: readonly TrainingResult[]): ResultTable {
  return {
    title: 'Prediction of one row, the result read back',
    head: ['', 'µs', 'spread'],
    rows: results.map(({ id, name, prediction }) => [
      `${id} ${name}`,
      timeText(microsecondsOf(prediction)),
      `±${percentText(spread(prediction))}`,
    ]),
  };
}
