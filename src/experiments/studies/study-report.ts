import type { Block, ReportDocument } from '../../report/document.ts';
import type { CheckedJson } from '../checked-json.ts';
import type { Describer } from '../describe.ts';
import { countText, listText, plural } from '../figure-text.ts';
import { provenanceOf, type ResultsHeader } from '../results-header.ts';
import { describeStatements, verdictText } from './describe-statements.ts';
import { type JudgedStatement, judgeStatements, type Statement } from './judge-statements.ts';

/** Of the file: how studies of any kind are written. */
const format = 1;

/** What the results of any study have, on one data set, as far as they are known. */
export interface AnyStudyResults {
  readonly data: { readonly name: string; readonly title: string };
  readonly settings: { readonly seeds: readonly number[] };
  readonly runs: readonly unknown[];
  /** Keys of the runs that are still to be done. */
  readonly missing: readonly string[];
}

/** A study as its reports see it, whatever it runs. Whatever it makes is a pure function of the results. */
export interface ReportedStudy<Results extends AnyStudyResults> {
  /** As the command line has it: 'optimizers'. */
  readonly name: string;
  readonly title: string;
  /** What it is to find out, in a sentence or two. */
  readonly question: string;
  /** What a run is called: 'training'. */
  readonly noun: string;
  /** @throws by `checked.refuse` for anything that is missing or cannot be. */
  resultsFrom(checked: CheckedJson, what: string, json: unknown): Results;
  /** The results of those seeds with which everything has been run: of a study that was stopped, what can be compared. */
  wholeSeeds(results: Results): Results;
  /** The section "Set-up", also of what is not finished. */
  setup(results: Results): readonly string[];
  /** What was published, statement by statement; this and what follows of whole seeds. */
  statements(results: Results): Statement[];
  /** What someone who reads nothing else should know, beside the verdicts; empty before there is anything to say. */
  answer(results: Results, judged: readonly JudgedStatement[]): string;
  /** Sections on what was found out: after the set-up, before the statements. */
  sections(results: Results, judged: readonly JudgedStatement[]): Block[];
  /** SHA-256 of the weights of the first seed, by key. */
  fingerprints(results: Results): readonly (readonly [key: string, fingerprint: string])[];
}

/** Results of a study on one data set or several, whole or of one that was stopped, as a report. */
export function studyDescriber<Results extends AnyStudyResults>(study: ReportedStudy<Results>): Describer {
  return {
    format,
    describe(header, fields, json) {
      return documentOf(header, study, resultsFrom(study, fields, json));
    },
    verdicts: (header, fields, json) => ({
      header,
      title: study.title,
      sets: resultsFrom(study, fields, json).map((results) => {
        const whole = study.wholeSeeds(results);
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

function resultsFrom<Results extends AnyStudyResults>(
  study: ReportedStudy<Results>,
  fields: Readonly<Record<string, unknown>>,
  json: CheckedJson,
): Results[] {
  const all = json.list('studies', fields.studies, (what, value) => study.resultsFrom(json, what, value));
  return all.length > 0 ? all : json.refuse('studies must not be empty', fields.studies);
}

/** What `results.json` has as its experiment. */
export function experimentOf({ name }: { readonly name: string }): string {
  return `study-${name}`;
}

function documentOf<Results extends AnyStudyResults>(
  header: ResultsHeader,
  study: ReportedStudy<Results>,
  all: readonly Results[],
): ReportDocument {
  const titles = all.map(({ data }) => data.title);
  const found = all.map((results) => studyFindings(study, results));
  const answers = found.flatMap(({ answer }, i) => {
    if (answer === '') return [];
    return [all.length > 1 ? `${titles[i]}: ${answer}` : answer];
  });
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
      fingerprints: Object.fromEntries(all.flatMap((results) => study.fingerprints(results))),
    }),
  };
}

/** What came out on one data set, of the seeds with which everything has been run: for the report and for the terminal. */
export interface StudyFindings {
  /** What someone who reads nothing else should know; empty before there is anything to say. */
  readonly answer: string;
  readonly blocks: readonly Block[];
}

export function studyFindings<Results extends AnyStudyResults>(
  study: ReportedStudy<Results>,
  results: Results,
): StudyFindings {
  const whole = study.wholeSeeds(results);
  if (whole.settings.seeds.length === 0) return { answer: '', blocks: [] };
  const judged = judgeStatements(study.statements(whole));
  return {
    answer: [study.answer(whole, judged), verdictText(judged)].filter((text) => text !== '').join(' '),
    blocks: [...study.sections(whole, judged), ...describeStatements(judged)],
  };
}

function setupBlocks<Results extends AnyStudyResults>(study: ReportedStudy<Results>, results: Results): Block[] {
  const { runs, missing } = results;
  const unfinished: Block[] =
    missing.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `Not finished: ${countText(missing.length)} of ${plural(missing.length + runs.length, study.noun)} are still to be done. What follows is of the seeds with which all are.`,
          },
        ];
  return [
    ...unfinished,
    { kind: 'heading', text: 'Set-up' },
    ...study.setup(results).map((text): Block => ({ kind: 'text', text })),
  ];
}
