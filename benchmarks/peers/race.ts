/**
 * One workload in all contenders, a process each. They take turns round by round, each beside a sample of ours, so that what
 * disturbs the machine disturbs both; only the one that is timed has anything to do.
 */
import { quantile } from '../harness.ts';
import type { Workload } from '../workloads.ts';
import { type Child, PeerError } from './child.ts';
import { referencesOf } from './compare-losses.ts';
import type { Contender, Course, Pace } from './contender.ts';
import type { Request } from './messages.ts';
import type { LatencyResult, PeerRow, Spread, WayOfPeer, Work, WorkloadResult } from './result.ts';

export interface RaceResult {
  readonly workload: WorkloadResult;
  /** Only if asked for. */
  readonly prediction: LatencyResult | undefined;
  /** Of packages, by name, for each peer. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Milliseconds of a step or prediction in each round. */
export interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const [lowerQuartile, median, upperQuartile] = [0.25, 0.5, 0.75].map((share) =>
    Number(quantile(values, share).toPrecision(5)),
  );
  return { median, lowerQuartile, upperQuartile };
}

/** Speed of ours over the peer's, of the ratios within each round. */
export function ratioOf(rounds: readonly Pair[]): Spread {
  return spreadOf(rounds.map(({ ours, theirs }) => theirs / ours));
}

/** Marks the fastest of those that count, of each peer. */
export function markBest(rows: readonly PeerRow[]): PeerRow[] {
  return rows.map((row) => {
    const rivals = rows.filter(({ peer, extra, ratio }) => peer === row.peer && !extra && ratio);
    const least = Math.min(...rivals.map(({ ratio }) => ratio!.median));
    return { ...row, best: rivals.includes(row) && row.ratio!.median === least };
  });
}

/** Gives what `attempt` gives, or the message of the peer that could not do it. */
export async function orFailure<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T | { failure: string }> {
  try {
    return await attempt();
  } catch (error) {
    signal.throwIfAborted(); // which ends the processes, and nothing else is to be said
    if (error instanceof PeerError) return { failure: error.message };
    throw error;
  }
}

/** Asks for one kind of work, so many times that it takes as long as a sample should. */
class Timer {
  private readonly child: Child;
  private readonly kind: 'train' | 'predict';
  private readonly milliseconds: number;
  private repetitions = 1;

  constructor(child: Child, kind: Timer['kind'], milliseconds: number) {
    this.child = child;
    this.kind = kind;
    this.milliseconds = milliseconds;
  }

  /** Milliseconds each. */
  async sample(): Promise<number> {
    const request: Request =
      this.kind === 'train' ? { do: 'train', steps: this.repetitions } : { do: 'predict', times: this.repetitions };
    return (await this.child.ask(request)).milliseconds / this.repetitions;
  }

  /**
   * Runs for a while, and learns how many make a sample. Gives milliseconds each.
   *
   * @param known milliseconds each, if known from before. If they fill a sample, there has been enough of them.
   */
  async warmUp({ warmUpMilliseconds }: Pace, known = 0): Promise<number> {
    if (known >= this.milliseconds) return known;
    for (let spent = 0; ; ) {
      const each = await this.sample();
      spent += each * this.repetitions;
      const fitting = Math.max(1, Math.round(this.milliseconds / each));
      if (spent >= warmUpMilliseconds) {
        this.repetitions = fitting;
        return each;
      }
      this.repetitions = Math.min(fitting, 4 * this.repetitions);
    }
  }
}

/** A contender on its way. */
interface Entry {
  readonly contender: Contender;
  readonly child: Child;
  /** Milliseconds a step, as it was when losses were compared; set if nothing has failed. */
  cold?: number;
  work?: Work;
  failure?: string;
}

/**
 * @param withPrediction whether the prediction of one row is to be timed, too.
 * @throws the reason of the course's signal once it is aborted; PeerError for what goes wrong with ours.
 */
