/** A process of its own that does the work of some trials whenever it is told to, and answers how long it took, in milliseconds. */
import { Space } from '../../src/search/space/space.ts';
import busy, { type BusyPoint } from './busy-objective.ts';
import { busySampler, busySpace } from './busy-study.ts';

/** Trials from `first` on, every `step`th, below `end`. */
export interface BusyRequest {
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

const space = new Space(busySpace);
const kept: unknown[] = []; // reachable from outside, so that no result is provably unused

process.on('message', ({ first, step, end }: BusyRequest) => {
  const begin = performance.now();
  for (let number = first; number < end; number += step) {
    const proposal = { space: space as never, number, seen: [], pending: [], directions: ['minimize'] as const };
    kept[0] = busy(busySampler.propose(proposal) as unknown as BusyPoint);
  }
  process.send!(performance.now() - begin);
});
process.on('disconnect', () => process.exit(0));
