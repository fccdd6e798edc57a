/**
 * A study that is killed comes out as one that was not: a process that searches with a Gaussian process, a pruner and a journal is sent
 * SIGKILL at 20 moments drawn at random, between its start and the end of what is left to do, started again each time, and let go to its
 * end at last. Its study, times aside, is byte by byte that of a process that nobody ended; with 1, 2 and 4 workers, and the same with each.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RandomStream } from '../../src/tensor/random.ts';
import type { Outcome, Part, PartOptions } from '../part.ts';

const moments = 20;
const workerCounts = [1, 2, 4];
/** Milliseconds that a step of a trial takes at most, times the workers: a study takes about as long with any number of them, longer than its process to begin. */
const stepOfOne = 160;

/** What `benchmarks/results/search-kill.json` holds. */
export interface KillResults {
  /** SHA-256 of the study, times aside, of a process that nobody ended, with one worker. */
  readonly study: string;
  readonly trials: number;
  readonly states: Readonly<Record<string, number>>;
  readonly runs: readonly {
    readonly workers: number;
    /** After how many milliseconds each was killed, and how many trials the journal had then. */
    readonly kills: readonly { readonly milliseconds: number; readonly trials: number }[];
    readonly whole: string;
    readonly killed: string;
    readonly isSame: boolean;
  }[];
}

const script = fileURLToPath(new URL('killed-study.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Ended {
  readonly milliseconds: number;
  readonly output: string;
  readonly isKilled: boolean;
}

/** One process, ended after so many milliseconds if it is not over before. @throws Error if it fails by itself. */
function run(journal: string, workers: number, killAfter?: number): Promise<Ended> {
  const begin = performance.now();
  const child = spawn(process.execPath, ['--import', tsx, script, journal, String(workers)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LONGEST_STEP: String(stepOfOne * workers) },
  });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      const isKilled = signal === 'SIGKILL';
      if (code === 0 || isKilled) resolve({ milliseconds: performance.now() - begin, output, isKilled });
      else reject(new Error(`a study with ${workers} workers ended with ${code}: ${errors}`));
    });
  });
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
      const kills: { milliseconds: number; trials: number }[] = [];
      // A process needs a while to begin. What is left is what the whole run took without it, shared out over the moments to come.
      const start = (await run(join(folder, `whole-${workers}.jsonl`), workers)).milliseconds;
      while (kills.length < count) {
        const milliseconds = Math.round(draw.uniform() * (start + (2 * (whole.milliseconds - start)) / count));
        const { isKilled } = await run(journal, workers, milliseconds);
        if (!isKilled)
          throw new Error(`the study with ${workers} workers was over after ${kills.length} of ${count} kills`);
        kills.push({ milliseconds, trials: await trialsIn(journal) });
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
        rows: runs.map(({ workers, kills, isSame }) => [
          String(workers),
          kills.map((kill) => kill.trials).join(' '),
          isSame ? 'yes' : 'NO',
        ]),
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
