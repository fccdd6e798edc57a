import { networkSpace, usualParameters } from '../../src/experiments/search/network-space.ts';
import { type MethodName, methodNames } from '../../src/experiments/search-study/methods.ts';
import { keyOf, resultsOf, type SearchStudyResults } from '../../src/experiments/search-study/results.ts';
import type { Improvement, SearchRun } from '../../src/experiments/search-study/run-search.ts';
import type { AboutSearchData } from '../../src/experiments/search-study/study-table.ts';

export const fakeSearchData: AboutSearchData = {
  name: 'made-up',
  title: 'Made up',
  rows: 1000,
  target: 'price',
  task: 'regression',
  columns: 7,
  parts: { train: 700, validation: 150, test: 150 },
  fingerprint: 'f0',
};

/** What a search that nobody made is to have found. */
export interface FakeSearch {
  /** Losses and the epochs after which they were there; five epochs are a trial. */
  readonly found: readonly (readonly [epochs: number, loss: number])[];
  readonly score?: number;
  readonly failure?: string;
}

/** Results of a study of four trials of five epochs. */
export function fakeSearchResults(
  search: (method: MethodName, seed: number) => FakeSearch,
  { seeds = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }: { readonly seeds?: readonly number[] } = {},
): SearchStudyResults {
  const settings = { seeds, rows: 1000, trials: 4, epochs: 5, methods: methodNames };
  const runs = new Map<string, SearchRun>();
  for (const seed of seeds) {
    for (const method of methodNames) {
      const { found, score = 0.8, failure } = search(method, seed);
      const improvements = found.map(
        ([epochs, loss]): Improvement => ({ trial: Math.floor((epochs - 1) / 5), epochs, loss }),
      );
      runs.set(keyOf(fakeSearchData, method, seed), {
        ...{ method, seed, trialEpochs: [5, 5, 5, 5], pruned: 0, failed: 0, diverged: 0, improvements },
        ...{ seconds: 2, retrainSeconds: 0.1 },
        ...(failure !== undefined
          ? { failure }
          : {
              parameters: networkSpace.require('test', usualParameters) as unknown as Record<string, number | string>,
              bestEpoch: 5,
              test: { rows: 150, score, loss: 1 - score },
              fingerprint: 'a1',
            }),
      });
    }
  }
  return resultsOf(fakeSearchData, settings, runs);
}
