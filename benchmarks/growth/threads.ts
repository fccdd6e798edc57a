/** A step of large networks against the number of threads. Each number is a process of its own, as threads are chosen for a whole one. */
import { availableParallelism } from 'node:os';
import { quantile } from '../harness.ts';
import { StepProcess } from '../step-process.ts';
import { images, large, wide } from '../workloads.ts';

const networks = [large, wide, images];
const rounds = 11;
const milliseconds = 300;

/** Microseconds a step. */
export interface ThreadsPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** 1, 2, 4 … as far as there are processors. */
export function threadCounts(processors = availableParallelism()): number[] {
  const counts = [1, 2];
  for (let count = 4; count <= processors; count *= 2) counts.push(count);
  return counts;
}

/** The processes of a network take turns. */
export async function timeThreads(
  onProgress: (share: number) => void,
): Promise<{ name: string; points: ThreadsPoint[] }[]> {
  const curves: { name: string; points: ThreadsPoint[] }[] = [];
  for (const [i, network] of networks.entries()) {
    const counts = threadCounts();
    const processes = counts.map(
      (count) => new StepProcess(network.id, { environment: { SIMDGRAD_THREADS: String(count) } }),
    );
    try {
      for (const one of processes) await one.time(2 * milliseconds); // V8's compilers and the workers have done their work after it
      const times = counts.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        onProgress((i + round / rounds) / networks.length);
        for (const [j, one] of processes.entries()) times[j].push((await one.time(milliseconds)) / 1000);
      }
      const points = counts.map((x, j) => {
        const [low, y, high] = [0.25, 0.5, 0.75].map((fraction) => Number(quantile(times[j], fraction).toPrecision(5)));
        return { x, y, low, high };
      });
      curves.push({ name: network.id, points });
    } finally {
      for (const one of processes) one.stop();
    }
  }
  return curves;
}
