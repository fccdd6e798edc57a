/** The whole run: every workload in every peer that is there, then what it costs to begin. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { large, small, type Workload } from '../workloads.ts';
import type { Contender, Course, Pace } from './contender.ts';
import { type RaceResult, race } from './race.ts';
import type { Measured } from './result.ts';
import { measureStarts } from './starts.ts';

/** Those of which a prediction is timed; of the second also the start. */
const predicted = [small.id, large.id];

export interface RunOptions {
  readonly workloads: readonly Workload[];
  readonly ours: Contender;
  /** Who takes part in a workload. */
  readonly contenders: (workload: Workload) => readonly Contender[];
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Told what is under way, and the share that is done. */
  readonly onProgress: (label: string, share: number, doing: string) => void;
  /** Told what was measured of a workload. */
  readonly onWorkload: (result: RaceResult['workload']) => void;
}

export interface Measurements extends Measured {
  /** Of packages, by name, for each peer that could be started. */
  readonly versions: RaceResult['versions'];
}

/** @throws the reason of the signal once it is aborted; PeerError for what goes wrong with ours. */
export async function runPeers(options: RunOptions): Promise<Measurements> {
  const { workloads, ours, contenders, pace, signal, onProgress, onWorkload } = options;
  const folder = await mkdtemp(join(tmpdir(), 'simdgrad-peers-'));
  const stages = workloads.length + 1;
  const course = (stage: number, label: string): Course => ({
    folder,
    pace,
    signal,
    onDoing: (doing) => onProgress(label, stage / stages, doing),
  });
  try {
    const races: RaceResult[] = [];
    for (const [stage, workload] of workloads.entries()) {
      const isPredicted = predicted.includes(workload.id);
      races.push(await race(workload, ours, contenders(workload), course(stage, workload.id), isPredicted));
      onWorkload(races[stage].workload);
    }
    const measured = {
      versions: Object.assign({}, ...races.map((one) => one.versions)) as RaceResult['versions'],
      workloads: races.map(({ workload }) => workload),
      predictions: races.flatMap(({ prediction }) => prediction ?? []),
    };
    if (!workloads.includes(large)) return measured;
    const starts = await measureStarts(large, ours, contenders(large), course(stages - 1, `${large.id} start`));
    return { ...measured, ...starts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
