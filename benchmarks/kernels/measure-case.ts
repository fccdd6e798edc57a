import {
  type Candidate,
  fastestRatio,
  type Measurement,
  measure,
  type Rounds,
  speedRatio,
  spread,
} from '../harness.ts';
import { roofline } from '../roofline.ts';
import { type Case, nameOf } from './case.ts';
import type { Place, Stream } from './place.ts';

/** What came out of a case: a line of the file of results. Times are medians, in nanoseconds a call. */
export interface CaseResult {
  readonly name: string;
  readonly size: string;
  readonly elements?: number;
  readonly flops?: number;
  /** Read and written. */
  readonly bytes: number;
  readonly nanoseconds: number;
  /** Half the distance between the quartiles, as a fraction of the median. */
  readonly spread: number;
  /** `roofline`, or what was done with as many bytes: `read`, `write` or `copy`. */
  readonly limit?: string;
  /** The speed as a fraction of the limit's, in the same rounds. */
  readonly ofLimit?: number;
  readonly loopNanoseconds?: number;
  /** How many times as fast as the plain loop, in the same rounds. */
  readonly timesLoop?: number;
}

/** The same two ratios by the fastest rounds, which hardly move while other programs take the processor away: for `--check`. */
export interface BestRatios {
  readonly ofLimit?: number;
  readonly timesLoop?: number;
}

export interface MeasuredCase {
  readonly result: CaseResult;
  readonly best: BestRatios;
}

/** Four digits: nothing is measured to more. */
const rounded = (value: number): number => Number(value.toPrecision(4));

// Short samples, and many: where other programs want the processor, too, most of them pass without being interrupted.
const full: Rounds = { rounds: 25, sampleMilliseconds: 0.5, warmUpMilliseconds: 8 };
const fullOfArithmetic: Rounds = { rounds: 31, sampleMilliseconds: 0.5, warmUpMilliseconds: 20 };
const short: Rounds = { rounds: 9, sampleMilliseconds: 0.5, warmUpMilliseconds: 6 };

/** What the rounds of one case may take, in milliseconds, where it is large; and how many there are in any event. */
const mostMilliseconds = 300;
const fewestRounds = 5;

/** Checks the kernel against its plain loop, then measures both and the limit in turns. */
export async function measureCase(one: Case, place: Place, stream: Stream, quick: boolean): Promise<MeasuredCase> {
  place.clear();
  const prepared = one.prepare(place);
  const name = nameOf(one);
  place.requireEqual(name, prepared);
  const { bytesRead, bytesWritten } = place;
  const bytes = bytesRead + bytesWritten;
  const work = one.flops ?? bytes;
  const kernel: Candidate = { name, work, run: prepared.run };
  const loop: Candidate = { name: `${name}, plain loop`, work, run: prepared.loop };
  const moving = stream.moving(bytesRead, bytesWritten);
  const limit = one.flops === undefined ? { name: moving.kind, work: bytes, run: moving.run } : roofline;
  const limits = one.hasLimit ? [limit] : [];
  const timesLoop = one.timesLoop && !(quick && one.flops !== undefined);
  const loops = timesLoop ? [loop] : [];

  let measured: Measurement[];
  let besideLoop: Measurement;
  if (one.flops === undefined) {
    const candidates = [kernel, ...limits, ...loops];
    measured = await measure(candidates, quick ? short : fewerOfLong(full, candidates));
    [besideLoop] = measured;
  } else {
    // The loop apart: it would be a hundred times as long as the others, and throw their numbers out of the caches.
    const candidates = [kernel, ...limits];
    measured = await measure(candidates, quick ? short : fewerOfLong(fullOfArithmetic, candidates));
    [besideLoop] = measured;
    if (timesLoop) {
      const [again, ofLoop] = await measure([kernel, loop], fewerOfLong(full, [kernel, loop]));
      besideLoop = again;
      measured.push(ofLoop);
    }
  }
  const [ofKernel] = measured;
  const ofLimit = one.hasLimit ? measured[1] : undefined;
  const ofLoop = timesLoop ? measured[measured.length - 1] : undefined;
  const ratios = (ratio: typeof speedRatio): BestRatios => ({
    ...(ofLimit ? { ofLimit: rounded(ratio(ofKernel, ofLimit)) } : {}),
    ...(ofLoop ? { timesLoop: rounded(ratio(besideLoop, ofLoop)) } : {}),
  });
  return {
    result: {
      name: one.name,
      size: one.size,
      elements: one.elements,
      flops: one.flops,
      bytes,
      nanoseconds: rounded(ofKernel.nanoseconds),
      spread: rounded(spread(ofKernel)),
      limit: ofLimit?.name,
      loopNanoseconds: ofLoop && rounded(ofLoop.nanoseconds),
      ...ratios(speedRatio),
    },
    best: ratios(fastestRatio),
  };
}

/** As many rounds as fit. */
function fewerOfLong(rounds: Rounds, candidates: readonly Candidate[]): Rounds {
  const { rounds: most = 0, sampleMilliseconds = 0 } = rounds;
  const each = candidates.map(({ run }) => {
    const start = performance.now();
    run();
    return Math.max(sampleMilliseconds, performance.now() - start);
  });
  const fitting = Math.floor(mostMilliseconds / each.reduce((sum, milliseconds) => sum + milliseconds, 0));
  return { ...rounds, rounds: Math.max(fewestRounds, Math.min(most, fitting)) };
}
