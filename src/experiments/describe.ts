import { closestName, DataError, valueText } from '../errors.ts';
import type { ReportDocument } from '../report/document.ts';
import { describeAlphabetSoup } from './alphabet-soup/describe.ts';
import { type CheckedJson, checkedJson } from './checked-json.ts';
import { describeCompare } from './describe-compare.ts';
import { describeMnist } from './mnist/describe.ts';
import { headerFromJSON, type ResultsHeader } from './results-header.ts';
import { describeSearch } from './search/describe-search.ts';
import { searchStudy } from './search-study/search-study.ts';
import type { StudyVerdicts } from './studies/describe-verdicts.ts';
import { studyDescribers } from './studies/studies.ts';
import { experimentOf, studyDescriber } from './studies/study-report.ts';
import { describeTable } from './table/describe-table.ts';
import { describeWineQuality } from './wine-quality/describe.ts';

/** How the results of one experiment become a report. */
export interface Describer {
  /** The newest format of its results that it knows; it knows all before. */
  readonly format: number;
  /** @throws by `json.refuse` for anything that is missing or cannot be. */
  describe(header: ResultsHeader, results: Readonly<Record<string, unknown>>, json: CheckedJson): ReportDocument;
  /** Of a study: what became of what was published. @throws as `describe`. */
  verdicts?(header: ResultsHeader, results: Readonly<Record<string, unknown>>, json: CheckedJson): StudyVerdicts;
}

/** By the name that `results.json` has for its experiment. */
const describers: Readonly<Record<string, Describer>> = {
  compare: describeCompare,
  mnist: describeMnist,
  train: describeTable,
  search: describeSearch,
  ...studyDescribers,
  [experimentOf(searchStudy)]: studyDescriber(searchStudy),
  'alphabet-soup': describeAlphabetSoup,
  'wine-quality': describeWineQuality,
};

/**
 * The report of what `JSON.parse` made of a `results.json`. Its text is not trusted.
 *
 * @param who begins the messages, and names the file.
 * @throws DataError for what is no results file, is of an experiment or format that this version does not know, or lacks
 *   a field, which it names.
 */
export function describeResults(who: string, results: unknown): ReportDocument {
  const { describer, header, object, json } = openResults(who, results);
  return describer.describe(header, object, json);
}

/**
 * What became of what was published, of the results of a study.
 *
 * @throws as `describeResults`; DataError for results of anything else.
 */
export function verdictsOf(who: string, results: unknown): StudyVerdicts {
  const { describer, header, object, json } = openResults(who, results);
  if (describer.verdicts) return describer.verdicts(header, object, json);
  throw new DataError(
    `${who}: only studies have verdicts, and these are results of '${header.experiment}'; leave the file out`,
  );
}

/** Finds out what made the results, and whether this version knows them. */
function openResults(who: string, results: unknown) {
  const json = checkedJson((what, value) => {
    throw new DataError(`${who}: the file holds no results of simdgrad: ${what}, got ${valueText(value)}`);
  });
  const object = json.object('it', results);
  const experiment = json.text('experiment', object.experiment);
  if (!Object.hasOwn(describers, experiment)) {
    const known = Object.keys(describers);
    const close = closestName(experiment, known);
    throw new DataError(
      `${who}: there is no experiment ${valueText(experiment)}${close ? `; did you mean '${close}'?` : '.'} Known: ${known.join(', ')}`,
    );
  }
  const describer: Describer = describers[experiment];
  const header = headerFromJSON(json, object);
  if (header.format > describer.format) {
    throw new DataError(
      `${who}: results of '${experiment}' in format ${header.format}, written by simdgrad ${valueText(header.simdgrad)}; this version knows formats up to ${describer.format}, so it has to be updated`,
    );
  }
  return { describer, header, object, json };
}