export async function race(
  workload: Workload,
  ours: Contender,
  contenders: readonly Contender[],
  course: Course,
  withPrediction = false,
): Promise<RaceResult> {
  const { signal, onDoing } = course;
  signal.throwIfAborted();
  const references = referencesOf(workload, ours, course);
  const our: Entry = { contender: ours, child: ours.start(references.job, course.pace.patienceSeconds) };
  const entries: Entry[] = [];
  const versions: Record<string, Readonly<Record<string, string>>> = {};
  try {
    await our.child.ready();
    for (const contender of contenders) {
      onDoing(`${nameOf(contender)}: losses`);
      const entry: Entry = { contender, child: contender.start(references.job, course.pace.patienceSeconds) };
      entries.push(entry);
      const begun = await orFailure(signal, async () => {
        const ready = await entry.child.ready();
        versions[contender.peer] = ready.versions;
        const { work, stepMilliseconds } = await references.check(contender, entry.child, ready);
        entry.cold = stepMilliseconds;
        return work;
      });
      if ('failure' in begun) await withdraw(entry, begun.failure);
      else entry.work = begun;
    }
    const training = await alternate('train', our, entries, course);
    const { id, network, batch } = workload;
    const rows = entries.map(({ contender: { peer, title, way, extra }, work, failure }, i): PeerRow => {
      const about = { peer, title, way, extra, best: false };
      if (failure !== undefined) return { ...about, failure };
      const rounds = training.rounds[i];
      const step = spreadOf(rounds.map(({ theirs }) => theirs));
      return { ...about, work, step, ratio: ratioOf(rounds), rounds: rounds.length };
    });
    const result = { id, network, batch, ours: spreadOf(training.ours), rows: markBest(rows) };
    if (!withPrediction) return { workload: result, prediction: undefined, versions };
    const predicting = await alternate('predict', our, entries, course);
    const latencies = entries.map(({ contender, failure }, i) =>
      failure === undefined ? latencyOf(contender, predicting.rounds[i]) : { ...wayOf(contender), failure },
    );
    return { workload: result, prediction: { id, ours: spreadOf(predicting.ours), rows: latencies }, versions };
  } finally {
    await Promise.all([our, ...entries].map(({ child }) => child.stop()));
  }
}

async function withdraw(entry: Entry, failure: string): Promise<void> {
  entry.failure = failure;
  await entry.child.stop();
}

interface Alternated {
  /** Of each entry; none of those that have failed. */
  readonly rounds: readonly (readonly Pair[])[];
  /** All samples of ours. */
  readonly ours: readonly number[];
}

/** Times those that have not failed, each beside ours, the first of the two in turns. */
async function alternate(
  kind: 'train' | 'predict',
  our: Entry,
  entries: readonly Entry[],
  { pace, signal, onDoing }: Course,
): Promise<Alternated> {
  const what = kind === 'train' ? 'steps' : 'predictions';
  const oursTimer = new Timer(our.child, kind, pace.sampleMilliseconds);
  await oursTimer.warmUp(pace);
  const timers = entries.map(({ child }) => new Timer(child, kind, pace.sampleMilliseconds));
  const most: number[] = [];
  const rounds = entries.map((): Pair[] => []);
  for (const [i, entry] of entries.entries()) {
    if (entry.failure !== undefined) continue;
    if (kind === 'train' && entry.cold! >= 1000 * pace.mostSeconds) {
      // One such step has been enough.
      rounds[i].push({ ours: await oursTimer.sample(), theirs: entry.cold! });
      most[i] = 0;
      continue;
    }
    onDoing(`${nameOf(entry.contender)}: ${what}`);
    const each = await orFailure(signal, () => timers[i].warmUp(pace, kind === 'train' ? entry.cold : 0));
    if (typeof each !== 'number') {
      await withdraw(entry, each.failure);
      continue;
    }
    const seconds = Math.max(each, pace.sampleMilliseconds) / 1000;
    most[i] = Math.max(pace.leastRounds, Math.min(pace.rounds, Math.floor(pace.mostSeconds / seconds)));
  }
  const ours = [await oursTimer.sample()];
  for (let round = 0; round < pace.rounds; round++) {
    onDoing(`${what}, round ${round + 1} of ${pace.rounds}`);
    for (const [i, entry] of entries.entries()) {
      if (entry.failure !== undefined || round >= most[i]) continue;
      const pair = await orFailure(signal, () => pairOf(oursTimer, timers[i], round % 2 === 0));
      if ('failure' in pair) await withdraw(entry, pair.failure);
      else {
        rounds[i].push(pair);
        ours.push(pair.ours);
      }
    }
  }
  return { rounds, ours };
}

async function pairOf(ours: Timer, theirs: Timer, oursFirst: boolean): Promise<Pair> {
  if (oursFirst) return { ours: await ours.sample(), theirs: await theirs.sample() };
  const later = await theirs.sample();
  return { ours: await ours.sample(), theirs: later };
}

export function latencyOf(contender: WayOfPeer, rounds: readonly Pair[]): LatencyResult['rows'][number] {
  return { ...wayOf(contender), theirs: spreadOf(rounds.map(({ theirs }) => theirs)), ratio: ratioOf(rounds) };
}

function wayOf({ peer, title, way }: WayOfPeer): WayOfPeer {
  return { peer, title, way };
}

/** 'TensorFlow.js, wasm minimize'. */
export function nameOf({ title, way }: WayOfPeer): string {
  return way === '' ? title : `${title}, ${way}`;
}
