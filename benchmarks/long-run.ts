/**
 * Whether training stays as fast as it began. Numbers that die out become denormal, and a processor is ten to a hundred times
 * slower with those; memory that is not given back slows everything down later.
 *
 * Each case trains for 200,000 steps. Then a few steps of it take turns with as many of the same training at its beginning,
 * many times over, so that whatever disturbs the machine disturbs both: the ratio is the median over these pairs.
 */

import { quantile } from './harness.ts';
import { grown, type Held, heldNow } from './held.ts';
import { cases, type LongRunCase, type Training } from './long-run/cases.ts';
import type { Outcome, Part, PartOptions } from './part.ts';

/** Less than a millisecond: a disturbance spoils few of them. */
const windowSteps = 20;
/** Before anything is measured: V8 compiles what runs often. */
const warmUpSteps = 2000;
/** A beginning is this many steps long, and then begins anew. */
const beginningSteps = 1000;
const pointsOfCurve = 100;

export interface LongRun {
  readonly name: string;
  readonly about: string;
  readonly steps: number;
  /** Microseconds a step: medians along the way, each of an equal share of the steps. */
  readonly curve: readonly number[];
  /** Medians over the pairs. */
  readonly startMicroseconds: number;
  readonly endMicroseconds: number;
  /** Time of a step at the end over one at the beginning: the median over the pairs. */
  readonly endOverStart: number;
  /** What the last nine tenths of the steps left behind. */
  readonly held: Held;
  readonly loss: number;
  readonly premise: string;
}

/** What `benchmarks/results/long-run.json` holds. */
export interface LongRunResults {
  readonly runs: readonly LongRun[];
}

/** Takes `windowSteps` steps, from step `from` on. Gives microseconds a step. */
function timed({ trainer, batches }: Training, from: number): { microseconds: number; loss: number } {
  let loss = 0;
  const begin = performance.now();
  for (let i = 0; i < windowSteps; i++) {
    const { x, y } = batches[(from + i) % batches.length];
    loss = trainer.step(x, y).loss;
  }
  return { microseconds: ((performance.now() - begin) * 1000) / windowSteps, loss };
}

function runCase(one: LongRunCase, quick: boolean, onProgress: (share: number) => void): LongRun {
  const steps = quick ? 20_000 : 200_000;
  const pairs = quick ? 100 : 400;
  const training = one.start();
  for (let step = 0; step < warmUpSteps; step += windowSteps) timed(training, step);
  one.prepare?.(training);
  for (let step = 0; step < warmUpSteps; step += windowSteps) timed(training, step);
  const windows = new Float64Array(steps / windowSteps);
  let before = heldNow();
  let loss = 0;
  for (let i = 0; i < windows.length; i++) {
    // What V8 itself keeps of code that runs often is there by then.
    if (i === windows.length / 10) before = heldNow();
    ({ microseconds: windows[i], loss } = timed(training, i * windowSteps));
    if (i % 250 === 0) onProgress(i / windows.length);
  }
  const held = grown(before, heldNow());
  const premise = one.premise(training, loss);

  const [starts, ends]: [number[], number[]] = [[], []];
  let beginning = one.start();
  for (let pair = 0; pair < pairs; pair++) {
    const step = (pair * windowSteps) % beginningSteps;
    if (step === 0) {
      beginning = one.start();
      timed(beginning, 0); // records the graph
    }
    // Every other time in reverse, so that neither always follows the other.
    for (const end of pair % 2 === 0 ? [false, true] : [true, false]) {
      if (end) ends.push(timed(training, pair * windowSteps).microseconds);
      else starts.push(timed(beginning, step).microseconds);
    }
  }
  const perPoint = windows.length / pointsOfCurve;
  return {
    name: one.name,
    about: one.about,
    steps,
    curve: Array.from({ length: pointsOfCurve }, (_, i) =>
      rounded(quantile([...windows.subarray(i * perPoint, (i + 1) * perPoint)], 0.5)),
    ),
    startMicroseconds: rounded(quantile(starts, 0.5)),
    endMicroseconds: rounded(quantile(ends, 0.5)),
    endOverStart: quantile(
      ends.map((end, i) => end / starts[i]),
      0.5,
    ),
    held,
    loss,
    premise,
  };
}

function rounded(microseconds: number): number {
  return Number(microseconds.toFixed(3));
}

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const chosen = cases.filter(({ name }) => filter?.test(name) ?? true);
  const runs: LongRun[] = [];
  for (const [i, one] of chosen.entries()) {
    runs.push(runCase(one, quick, (share) => onProgress?.((i + share) / chosen.length, one.name)));
    // Finalizers of what the last case held have their turn.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const bytes = (count: number): string => `${Math.round(count / 1024)} KiB`;
  return {
    tables: [
      {
        title: `W1 for ${(quick ? 20_000 : 200_000).toLocaleString('en')} steps: a step at the beginning and at the end, in turns; memory left behind`,
        head: ['case', 'start, µs', 'end, µs', 'end / start', 'heap', 'WASM', 'what shows it'],
        rows: runs.map((one) => [
          one.name,
          one.startMicroseconds.toFixed(2),
          one.endMicroseconds.toFixed(2),
          one.endOverStart.toFixed(3),
          bytes(one.held.heapBytes),
          bytes(one.held.wasmBytes),
          one.premise,
        ]),
      },
    ],
    figures: runs.flatMap(({ name, endOverStart, held }) => [
      {
        what: `${name}: a step at the end, of one at the start`,
        measured: endOverStart,
        below: 1.05,
        text: (value: number) => `${value.toFixed(3)}x`,
      },
      { what: `${name}: heap left behind`, measured: held.heapBytes, below: 64 * 1024, text: bytes },
      {
        what: `${name}: WASM memory left behind`,
        measured: held.wasmBytes,
        below: 1,
        text: (value: number) => `${value} B`,
      },
    ]),
    results: { runs } satisfies LongRunResults,
    ratios: Object.fromEntries(runs.map(({ name, endOverStart }) => [`${name}: start / end`, 1 / endOverStart])),
  };
}

export const part: Part = {
  name: 'long-run',
  about: '200,000 steps with dying, saturated and unscaled numbers: as fast at the end, memory flat',
  run,
};
