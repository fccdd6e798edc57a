import type { Command } from 'commander';
import { datasetGroups } from '../../datasets/index.ts';
import { countText, plural } from '../experiments/figure-text.ts';
import { jobsOf, resultsOf, type SearchStudyResults } from '../experiments/search-study/results.ts';
import type { SearchRun } from '../experiments/search-study/run-search.ts';
import { searchStudy } from '../experiments/search-study/search-study.ts';
import { type SearchStudySettings, searchStudySettings } from '../experiments/search-study/settings.ts';
import { type AboutSearchData, aboutSearchData } from '../experiments/search-study/study-table.ts';
import { studyFindings } from '../experiments/studies/study-report.ts';
import type { Context } from './context.ts';
import { loadTable } from './load-table.ts';
import { keepsResults } from './program.ts';
import {
  addStudyOptions,
  type PlannedStudy,
  runStudy,
  type StudyKind,
  type StudyOptions,
  seedsOf,
  studyWords,
} from './run-study.ts';
import { wholeNumber } from './whole-number.ts';

interface SearchStudyOptions extends StudyOptions {
  readonly trials?: number;
}

interface Planned extends PlannedStudy {
  readonly data: AboutSearchData;
  readonly settings: SearchStudySettings;
}

const about = `
By hand, on a grid, random, quasi-random (Sobol), Bayesian, tree-structured
Parzen estimator, and halving, which ends most trials early: each may use as
many epochs as the others. The best network of each is trained once more and
then looks at the test part, once.

Data sets: wine-quality-red, wine-quality-white, wine-quality (both, side by
side), california-housing, concrete-strength, and every other in one piece
(simdgrad datasets list).

For each seed the rows are divided anew, 70 % to train on, 15 % to choose by and
15 % to test on. Finished searches are kept, so whatever ends the program, the
same command goes on where it was.
`;

/** `simdgrad study search`. */
export function registerStudySearch(study: Command, context: Context): void {
  addStudyOptions(keepsResults(study.command(searchStudy.name)).description(searchStudy.summary), {
    seeds: 'splits and searches by everything',
    workers: 'searches at the same time',
    subset: 'so many rows, drawn anew for each seed (default: all, at most 3,000)',
    quick: 'a look: two seeds, at most 300 rows, 8 trials of 9 epochs',
  })
    .option(
      '--trials <number>',
      'trials of 81 epochs that each way has the epochs of (default: 40, with --quick 8)',
      wholeNumber(1, 1000),
    )
    .addHelpText(
      'after',
      `${about}
Examples:
  simdgrad study search friedman1 --quick
  simdgrad study search wine-quality-red
  simdgrad study search california-housing --subset 2000 --seeds 5`,
    )
    .action((dataset: string, options: SearchStudyOptions) => {
      const more = options.trials === undefined ? [] : [`--trials ${options.trials}`];
      return runStudy(
        kindOf(dataset, options),
        dataset,
        options,
        studyWords(searchStudy, dataset, options, more),
        context,
      );
    });
}

function kindOf(dataset: string, options: SearchStudyOptions): StudyKind<Planned, SearchRun, SearchStudyResults> {
  const { name, title, noun } = searchStudy;
  const { subset, trials, quick } = options;
  return {
    ...{ name, title, noun },
    async plan(places) {
      const planned: Planned[] = [];
      for (const member of membersOf(dataset)) {
        const one = await loadTable(`study ${name}`, member, places);
        const settings = searchStudySettings(
          { name: one.name, rows: one.table.rowCount },
          { seeds: seedsOf(options), subset, trials, quick },
        );
        const data = await aboutSearchData(one, settings.rows, settings.seeds[0]);
        planned.push({ data, settings, jobs: jobsOf(data, settings) });
      }
      return planned;
    },
    setupText({ data, settings }) {
      const { rows, seeds, methods, trials, epochs } = settings;
      return (
        `${data.title}: ${countText(rows)} of ${plural(data.rows, 'row')} (${countText(data.parts.train)} to train on), ` +
        `${methods.length} ways x ${plural(seeds.length, 'seed')}, ${countText(trials * epochs)} epochs each, as of ${plural(trials, 'trial')} of ${epochs}`
      );
    },
    resultsOf: ({ data, settings }, runs) => resultsOf(data, settings, runs),
    findings: (results) => studyFindings(searchStudy, results),
  };
}

/** The data sets that a name means: one, or those of a group. */
function membersOf(name: string): readonly string[] {
  return Object.hasOwn(datasetGroups, name) ? Object.values(datasetGroups[name as keyof typeof datasetGroups]) : [name];
}
