import type { Command } from 'commander';
import { countText, plural } from '../experiments/figure-text.ts';
import { findings } from '../experiments/studies/describe-study.ts';
import { type StudySettings, studySettings, usedRows } from '../experiments/studies/settings.ts';
import { studies } from '../experiments/studies/studies.ts';
import { jobsOf, resultsOf, type Study, type StudyResults } from '../experiments/studies/study.ts';
import { type AboutStudyData, aboutStudyData } from '../experiments/studies/study-data.ts';
import type { CellRun } from '../experiments/studies/train-cell.ts';
import type { Context, RegisterCommand } from './context.ts';
import { loadStudyData } from './load-study-data.ts';
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
import { registerStudySearch } from './study-search.ts';

/** A study of one data set that is to be run. */
interface Planned extends PlannedStudy {
  readonly data: AboutStudyData;
  readonly settings: StudySettings;
}

const about = `
Data sets: digits, mnist (10,000 of its training images), wine-quality-red,
wine-quality-white, wine-quality (both, side by side), alphabet-soup, and every
other set of classes in one piece (simdgrad datasets list).

For each seed the rows are divided anew, 70 % to train on, 15 % to choose by and
15 % to test on. Finished trainings are kept, so whatever ends the program, the
same command goes on where it was.
`;

/** `simdgrad study`. */
export const registerStudy: RegisterCommand = (program, context) => {
  const command = program
    .command('study')
    .description('train many networks over many seeds, and judge what was published about them')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExamples:\n  simdgrad study optimizers digits\n  simdgrad study optimizers wine-quality --quick\n  simdgrad study search wine-quality-red',
    );
  for (const study of studies) register(command, study, context);
  registerStudySearch(command, context);
};

function register(command: Command, study: Study, context: Context): void {
  addStudyOptions(keepsResults(command.command(study.name)).description(study.summary), {
    seeds: 'splits and trainings of everything',
    workers: 'trainings at the same time',
    subset: 'so many rows, drawn class by class for each seed (default: all, of mnist 10,000)',
    quick: 'a look: two seeds, at most 600 rows, a tenth of the steps',
  })
    .addHelpText(
      'after',
      `${about}
Examples:
  simdgrad study ${study.name} digits --quick
  simdgrad study ${study.name} wine-quality
  simdgrad study ${study.name} mnist --subset 5000 --seeds 5`,
    )
    .action((dataset: string, options: StudyOptions) =>
      runStudy(kindOf(study, dataset, options), dataset, options, studyWords(study, dataset, options), context),
    );
}

function kindOf(study: Study, dataset: string, options: StudyOptions): StudyKind<Planned, CellRun, StudyResults> {
  const { name, title } = study;
  const { subset, quick = false } = options;
  return {
    ...{ name, title, noun: 'training' },
    async plan(places) {
      const planned: Planned[] = [];
      for (const one of await loadStudyData(`study ${name}`, dataset, places)) {
        const choices = { seeds: seedsOf(options), subset, quick };
        const settings = studySettings({ name: one.name, rows: one.y.length }, study.cells, choices);
        const data = await aboutStudyData(one, settings);
        planned.push({ data, settings, jobs: jobsOf(study, data, settings) });
      }
      return planned;
    },
    setupText({ data, settings }) {
      const { cells, seeds, epochs, parts } = settings;
      return (
        `${data.title}: ${countText(usedRows(settings))} of ${plural(data.rows, 'row')} (${countText(parts.train)} to train on), ` +
        `${cells.length} cells x ${plural(seeds.length, 'seed')}, ${plural(epochs, 'epoch')} each`
      );
    },
    resultsOf: ({ data, settings }, runs) => resultsOf(data, settings, runs),
    findings: (results) => findings(study, results),
  };
}
