/**
 * A study that is killed comes out as one that was not: a process that searches with a Gaussian process, a pruner and a journal is sent
 * SIGKILL at 20 moments drawn at random, started again each time, and let go to its end at last. Its study, times aside, is byte by byte that of
 * a process that nobody ended; with 1, 2 and 4 workers, and the same with each.
 *
 * A moment is so many milliseconds after the process has recorded so many trials more, 0 to 2; where that is none, after its start, so that
 * some come before its first trial.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RandomStream } from '../../src/tensor/random.ts';
import type { Outcome, Part, PartOptions } from '../part.ts';

const moments = 20;
const workerCounts = [1, 2, 4];
/** Milliseconds that a step of a trial takes at most. */
const longestStep = 60;
/** After how many more trials a process is killed. */
const mostTrials = 2;

/** What `benchmarks/results/search-kill.json` holds. */
export interface KillResults {
  /** SHA-256 of the study, times aside, of a process that nobody ended, with one worker. */
  readonly study: string;
  readonly trials: number;
  readonly states: Readonly<Record<string, number>>;
  readonly runs: readonly {
    readonly workers: number;
    /** How many trials the journal had when the process was killed. */
    readonly kills: readonly number[];
    readonly whole: string;
    readonly killed: string;
    readonly isSame: boolean;
  }[];
}

const script = fileURLToPath(new URL('killed-study.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Moment {
  /** Trials in the journal. */
  readonly trials: number;
  /** Since they are there. */
  readonly milliseconds: number;
}

interface Ended {
  readonly output: string;
  readonly isKilled: boolean;
}

/** One process, ended at a moment if it is not over before. @throws Error if it fails by itself. */
function run(journal: string, workers: number, moment?: Moment): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', tsx, script, journal, String(workers)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LONGEST_STEP: String(longestStep) },
  });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const over = new AbortController();
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      over.abort();
      const isKilled = signal === 'SIGKILL';
      if (code === 0 || isKilled) resolve({ output, isKilled });
      else reject(new Error(`a study with ${workers} workers ended with ${code}: ${errors}`));
    });
  });
  if (moment) void killAt(child, journal, moment, over.signal);
  return ended;
}

/** Waits for a moment, and ends a process then. */
async function killAt(child: ChildProcess, journal: string, { trials, milliseconds }: Moment, over: AbortSignal) {
  while (!over.aborted && (await trialsIn(journal)) < trials) await setTimeout(2);
  await setTimeout(milliseconds);
  child.kill('SIGKILL');
}

/** Trials that a journal has: a line each after the first. */
async function trialsIn(journal: string): Promise<number> {
  try {
    return Math.max(0, (await readFile(journal, 'utf8')).split('\n').length - 2);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function measure({ quick, onProgress }: PartOptions): Promise<Outcome> {
  const count = quick ? 3 : moments;
  const folder = await mkdtemp(join(tmpdir(), 'simdgrad-killed-'));
  const runs: KillResults['runs'][number][] = [];
  let study: string | undefined;
  try {
    for (const [i, workers] of workerCounts.entries()) {
      const told = (kills: number): void =>
        onProgress?.(
          (i + (kills + 1) / (count + 2)) / workerCounts.length,
          `${workers} workers, kill ${kills} of ${count}`,
        );
      told(0);
      const whole = await run(join(folder, `whole-${workers}.jsonl`), workers);
      study ??= whole.output;
      const draw = new RandomStream(11, 'moments', workers);
      const journal = join(folder, `killed-${workers}.jsonl`);
      // One that has nothing left to do takes as long as another one takes to begin.
      const begin = performance.now();
      await run(join(folder, `whole-${workers}.jsonl`), workers);
      const start = performance.now() - begin;
      const kills: number[] = [];
      while (kills.length < count) {
        const more = draw.integerBelow(mostTrials + 1);
        const most = more === 0 ? start : longestStep;
        const moment = { trials: (kills.at(-1) ?? 0) + more, milliseconds: Math.round(most * draw.uniform()) };
        const { isKilled } = await run(journal, workers, moment);
        if (!isKilled) throw new Error(`with ${workers} workers the study was over after ${kills.length} kills`);
        kills.push(await trialsIn(journal));
        told(kills.length);
      }
      const { output } = await run(journal, workers);
      runs.push({
        workers,
        kills,
        whole: hash(whole.output),
        killed: hash(output),
        isSame: output === study && whole.output === study,
      });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const trials = (JSON.parse(study!) as { trials: { state: string }[] }).trials;
  const states: Record<string, number> = {};
  for (const { state } of trials) states[state] = (states[state] ?? 0) + 1;
  const results: KillResults = { study: hash(study!), trials: trials.length, states, runs };
  return {
    tables: [
      {
        title: `A study of ${trials.length} trials, killed ${count} times`,
        head: ['workers', 'trials in the journal at each kill', 'the same study'],
        align: ['left', 'left', 'left'],
        rows: runs.map(({ workers, kills, isSame }) => [String(workers), kills.join(' '), isSame ? 'yes' : 'NO']),
      },
    ],
    figures: [
      {
        what: `studies that are the same after ${count} kills, with ${workerCounts.join(', ')} workers`,
        measured: runs.filter(({ isSame }) => isSame).length,
        atLeast: workerCounts.length,
        text: (value) => `${value} of ${workerCounts.length}`,
      },
    ],
    results,
    ratios: {},
  };
}

export const part: Part = {
  name: 'kill',
  about: 'a study killed at 20 random moments and gone on with is the one that nobody ended, with 1, 2 and 4 workers',
  run: measure,
};
