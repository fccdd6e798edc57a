import type { Block, ReportDocument } from '../../report/document.ts';
import type { CheckedJson } from '../checked-json.ts';
import type { Describer } from '../describe.ts';
import { countText, listText, percentText, plural } from '../figure-text.ts';
import { provenanceOf, type ResultsHeader } from '../results-header.ts';
import { describeStatements, verdictText } from './describe-statements.ts';
import { judgeStatements } from './judge-statements.ts';
import { studyResultsFrom } from './results-from-json.ts';
import { usedRows } from './settings.ts';
import { keyOf, type Study, type StudyResults, wholeSeeds } from './study.ts';
import { majorityShare, shareLoss } from './study-data.ts';

/** Of the file: how studies of any kind are written. */
const format = 1;

/** Results of a study on one data set or several, whole or of one that was stopped, as a report. */
export function describerOf<Evidence>(study: Study<Evidence>): Describer {
  return {
    format,
    describe(header, fields, json) {
      return documentOf(header, study, resultsFrom(study, fields, json));
    },
    verdicts: (header, fields, json) => ({
      header,
      title: study.title,
      sets: resultsFrom(study, fields, json).map((results) => {
        const whole = wholeSeeds(results);
        const { seeds } = whole.settings;
        return {
          title: results.data.title,
          seeds,
          judged: seeds.length > 0 ? judgeStatements(study.statements(whole)) : [],
        };
      }),
    }),
  };
}

function resultsFrom<Evidence>(
  study: Study<Evidence>,
  fields: Readonly<Record<string, unknown>>,
  json: CheckedJson,
): StudyResults<Evidence>[] {
  const all = json.list('studies', fields.studies, (what, value) => studyResultsFrom(json, study, what, value));
  return all.length > 0 ? all : json.refuse('studies must not be empty', fields.studies);
}

/** What `results.json` has as its experiment. */
export function experimentOf({ name }: Pick<Study, 'name'>): string {
  return `study-${name}`;
}

function documentOf<Evidence>(
  header: ResultsHeader,
  study: Study<Evidence>,
  all: readonly StudyResults<Evidence>[],
): ReportDocument {
  const titles = all.map(({ data }) => data.title);
  const found = all.map((results) => findings(study, results));
  const answers = found.flatMap(({ answer }, i) => {
    if (answer === '') return [];
    return [all.length > 1 ? `${titles[i]}: ${answer}` : answer];
  });
  const fingerprints = all.flatMap(({ data, settings, runs }) =>
    runs.flatMap(({ cell, seed, fingerprint }) =>
      fingerprint !== undefined && seed === settings.seeds[0] ? [[keyOf(data, cell, seed), fingerprint]] : [],
    ),
  );
  return {
    title: `${study.title}: ${listText(titles)}`,
    question: study.question,
    ...(answers.length > 0 && { answer: answers.join('\n') }),
    blocks: all.flatMap((results, i) => {
      const blocks = [...setupBlocks(study, results), ...found[i].blocks];
      if (all.length === 1) return blocks;
      return blocks.map(
        (block): Block =>
          block.kind === 'heading' ? { ...block, text: `${results.data.title}: ${block.text}` } : block,
      );
    }),
    provenance: provenanceOf(header, {
      seeds: [...new Set(all.flatMap(({ settings }) => settings.seeds))],
      fingerprints: Object.fromEntries(fingerprints),
    }),
  };
}

/** What came out on one data set, of the seeds with which every cell has been trained: for the report and for the terminal. */
export interface StudyFindings {
  /** What someone who reads nothing else should know; empty before there is anything to say. */
  readonly answer: string;
  readonly blocks: readonly Block[];
}

export function findings<Evidence>(study: Study<Evidence>, results: StudyResults<Evidence>): StudyFindings {
  const whole = wholeSeeds(results);
  if (whole.settings.seeds.length === 0) return { answer: '', blocks: [] };
  const judged = judgeStatements(study.statements(whole));
  return {
    answer: [study.answer(whole), verdictText(judged)].filter((text) => text !== '').join(' '),
    blocks: [...study.sections(whole, judged), ...describeStatements(judged)],
  };
}

function setupBlocks<Evidence>(study: Study<Evidence>, results: StudyResults<Evidence>): Block[] {
  const { runs, missing } = results;
  const unfinished: Block[] =
    missing.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `Not finished: ${countText(missing.length)} of ${plural(missing.length + runs.length, 'training')} are still to be done. What follows is of the seeds with which all are.`,
          },
        ];
  return [
    ...unfinished,
    { kind: 'heading', text: 'Set-up' },
    ...setupTexts(study, results).map((text): Block => ({ kind: 'text', text })),
  ];
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
