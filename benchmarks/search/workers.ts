/**
 * What a second worker is worth: a study that only computes, with one worker thread and with two, beside what the hardware gives: two
 * processes that know nothing of each other and do the same work, over one of them alone. Two logical processors may be one core's
 * two hardware threads, which gives 1.2 rather than 2. Studies and processes take turns within each round.
 *
 * The time of a study is that of the call of `search`: its threads are started and ended within it, its trials are proposed, sent and recorded.
 * The processes are there before.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { search } from '../../src/node/search.ts';
import { quantile } from '../harness.ts';
import type { Outcome, Part, PartOptions } from '../part.ts';
import type { BusyRequest } from './busy-process.ts';
import { busySampler, busySpace } from './busy-study.ts';

/** The time of two workers is below so many times that of one, divided by the speed-up of two processes. */
const promised = 1.1;

/** What `benchmarks/results/search-workers.json` holds: milliseconds in each round. */
export interface WorkersResults {
  readonly trials: number;
  readonly oneProcess: readonly number[];
  readonly twoProcesses: readonly number[];
  readonly oneWorker: readonly number[];
  readonly twoWorkers: readonly number[];
}

const objective = new URL('busy-objective.ts', import.meta.url);
const median = (values: readonly number[]): number => quantile(values, 0.5);

function start(): ChildProcess {
  return fork(fileURLToPath(new URL('busy-process.ts', import.meta.url)), {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
  });
}

/** Tells a process what to do, and waits until it is done. @throws Error if it ends instead. */
async function work(child: ChildProcess, request: BusyRequest): Promise<void> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a benchmark's process ended with ${code}`);
  });
  child.send(request);
  try {
    await Promise.race([once(child, 'message', { signal: ended.signal }), exit]);
  } finally {
    ended.abort();
    await exit.catch(() => {});
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

/** The bytes of a study that do not depend on the clock. */
async function studyOf(trials: number, parallel: number): Promise<string> {
  const study = await search({ space: busySpace, sampler: busySampler, objective, trials, parallel });
  const failed = study.trials.find(({ state }) => state !== 'complete');
  if (failed) throw new Error(`trial ${failed.number} is ${failed.state}: ${failed.error?.message}`);
  return JSON.stringify(study, (key, value) => (key === 'seconds' ? undefined : value));
}

/** For each round, the time of two workers over that of one divided by the speed-up of two processes. */
export function slownessOf({ oneProcess, twoProcesses, oneWorker, twoWorkers }: WorkersResults): number[] {
  return twoWorkers.map((time, round) => time / ((oneWorker[round] * twoProcesses[round]) / oneProcess[round]));
}

async function run({ quick, onProgress }: PartOptions): Promise<Outcome> {
  const rounds = quick ? 2 : 7;
  const trials = quick ? 20 : 100;
  const children = [start(), start()];
  const times = {
    oneProcess: [] as number[],
    twoProcesses: [] as number[],
    oneWorker: [] as number[],
    twoWorkers: [] as number[],
  };
  try {
    for (const child of children) await work(child, { first: 0, step: 1, end: 5 }); // V8's compilers have done their work after it
    let expected: string | undefined;
    const study = async (parallel: number): Promise<void> => {
      const json = await studyOf(trials, parallel);
      expected ??= json;
      if (json !== expected) throw new Error(`the study with ${parallel} workers is another one`);
    };
    for (let round = 0; round < rounds; round++) {
      const told = (share: number): void => onProgress?.((round + share) / rounds, `round ${round + 1} of ${rounds}`);
      told(0);
      times.oneProcess.push(await timed(() => work(children[0], { first: 0, step: 1, end: trials })));
      told(0.3);
      times.twoProcesses.push(
        await timed(() => Promise.all(children.map((child, first) => work(child, { first, step: 2, end: trials })))),
      );
      told(0.5);
      times.oneWorker.push(await timed(() => study(1)));
      told(0.8);
      times.twoWorkers.push(await timed(() => study(2)));
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
  const results: WorkersResults = { trials, ...times };
  const speedUp = median(times.oneProcess.map((time, round) => time / times.twoProcesses[round]));
  const ours = median(times.oneWorker.map((time, round) => time / times.twoWorkers[round]));
  const slowness = median(slownessOf(results));
  const seconds = (values: readonly number[]): string => (median(values) / 1000).toFixed(2);
  return {
    tables: [
      {
        title: `${trials} trials that only compute, median of ${rounds} rounds`,
        head: ['', 'seconds by one', 'seconds by two', 'times as fast'],
        rows: [
          ['processes', seconds(times.oneProcess), seconds(times.twoProcesses), speedUp.toFixed(2)],
          ['workers of a study', seconds(times.oneWorker), seconds(times.twoWorkers), ours.toFixed(2)],
        ],
      },
    ],
    figures: [
      {
        what: 'time with two workers, of that with one divided by the speed-up of two processes',
        measured: slowness,
        below: promised,
        text: (value) => value.toFixed(3),
      },
    ],
    results,
    ratios: { 'two workers, of what two processes give': 1 / slowness },
  };
}

export const part: Part = {
  name: 'workers',
  about: 'a study that only computes, with two workers and with one, beside two processes and one',
  run,
};
