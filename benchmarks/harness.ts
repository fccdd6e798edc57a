/**
 * How every benchmark here measures: the answer is checked before it is timed, code is warmed up until V8 has compiled
 * it with its optimising compiler, and the candidates take turns, a cycle of Benchmark.js each (`cycles.ts`), round by round,
 * so that what disturbs the machine disturbs all of them. A speed is the median over the rounds; a ratio is the median of
 * the ratios within each round.
 */
import { cpus } from 'node:os';
import { Cycles } from './cycles.ts';

export interface Candidate {
  name: string;
  /** One unit of the work; a promise is awaited. What it returns is kept, so that the engine cannot leave the work out. */
  run: () => unknown;
  /** How much work that is: floating-point operations, bytes, samples. */
  work: number;
  /** Throws if the answer is wrong; called before anything is timed. */
  check?: () => unknown;
}

export interface Measurement {
  name: string;
  work: number;
  /** Runs in each timed sample. */
  repetitions: number;
  /** Nanoseconds a run: the median over the rounds, the quartiles and the fastest. */
  nanoseconds: number;
  lowerQuartile: number;
  upperQuartile: number;
  fastest: number;
  /** Nanoseconds a run in each round. */
  rounds: number[];
}

export interface Rounds {
  rounds?: number;
  /** Milliseconds that a sample is to take. */
  sampleMilliseconds?: number;
  warmUpMilliseconds?: number;
}

/** Checks, warms up and times the candidates in turns. */
export async function measure(
  candidates: readonly Candidate[],
  { rounds = 15, sampleMilliseconds = 4, warmUpMilliseconds = 60 }: Rounds = {},
): Promise<Measurement[]> {
  for (const { check } of candidates) await check?.();
  const all: Cycles[] = [];
  for (const { run } of candidates) {
    const cycles = await Cycles.of(run);
    await cycles.warmUp(warmUpMilliseconds);
    await cycles.calibrate(sampleMilliseconds);
    all.push(cycles);
  }
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < candidates.length; i++) {
      // Every other round in reverse, so that nobody always follows the same neighbour.
      const at = round % 2 === 0 ? i : candidates.length - 1 - i;
      times[at].push(await all[at].sample());
    }
  }
  return candidates.map(({ name, work }, i) => ({
    name,
    work,
    repetitions: all[i].repetitions,
    nanoseconds: quantile(times[i], 0.5),
    lowerQuartile: quantile(times[i], 0.25),
    upperQuartile: quantile(times[i], 0.75),
    fastest: quantile(times[i], 0),
    rounds: times[i],
  }));
}

/** The value that a fraction of the others are below, interpolated. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * fraction;
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

/** Work a second, in thousands of millions. */
export function billionsPerSecond({ work, nanoseconds }: Measurement): number {
  return work / nanoseconds;
}

/** Speed of one over speed of the other (work a second each): the median over the rounds, which they shared. */
export function speedRatio(one: Measurement, other: Measurement): number {
  return quantile(
    one.rounds.map((time, round) => (one.work / time) * (other.rounds[round] / other.work)),
    0.5,
  );
}

/** The same by the fastest round of each: no median, but it hardly moves while other programs take the processor away. */
export function fastestRatio(one: Measurement, other: Measurement): number {
  return (one.work / one.fastest) * (other.fastest / other.work);
}

/** Half the distance between the quartiles, as a fraction of the median. */
export function spread({ nanoseconds, lowerQuartile, upperQuartile }: Measurement): number {
  return (upperQuartile - lowerQuartile) / 2 / nanoseconds;
}

/** What a figure means nothing without. */
export interface Circumstances {
  machine: string;
  runtime: string;
  command: string;
  date: string;
}

/** Those of here and now. `command` is what measures it again. */
export function circumstances(command: string): Circumstances {
  const processors = cpus();
  return {
    machine: `${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} logical cores, ${process.platform} ${process.arch}`,
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
    command,
    date: new Date().toISOString(),
  };
}
