/** Whether a peer does the work of a workload: its losses are ours, step by step. */

import { join } from 'node:path';
import type { Workload } from '../workloads.ts';
import { type Child, PeerError } from './child.ts';
import type { Contender, Course } from './contender.ts';
import type { Ready } from './messages.ts';
import type { Work } from './result.ts';
import { writeJob } from './write-job.ts';

const steps = 20;
/** Steps over which a loss that cannot be compared must have fallen. */
const manySteps = 160;

/**
 * How far losses may be apart, of max(1, loss). All are float32 and differ by roundings; Adam begins with steps of ± its rate
 * however small a gradient is, so where one is next to nothing its sign, and the step, are a matter of rounding.
 */
export const tolerance = 2e-3;

/** max |a − b| / max(1, b). NaN if there is one. */
export function worstDifference(losses: readonly number[], reference: readonly number[]): number {
  return Math.max(...losses.map((loss, i) => Math.abs(loss - reference[i]) / Math.max(1, reference[i])));
}

/** Whether losses are lower at the end, by the means of the first and the last quarter. */
export function falls(losses: readonly number[]): boolean {
  const quarter = Math.ceil(losses.length / 4);
  const sum = (part: readonly number[]): number => part.reduce((total, loss) => total + loss, 0);
  return sum(losses.slice(-quarter)) < sum(losses.slice(0, quarter));
}

export interface Checked {
  readonly work: Work;
  /** What a step of the process took, reading its loss and all that is slow at first included. */
  readonly stepMilliseconds: number;
}

export interface References {
  /** The folder of the job itself. */
  readonly job: string;
  /** Compares what a process, and where dropout stands in the way another one without it, does with what ours does. */
  check(contender: Contender, child: Child, ready: Ready): Promise<Checked>;
}

/** Writes the job of a workload, and ours follows it when it is first needed. */
export function referencesOf(workload: Workload, ours: Contender, { folder, pace }: Course): References {
  const job = join(folder, workload.id);
  writeJob(job, workload);
  const layers = workload.layers.filter(({ kind }) => kind !== 'dropout');
  const hasDropout = layers.length < workload.layers.length;
  const plain = hasDropout ? join(folder, `${workload.id}-without-dropout`) : job;
  if (hasDropout) writeJob(plain, { ...workload, layers });

  const known = new Map<string, Promise<readonly number[]>>();
  const lossesOf = (optimizer: Workload['optimizer']): Promise<readonly number[]> => {
    const losses = known.get(optimizer) ?? oursFollows(optimizer);
    known.set(optimizer, losses);
    return losses;
  };
  const oursFollows = async (optimizer: Workload['optimizer']): Promise<readonly number[]> => {
    let place = plain;
    if (optimizer !== workload.optimizer) {
      place = join(folder, `${workload.id}-${optimizer}`);
      writeJob(place, { ...workload, layers, optimizer });
    }
    return (await following(ours, place, Number.MAX_SAFE_INTEGER)).losses; // as many as anyone may have
  };
  const following = async (contender: Contender, place: string, seconds = pace.followSeconds) => {
    const child = contender.start(place, pace.patienceSeconds);
    try {
      await child.ready();
      return await child.ask({ do: 'follow', steps, seconds });
    } finally {
      await child.stop();
    }
  };

  return {
    job,
    async check(contender, child, { differs, optimizer }) {
      const isOwn = differs !== undefined && optimizer === undefined;
      const hasToFall = hasDropout || isOwn;
      const begin = performance.now();
      const { losses } = await child.ask({
        do: 'follow',
        steps: hasToFall ? manySteps : steps,
        seconds: pace.followSeconds,
      });
      const stepMilliseconds = (performance.now() - begin) / losses.length;
      if (hasToFall && losses.length >= steps && !falls(losses)) throw new PeerError('its loss does not fall');
      if (isOwn) return { work: { differs }, stepMilliseconds };
      const compared = hasDropout ? (await following(contender, plain)).losses : losses;
      const reference = await lossesOf(optimizer ?? workload.optimizer);
      const worst = worstDifference(compared, reference);
      if (!(worst <= tolerance)) {
        throw new PeerError(`its losses are not ours: ${worst.toPrecision(2)} apart after ${compared.length} steps`);
      }
      const otherwise = [
        ...(hasDropout ? ['without dropout'] : []),
        ...(optimizer && optimizer !== workload.optimizer ? [`with ${optimizer}`] : []),
      ];
      const work = { differs, compared: { steps: compared.length, worst, with: otherwise.join(', ') } };
      return { work, stepMilliseconds };
    },
  };
}
