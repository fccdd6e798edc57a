/**
 * Errors that people meet, and the checks at the public edge that throw them.
 *
 * A message says who, what was expected, what came and, where there is one, the fix. The built-in `RangeError` serves
 * for a number outside its range and `TypeError` for a value of the wrong kind.
 */

/** Shapes that do not fit the operation, or each other. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Data that cannot be used as it is. `row` (of the data, from 1) and `column` (its name) say where, if known. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly row: number | undefined;
  readonly column: string | undefined;

  constructor(message: string, { row, column, cause }: { row?: number; column?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.row = row;
    this.column = column;
  }
}

/** Something that learns from data was used before it had learned: call `fit` first. */
export class NotFittedError extends Error {
  override readonly name = 'NotFittedError';
}

/** Something that cannot be done while a graph is being recorded, or with a tensor that belongs to one. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** A gradient that cannot be computed: nothing requires one, or what it needs has changed since. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
}

/** A number became NaN or infinite where it must not. Says where, as far as is known. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  /** Training steps taken before, where it happened in one. */
  readonly step: number | undefined;
  /** The layer, such as `dense2`. */
  readonly layer: string | undefined;
  /** The operation whose result was the first that is not finite. */
  readonly operation: string | undefined;

  constructor(message: string, { step, layer, operation }: { step?: number; layer?: string; operation?: string } = {}) {
    super(message);
    this.step = step;
    this.layer = layer;
    this.operation = operation;
  }
}

/** WASM memory is full: more is needed at once than the budget or the machine allows. The message names the sizes. */
export class MemoryError extends Error {
  override readonly name = 'MemoryError';
}

/** What the engine runs on was to be changed after it had been used: precision and threads are chosen first. */
export class EngineInUseError extends Error {
  override readonly name = 'EngineInUseError';
}

/** What was asked for needs something that this runtime does not have. The message names both, and who has it. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** A file that cannot be read or written. `path` is where, `code` the system's word for why, such as ENOENT or ENOSPC. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly path: string;
  readonly code: string;

  constructor(message: string, { path, code, cause }: { path: string; code: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
    this.code = code;
  }
}

/** What is asked for needs packages that are not installed. `packages` names all of them, the message says how to get them. */
export class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';
  readonly packages: readonly string[];

  constructor(message: string, { packages, cause }: { packages: readonly string[]; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.packages = packages;
  }
}

/** `[32, 64]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** A value as it appears in a message: strings quoted, long things cut, never throwing. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return String(value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const kind = (value as object).constructor?.name ?? 'object';
  const size = ArrayBuffer.isView(value) ? ` of ${(value as unknown as { length: number }).length}` : '';
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}${size}`;
}

type Named = Readonly<Record<string, unknown>>;

function check(who: string, values: Named, expected: string, holds: (value: number) => boolean): void {
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (typeof value !== 'number') throw new TypeError(`${who}: ${name} must be a number, got ${valueText(value)}`);
    if (!holds(value)) throw new RangeError(`${who}: ${name} must be ${expected}, got ${value}`);
  }
}

/** Each value is a finite number. */
export function requireFinite(who: string, values: Named): void {
  check(who, values, 'finite', Number.isFinite);
}

/** Each value is a finite number above 0. */
export function requirePositive(who: string, values: Named): void {
  check(who, values, 'positive', (value) => Number.isFinite(value) && value > 0);
}

/** Each value is a finite number of at least 0. */
export function requireNonNegative(who: string, values: Named): void {
  check(who, values, 'at least 0', (value) => Number.isFinite(value) && value >= 0);
}

/** Each value is in [0, 1). */
export function requireFraction(who: string, values: Named): void {
  check(who, values, 'in [0, 1)', (value) => value >= 0 && value < 1);
}

/** Each value is a whole number of at least `least`. */
export function requireInteger(who: string, values: Named, least = 0): void {
  check(who, values, `a whole number of at least ${least}`, (value) => Number.isSafeInteger(value) && value >= least);
}

/** Each value is in [least, greatest]. */
export function requireWithin(who: string, values: Named, least: number, greatest: number): void {
  check(who, values, `in [${least}, ${greatest}]`, (value) => value >= least && value <= greatest);
}

/** Each value is a pair [low, high] of finite numbers with low ≤ high. */
export function requireInterval(who: string, values: Named): void {
  for (const name of Object.keys(values)) {
    const pair = values[name];
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new TypeError(`${who}: ${name} must be a pair [low, high], got ${valueText(pair)}`);
    }
    requireFinite(who, { [`${name}[0]`]: pair[0], [`${name}[1]`]: pair[1] });
    if (pair[0] > pair[1]) {
      throw new RangeError(`${who}: ${name} must be a pair [low, high] with low ≤ high, got [${pair.join(', ')}]`);
    }
  }
}

/** Each value is true or false. */
export function requireBoolean(who: string, values: Named): void {
  for (const name of Object.keys(values)) {
    if (typeof values[name] === 'boolean') continue;
    throw new TypeError(`${who}: ${name} must be true or false, got ${valueText(values[name])}`);
  }
}

/** `signal` is an AbortSignal, or undefined. */
export function requireSignal(who: string, signal: unknown): void {
  if (signal === undefined || typeof (signal as AbortSignal | null)?.aborted === 'boolean') return;
  const hint = (signal as AbortController | null)?.signal ? '; give its signal' : '';
  throw new TypeError(`${who}: signal must be an AbortSignal, got ${valueText(signal)}${hint}`);
}

/** `value` is one of `choices`; the message lists them. */
export function requireOneOf<T extends string>(who: string, name: string, value: unknown, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T;
  const list = choices.map((choice) => `'${choice}'`).join(', ');
  throw new RangeError(`${who}: ${name} must be one of ${list}, got ${valueText(value)}`);
}

/** Every key of `options` is known: a misspelt option is an error, not a silent default. */
export function requireKnownOptions(who: string, options: unknown, known: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${who}: options must be an object, got ${valueText(options)}`);
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    const close = closestName(key, known);
    const hint = close ? `; did you mean '${close}'?` : '';
    throw new TypeError(`${who}: unknown option '${key}'${hint} Known options: ${known.join(', ') || 'none'}`);
  }
}

/** The known name that `name` most likely misspells, letter case aside: at most a third of its letters differ. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue; // the least that it can be; name may be very long
    const distance = editDistance(candidate.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
