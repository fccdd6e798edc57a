/**
 * The header of a safetensors file: JSON of one fixed form, read by its own small parser.
 *
 *     { "__metadata__": { "KEY": "TEXT", … }, "NAME": { "dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24] }, … }
 *
 * JSON.parse would take the last of two equal keys without a word, round numbers beyond 2⁵³, and build whatever nested
 * thing the file holds before anything can be checked. This parser knows three levels and nothing else: what it makes is
 * never larger than the text, and it does not call itself.
 *
 * @see https://github.com/huggingface/safetensors#format
 */
import { DataError, valueText } from '../errors.ts';

/** What the header says of one tensor; the numbers are whole and from 0 to 2⁵³ − 1, and otherwise unchecked. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of its bytes, from the first after the header: the first, and the one after the last. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** In the order of the file. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

export const metadataKey = '__metadata__';

/**
 * The one key that cannot be an ordinary one in JavaScript: assigned to a plain object it sets the prototype. Files that
 * use it are refused, because what they mean would change on its way through programs.
 */
export const forbiddenKey = '__proto__';

/** @throws DataError naming the place for anything but the form above, a key that comes twice, or `__proto__` as a key. */
export function parseHeader(who: string, text: string): Header {
  const scanner = new Scanner(who, text);
  const entries: HeaderEntry[] = [];
  const metadata: Record<string, string> = Object.create(null);
  scanner.object('tensors', (name) => {
    if (name === metadataKey) {
      scanner.object(metadataKey, (key) => {
        metadata[key] = scanner.string(`${metadataKey}: the value of ${valueText(key)}`);
      });
    } else {
      entries.push(entry(scanner, name));
    }
  });
  scanner.end();
  return { entries, metadata };
}

function entry(scanner: Scanner, name: string): HeaderEntry {
  const what = `tensor ${valueText(name)}`;
  let dtype: string | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  scanner.object(what, (key) => {
    if (key === 'dtype') dtype = scanner.string(`${what}: dtype`);
    else if (key === 'shape') shape = scanner.integers(`${what}: shape`);
    else if (key === 'data_offsets') offsets = scanner.integers(`${what}: data_offsets`);
    else scanner.fail(`${what}: expected dtype, shape and data_offsets, got ${valueText(key)}`);
  });
  if (dtype === undefined) throw scanner.error(`${what}: no dtype`);
  if (shape === undefined) throw scanner.error(`${what}: no shape`);
  if (offsets === undefined) throw scanner.error(`${what}: no data_offsets`);
  if (offsets.length !== 2)
    throw scanner.error(`${what}: data_offsets must be [begin, end], got ${offsets.length} numbers`);
  return { name, dtype, shape, begin: offsets[0], end: offsets[1] };
}

/** Reads JSON from `text` piece by piece, each of the kind that is asked for. */
class Scanner {
  private readonly who: string;
  private readonly text: string;
  private at = 0;

  constructor(who: string, text: string) {
    this.who = who;
    this.text = text;
  }

  /** An object: `visit` is called after each key, with what follows it still to be read. */
  object(what: string, visit: (key: string) => void): void {
    this.take('{', `${what}: an object`);
    if (this.tryTake('}')) return;
    const seen = new Set<string>();
    do {
      const key = this.string(`${what}: a name`);
      if (seen.has(key)) this.fail(`${what}: ${valueText(key)} comes twice`);
      if (key === forbiddenKey) this.fail(`${what}: ${forbiddenKey} cannot be a name`);
      seen.add(key);
      this.take(':', `':' after ${valueText(key)}`);
      visit(key);
    } while (this.tryTake(','));
    this.take('}', `${what}: ',' or '}'`);
  }

  /** A list of whole numbers. */
  integers(what: string): number[] {
    this.take('[', `${what}: a list`);
    const list: number[] = [];
    if (this.tryTake(']')) return list;
    do list.push(this.integer(what));
    while (this.tryTake(','));
    this.take(']', `${what}: ',' or ']'`);
    return list;
  }

  private integer(what: string): number {
    this.skipSpace();
    const digits = this.match(/(?:0|[1-9]\d*)(?![\w.+-])/y);
    const value = digits === undefined ? Number.NaN : Number(digits);
    if (!Number.isSafeInteger(value)) {
      this.at -= digits?.length ?? 0;
      this.fail(`${what}: expected whole numbers from 0 to 2^53 − 1, got ${this.shown()}`);
    }
    return value;
  }

  string(what: string): string {
    this.skipSpace();
    if (this.text[this.at] !== '"') this.fail(`${what}: expected a string, got ${this.shown()}`);
    let end = this.at + 1;
    let escaped = false;
    for (; this.text[end] !== '"'; end++) {
      if (end >= this.text.length) this.fail(`${what}: a string that does not end`);
      if (this.text[end] < ' ') this.fail(`${what}: a control character in a string`);
      if (this.text[end] !== '\\') continue;
      escaped = true;
      end++;
    }
    const written = this.text.slice(this.at, end + 1);
    const value = escaped ? this.unescape(what, written) : written.slice(1, -1);
    this.at = end + 1;
    return value;
  }

  private unescape(what: string, written: string): string {
    let value: string | undefined;
    try {
      value = JSON.parse(written) as string;
    } catch {
      this.fail(`${what}: a wrong escape in ${this.shown()}`);
    }
    // Half of a surrogate pair, which only an escape can make, is no text in UTF-8.
    if (/\p{Surrogate}/u.test(value!)) this.fail(`${what}: an unpaired surrogate in ${this.shown()}`);
    return value!;
  }

  /** Nothing but white space is left. */
  end(): void {
    this.skipSpace();
    if (this.at < this.text.length) this.fail(`expected the end of the header, got ${this.shown()}`);
  }

  private tryTake(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private take(character: string, expected: string): void {
    if (!this.tryTake(character)) this.fail(`expected ${expected}, got ${this.shown()}`);
  }

  private skipSpace(): void {
    this.match(/[ \t\n\r]*/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** What comes next, for messages. */
  private shown(): string {
    const rest = this.text.slice(this.at, this.at + 24);
    return rest === '' ? 'the end of the header' : JSON.stringify(rest.length < 24 ? rest : `${rest}…`);
  }

  fail(message: string): never {
    throw this.error(message);
  }

  error(message: string): DataError {
    return new DataError(`${this.who}: header, character ${this.at + 1}: ${message}`);
  }
}
