/** Ways of searching, compared: what each finds with as many epochs as the others, and how soon. */

import type { ReportedStudy } from '../studies/study-report.ts';
import { searchAnswer, searchSections, searchSetup } from './describe-search.ts';
import { keyOf, type SearchStudyResults, wholeSeeds } from './results.ts';
import { searchResultsFrom } from './results-from-json.ts';
import { searchStatements } from './statements.ts';

export const searchStudy: ReportedStudy<SearchStudyResults> & { readonly summary: string } = {
  name: 'search',
  title: 'Ways of searching',
  question:
    'Which way of searching finds the best network with as many epochs as the others, how soon, and is it true that random search is competitive with grid search at less computational cost?',
  summary: '7 ways of searching with as many epochs each',
  noun: 'run',
  resultsFrom: searchResultsFrom,
  wholeSeeds,
  setup: searchSetup,
  statements: searchStatements,
  answer: searchAnswer,
  sections: searchSections,
  fingerprints: ({ data, settings, runs }) =>
    runs.flatMap(({ method, seed, fingerprint }) =>
      fingerprint !== undefined && seed === settings.seeds[0] ? [[keyOf(data, method, seed), fingerprint]] : [],
    ),
};
