import type { ChartPoint } from '../../report/document.ts';
import { pairedDifference } from '../paired-difference.ts';
import type { MethodName } from './methods.ts';
import { finishedRuns, type SearchStudyResults } from './results.ts';
import type { SearchRun } from './run-search.ts';

/** The lowest validation loss of a search that found one. */
export function finalLoss({ improvements }: Pick<SearchRun, 'improvements'>): number {
  return improvements[improvements.length - 1].loss;
}

export function epochsOf({ trialEpochs }: Pick<SearchRun, 'trialEpochs'>): number {
  return trialEpochs.reduce((sum, epochs) => sum + epochs, 0);
}

/** The epochs that a search has used when its loss is at most so low; undefined if it never is. */
export function epochsUntil({ improvements }: Pick<SearchRun, 'improvements'>, loss: number): number | undefined {
  return improvements.find((one) => one.loss <= loss)?.epochs;
}

/** For each seed the lowest validation loss that any method found. */
export function bestLosses({ runs }: Pick<SearchStudyResults, 'runs'>): Map<number, number> {
  const best = new Map<number, number>();
  for (const run of runs) {
    if (run.improvements.length === 0) continue;
    best.set(run.seed, Math.min(best.get(run.seed) ?? Number.POSITIVE_INFINITY, finalLoss(run)));
  }
  return best;
}

/** What a search is looked at along: epochs used, or trials. */
export type Along = 'epochs' | 'trials';

/** Along a chart so many points at most. */
const mostPoints = 60;

/**
 * The regret of a method along its searches: its lowest validation loss so far, less the lowest that any method found with that seed in the
 * end. The mean over seeds, with its 95 % interval by Student's t, from where every search has a loss; below 0 it does not reach. A search
 * that is over keeps what it found.
 */
export function regretCurve(results: SearchStudyResults, method: MethodName, along: Along): ChartPoint[] {
  const runs = finishedRuns(results, method);
  if (runs.length === 0) return [];
  const best = bestLosses(results);
  const { trials, epochs } = results.settings;
  const end = along === 'epochs' ? trials * epochs : Math.max(...runs.map(({ trialEpochs }) => trialEpochs.length));
  const step = Math.max(1, Math.ceil(end / mostPoints), along === 'epochs' ? Math.ceil(epochs / 3) : 1);
  const points: ChartPoint[] = [];
  for (let x = step; x <= end; x = x === end ? x + 1 : Math.min(end, x + step)) {
    const regrets = runs.flatMap((run) => {
      const loss = lossAt(run, along, x);
      return loss === undefined ? [] : [loss - best.get(run.seed)!];
    });
    if (regrets.length < runs.length) continue;
    points.push({ x, ...spreadOf(regrets) });
  }
  return points;
}

function lossAt({ improvements }: SearchRun, along: Along, x: number): number | undefined {
  const until = improvements.filter(({ epochs, trial }) => (along === 'epochs' ? epochs : trial + 1) <= x);
  return until.at(-1)?.loss;
}

function spreadOf(values: readonly number[]): { y: number; low?: number; high?: number } {
  const { mean, interval } = pairedDifference(
    values.map(() => 0),
    values,
  );
  return interval ? { y: mean, low: Math.max(0, interval[0]), high: interval[1] } : { y: mean };
}
