/**
 * What threads are worth: training steps of the two large workloads on one thread and on as many as the machine has processors,
 * beside what the hardware gives: that many processes running the roofline kernel at once, over one of them alone. Two logical
 * processors may be one core's two hardware threads, which gives 1.15 rather than 2.
 */
import { availableParallelism } from 'node:os';
import { quantile } from './harness.ts';
import type { Outcome, Part, PartOptions } from './part.ts';
import { StepProcess } from './step-process.ts';
import { images, nameOf, type Workload, wide } from './workloads.ts';

/** Of what the hardware gives. */
const promised = 0.9;

/** What `benchmarks/results/threads.json` holds. */
export interface ThreadsResults {
  readonly threads: number;
  /** In each round, how many times as much as one process as many at once do. */
  readonly hardware: readonly number[];
  /** The speed on all threads over that on one, and that as a fraction of what the hardware gives. */
  readonly steps: readonly (Row & { readonly faster: number; readonly ofHardware: number })[];
}

interface Row {
  readonly name: string;
  /** Nanoseconds a step in each round. */
  readonly alone: number[];
  readonly together: number[];
}

const median = (values: readonly number[]): number => quantile(values, 0.5);
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const times = (value: number): string => `${value.toFixed(2)}x`;

async function run({ quick, filter, onProgress }: PartOptions): Promise<Outcome> {
  const threads = Math.max(2, availableParallelism());
  const rounds = quick ? 5 : 21;
  const milliseconds = quick ? 150 : 400;
  const chosen = [wide, images].filter((workload) => !filter || filter.test(`${workload.id} ${nameOf(workload)}`));
  const roofs = Array.from({ length: threads }, () => new StepProcess('roofline'));
  const steps = chosen.map((workload) => ({
    alone: new StepProcess(workload.id, { environment: { SIMDGRAD_THREADS: '1' } }),
    together: new StepProcess(workload.id, { environment: { SIMDGRAD_THREADS: String(threads) } }),
  }));
  const all = [...roofs, ...steps.flatMap(({ alone, together }) => [alone, together])];
  try {
    for (const one of all) await one.time(milliseconds * 2); // V8's compilers and the workers have done their work after it
    const hardware: number[] = [];
    const rows: Row[] = chosen.map((workload) => ({ name: nameOf(workload), alone: [], together: [] }));
    for (let round = 0; round < rounds; round++) {
      onProgress?.(round / rounds, `round ${round + 1} of ${rounds}`);
      const alone = await roofs[0].time(milliseconds);
      const atOnce = await Promise.all(roofs.map((roof) => roof.time(milliseconds)));
      hardware.push(atOnce.reduce((sum, nanoseconds) => sum + alone / nanoseconds, 0));
      for (let i = 0; i < steps.length; i++) {
        rows[i].alone.push(await steps[i].alone.time(milliseconds));
        rows[i].together.push(await steps[i].together.time(milliseconds));
      }
    }
    return outcome(threads, hardware, rows, chosen);
  } finally {
    for (const one of all) one.stop();
  }
}

function outcome(threads: number, hardware: number[], rows: readonly Row[], chosen: readonly Workload[]): Outcome {
  const ofHardware = ({ alone, together }: Row): number =>
    median(alone.map((nanoseconds, round) => nanoseconds / together[round] / hardware[round]));
  const gains = ({ alone, together }: Row): number =>
    median(alone.map((nanoseconds, round) => nanoseconds / together[round]));
  return {
    tables: [
      {
        title: `Training on ${threads} threads; ${threads} processes at the roofline do ${times(median(hardware))} what one does`,
        head: ['step', 'ms, 1 thread', `ms, ${threads} threads`, 'faster', 'of what the hardware gives'],
        rows: rows.map((row) => [
          row.name,
          (median(row.alone) / 1e6).toFixed(2),
          (median(row.together) / 1e6).toFixed(2),
          times(gains(row)),
          percent(ofHardware(row)),
        ]),
      },
    ],
    figures: rows.map((row, i) => ({
      what: `${chosen[i].id} on ${threads} threads, of what the hardware gives`,
      measured: ofHardware(row),
      atLeast: promised,
      text: percent,
    })),
    results: {
      threads,
      hardware,
      steps: rows.map((row) => ({ ...row, faster: gains(row), ofHardware: ofHardware(row) })),
    } satisfies ThreadsResults,
    ratios: Object.fromEntries(
      rows.map((row, i) => [`${chosen[i].id} on ${threads} threads, of the hardware`, ofHardware(row)]),
    ),
  };
}

export const part: Part = {
  name: 'threads',
  about: 'large training steps on all processors, of what the hardware gives',
  run,
};
