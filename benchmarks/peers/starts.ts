/** What it costs to begin: a new process each time, from its start to the end of its first step, and the memory it takes to train. */
import { join } from 'node:path';
import type { Workload } from '../workloads.ts';
import type { Contender, Course } from './contender.ts';
import { latencyOf, nameOf, orFailure, type Pair, spreadOf } from './race.ts';
import type { LatencyResult, Measured, MemoryResult } from './result.ts';
import { writeJob } from './write-job.ts';

/** Steps after which a process holds what it will ever hold. */
const steps = 200;

export type Starts = Required<Pick<Measured, 'starts' | 'memory'>>;

export async function measureStarts(
  workload: Workload,
  ours: Contender,
  contenders: readonly Contender[],
  { folder, pace, signal, onDoing }: Course,
): Promise<Starts> {
  const single = join(folder, 'one-batch');
  writeJob(single, workload, 1);
  const all = join(folder, 'all-batches');
  writeJob(all, workload);
  const chosen = contenders.filter(({ extra }) => !extra);

  /** Milliseconds from nothing to a loss; of the whole, as the reader of a clock would have it. */
  const start = async (contender: Contender): Promise<number> => {
    const begin = performance.now();
    const child = contender.start(single, pace.patienceSeconds);
    try {
      await child.ask({ do: 'follow', steps: 1, seconds: 1 });
      return performance.now() - begin;
    } finally {
      await child.stop();
    }
  };
  const peak = async (contender: Contender): Promise<number> => {
    const child = contender.start(all, pace.patienceSeconds);
    try {
      await child.ask({ do: 'follow', steps, seconds: pace.followSeconds });
      return (await child.ask({ do: 'memory' })).peakBytes;
    } finally {
      await child.stop();
    }
  };

  await start(ours); // programs are read from the disk but once
  const times: number[] = [];
  const starts: LatencyResult['rows'][number][] = [];
  const memory: MemoryResult['rows'][number][] = [];
  for (const contender of chosen) {
    const { peer, title, way } = contender;
    onDoing(`${nameOf(contender)}: start`);
    const rounds = await orFailure(signal, async () => {
      await start(contender);
      const pairs: Pair[] = [];
      for (let round = 0; round < pace.rounds; round++) {
        pairs.push({ ours: await start(ours), theirs: await start(contender) });
      }
      return pairs;
    });
    if ('failure' in rounds) {
      starts.push({ peer, title, way, ...rounds });
      memory.push({ peer, title, way, ...rounds });
      continue;
    }
    times.push(...rounds.map((pair) => pair.ours));
    starts.push(latencyOf(contender, rounds));
    onDoing(`${nameOf(contender)}: memory`);
    const bytes = await orFailure(signal, () => peak(contender));
    memory.push(typeof bytes === 'number' ? { peer, title, way, bytes } : { peer, title, way, ...bytes });
  }
  if (times.length === 0) times.push(await start(ours));
  return {
    starts: { id: workload.id, ours: spreadOf(times), rows: starts },
    memory: { oursBytes: await peak(ours), rows: memory },
  };
}
