import type { ChartPoint } from '../../report/document.ts';
import { exp } from '../../tensor/scalar-math.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { studentTQuantile } from '../student-t.ts';
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
 * end. The mean over seeds, from the end of the first trial on; a search that is over keeps what it found.
 *
 * With a 95 % interval by Student's t on a logarithmic scale, since regret is never below 0 and its curves are drawn on one:
 * m · exp(± t · s / (m √n)), by the delta method. None where the mean is 0, or for one seed.
 */
export function regretCurve(results: SearchStudyResults, method: MethodName, along: Along): ChartPoint[] {
  const runs = finishedRuns(results, method);
  if (runs.length === 0) return [];
  const best = bestLosses(results);
  const { trials, epochs } = results.settings;
  const [begin, end] =
    along === 'epochs'
      ? [epochs, trials * epochs]
      : [1, Math.max(...runs.map(({ trialEpochs }) => trialEpochs.length))];
  const step = Math.max(1, Math.ceil((end - begin) / mostPoints));
  const points: ChartPoint[] = [];
  for (let x = begin; x <= end; x = x === end ? x + 1 : Math.min(end, x + step)) {
    const regrets = runs.flatMap((run) => {
      const loss = lossAt(run, along, x);
      return loss === undefined ? [] : [loss - best.get(run.seed)!];
    });
    if (regrets.length === runs.length) points.push({ x, ...meanWithInterval(regrets) });
  }
  return points;
}

function lossAt({ improvements }: SearchRun, along: Along, x: number): number | undefined {
  const until = improvements.filter(({ epochs, trial }) => (along === 'epochs' ? epochs : trial + 1) <= x);
  return until.at(-1)?.loss;
}

function meanWithInterval(values: readonly number[]): { y: number; low?: number; high?: number } {
  const { mean, deviation, count } = meanAndDeviation(values);
  if (deviation === undefined || mean === 0) return { y: mean };
  const reach = exp((studentTQuantile(0.975, count - 1) * deviation) / (mean * Math.sqrt(count)));
  return { y: mean, low: mean / reach, high: mean * reach };
}
