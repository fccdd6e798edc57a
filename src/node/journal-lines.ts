/**
 * The lines of a journal: JSON objects, each with a check of its own, so that a line that is there is a line that was written.
 *
 *     {"journal":1,"precision":"strict","study":{"name":"rates",…},"check":"0f3a…"}
 *     {"key":"adam/seed 0","result":{"accuracy":0.97},"check":"91c2…"}
 *
 * `check` is the beginning of the SHA-256 of the object without it, as text. A line ends with a line feed, which is the last byte
 * that is written of it: what comes after the last line feed is the beginning of a line that was not finished.
 */
import { createHash } from 'node:crypto';
import { DataError } from '../errors.ts';
import { jsonText, parseJson } from '../formats/bounded-json.ts';

const lineFeed = 0x0a;

/** @throws as `jsonText`, for what JSON cannot hold. */
export function journalLine(who: string, what: string, value: object): string {
  const text = jsonText(who, what, value);
  return `${text.slice(0, -1)},"check":"${checkOf(text)}"}\n`;
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export interface JournalText {
  /** What the lines hold, without their checks. */
  readonly values: readonly unknown[];
  /** How many bytes they take; after them there is at most the beginning of one more. */
  readonly bytes: number;
}

/**
 * @param file for messages.
 * @throws DataError with `row` for a line that is not as it was written.
 */
export function parseJournal(who: string, file: string, bytes: Uint8Array): JournalText {
  const values: unknown[] = [];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let begin = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, begin)) {
    const row = values.length + 1;
    const text = lineText(decoder, bytes.subarray(begin, end));
    if (text === undefined) {
      const what = row === 1 ? 'it is no journal, or damaged there' : 'it is damaged there';
      const fix = row === 1 ? 'choose another file' : `what comes before can be kept by cutting the file off there`;
      throw new DataError(`${who}: ${file}: line ${row} is not as a journal writes it: ${what}; ${fix}`, { row });
    }
    values.push(parseJson(who, `${file}: line ${row}`, text));
    begin = end + 1;
  }
  return { values, bytes: begin };
}

/** The JSON of a line without its check; undefined if that is not its check. */
function lineText(decoder: TextDecoder, line: Uint8Array): string | undefined {
  let text: string;
  try {
    text = decoder.decode(line);
  } catch {
    return undefined;
  }
  const found = /^(.*),"check":"([0-9a-f]{16})"\}$/s.exec(text);
  if (!found) return undefined;
  const [, before, check] = found;
  return checkOf(`${before}}`) === check ? `${before}}` : undefined;
}
