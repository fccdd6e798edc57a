import type { Describer } from '../describe.ts';
import { countText, percentText, plural } from '../figure-text.ts';
import { studyResultsFrom } from './results-from-json.ts';
import { usedRows } from './settings.ts';
import { keyOf, type Study, type StudyResults, wholeSeeds } from './study.ts';
import { majorityShare, shareLoss } from './study-data.ts';
import { type ReportedStudy, type StudyFindings, studyDescriber, studyFindings } from './study-report.ts';

/** Results of a study on one data set or several, whole or of one that was stopped, as a report. */
export function describerOf<Evidence>(study: Study<Evidence>): Describer {
  return studyDescriber(reported(study));
}

/** What came out on one data set. */
export function findings<Evidence>(study: Study<Evidence>, results: StudyResults<Evidence>): StudyFindings {
  return studyFindings(reported(study), results);
}

function reported<Evidence>(study: Study<Evidence>): ReportedStudy<StudyResults<Evidence>> {
  return {
    ...{ name: study.name, title: study.title, question: study.question, noun: 'training' },
    resultsFrom: (checked, what, json) => studyResultsFrom(checked, study, what, json),
    wholeSeeds,
    setup: (results) => setupTexts(study, results),
    statements: (results) => study.statements(results),
    answer: (results) => study.answer(results),
    sections: (results, judged) => study.sections(results, judged),
    fingerprints: ({ data, settings, runs }) =>
      runs.flatMap(({ cell, seed, fingerprint }) =>
        fingerprint !== undefined && seed === settings.seeds[0] ? [[keyOf(data, cell, seed), fingerprint]] : [],
      ),
  };
}

function setupTexts<Evidence>(study: Study<Evidence>, results: StudyResults<Evidence>): string[] {
  const { data, settings, runs } = results;
  const { seeds, parts, epochs, batchSize, cells } = settings;
  const used = usedRows(settings);
  const rows =
    used === data.rows
      ? `All ${countText(used)} rows of ${data.title}`
      : `${countText(used)} of the ${countText(data.rows)} rows of ${data.title}, drawn class by class for each seed`;
  const chosenBy =
    seeds.length === 1
      ? 'by its one seed'
      : 'by the mean over all seeds, each of which divides the rows anew, so that most rows that one is tested on are among those that others are trained on or chosen by';
  const failed = runs.filter(({ failure }) => failure !== undefined).length;
  return [
    `${rows}: ${plural(data.columns, 'column')}, ${data.classes.length} classes, the most frequent of them ${percentText(majorityShare(data))} of the rows; ` +
      `who answers the shares of the classes has a loss of ${shareLoss(data).toFixed(3)}. For each seed they are divided anew, class by class, ` +
      `into ${countText(parts.train)} to train on, ${countText(parts.validation)} to choose by and ${countText(parts.test)} to test on; ` +
      'whatever is learned of the columns, such as their scale, is learned from the training part.',
    `${plural(cells.length, 'cell')} with ${plural(seeds.length, 'seed')} each, ${plural(epochs, 'epoch')} in batches of ${batchSize}; a network is tested as it is at the end. ` +
      'With one seed all cells have the same split and order of batches, the same initial weights where their layers have the same shapes and initializer, and ' +
      `dropout masks from the same numbers where they have the same shapes. Whatever is chosen is chosen on the validation part, ${chosenBy}. ` +
      'Means are given with their sample standard deviation.',
    ...study.setup(results),
    ...(failed > 0
      ? [`${plural(failed, 'training')} did not come to the end: a loss or weight was no finite number any more.`]
      : []),
  ];
}
