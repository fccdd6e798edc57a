import { DataError, requireInteger, requireOneOf, valueText } from '../errors.ts';
import { Space } from '../search/space/space.ts';
import { SearchStudy, type StudyPlan } from '../search/study.ts';
import { trialFrom } from '../search/trial-from-json.ts';
import { journalPath, journalResults, largestJournal, noJournal } from './journal-contents.ts';
import { parseJournal } from './journal-lines.ts';
import { readBytes } from './read-bytes.ts';

const who = 'readSearch';

/**
 * The study that stands in the journal of a search, as far as it is. The file is only read, also while a search is writing to it.
 *
 *     const study = await readSearch('study.jsonl');
 *     study.best; // { number, parameters, values, … }
 *
 * It has what the study of `search` has: `best`, `front`, `importance()`, and the same `toJSON()`. The parameters of trials are checked, their
 * types are not known. A last line that is not whole, because it is being written, or because its program was killed, is left out.
 *
 * @throws DataError, with `row`, for a file that is no journal, for the journal of something else, and for one that is damaged or holds trials that its study cannot
 *   have; FileError for one that cannot be read.
 */
export async function readSearch(path: string | URL): Promise<SearchStudy> {
  const file = journalPath(who, path);
  const bytes = await readBytes(who, file, largestJournal);
  if (bytes.length === 0) {
    throw new DataError(`${who}: ${file} is empty: it is no journal; choose another file`, { row: 1 });
  }
  const [header, ...lines] = parseJournal(who, file, bytes).values;
  if (header === undefined) throw noJournal(who, file);
  const plan = inLine(file, 1, () => planOf(header));
  const results = [...journalResults<unknown>(who, file, lines)];
  const trials = results.map(([key, json], i) =>
    inLine(file, i + 2, () => {
      const trial = trialFrom(`trial ${key}`, json, plan.space, plan.directions);
      if (String(trial.number) === key) return trial;
      throw new DataError(`trial ${key} says that it is trial ${trial.number}`);
    }),
  );
  return new SearchStudy(
    plan,
    trials.sort((a, b) => a.number - b.number),
  );
}

/** What `search` writes into the first line of its journal. */
function planOf(header: unknown): StudyPlan {
  const { journal, study } = objectOf('the first line', header);
  const { name, settings } = objectOf('study', study);
  if (journal !== 1) throw new DataError(`the journal must be of format 1, got ${valueText(journal)}`);
  if (name !== 'search')
    throw new DataError(`it is the journal of ${valueText(name)}, and not of a search; choose another file`);
  const { space, sampler, pruner, directions, lag } = objectOf('settings', settings);
  if (!Array.isArray(directions) || directions.length === 0) {
    throw new DataError(`directions must be a list of 'minimize' and 'maximize', got ${valueText(directions)}`);
  }
  requireInteger('settings', { lag: lag as number });
  return {
    space: Space.fromJSON(space),
    sampler: described('sampler', sampler),
    ...(pruner !== undefined && { pruner: described('pruner', pruner) }),
    directions: directions.map((one) => requireOneOf('settings', 'directions', one, ['minimize', 'maximize'])),
    lag: lag as number,
  };
}

/** A sampler or pruner of which no more is known than what it wrote down. */
function described(what: string, json: unknown): { toJSON(): object } {
  const own = objectOf(what, json);
  return { toJSON: () => own };
}

function objectOf(what: string, json: unknown): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new DataError(`${what} must be an object, got ${valueText(json)}`);
}

/** What went wrong in a line, with its place. */
function inLine<Result>(file: string, row: number, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    const { message, column } = cause as Error & { column?: string };
    throw new DataError(`${who}: ${file}: line ${row}: ${message}`, { row, column, cause });
  }
}
