/** Values out of JSON that is not trusted: each is what it should be, or it is refused. */
import type { Label } from '../data/labels.ts';

export interface CheckedJson {
  /** Throws: what a value must be, and what it is. */
  refuse(what: string, value: unknown): never;
  object(what: string, value: unknown): Readonly<Record<string, unknown>>;
  /** At most 1,000 characters unless told otherwise. */
  text(what: string, value: unknown, longest?: number): string;
  /** A whole number of at least 0. */
  count(what: string, value: unknown): number;
  /** From 0 to 1. */
  share(what: string, value: unknown): number;
  /** From −1e100 to 1e100. */
  finite(what: string, value: unknown): number;
  /** From 0 to 1e100. */
  size(what: string, value: unknown): number;
  /** At most 10,000 entries unless told otherwise, each read by `entry`. Lists that grow with what people choose are told by that. */
  list<T>(what: string, value: unknown, entry: (what: string, value: unknown) => T, most?: number): T[];
  oneOf<T extends string>(what: string, value: unknown, choices: readonly T[]): T;
  /** Names of classes: two or more, no two the same. */
  labels(what: string, value: unknown): Label[];
  /** undefined stays undefined. */
  optional<T>(what: string, value: unknown, read: (what: string, value: unknown) => T): T | undefined;
}

const mostEntries = 10_000;
/** The square of a sum of such numbers is finite, too. */
const largest = 1e100;

/** @param refuse throws the error of whoever reads: what a value must be, and what it is. */
export function checkedJson(refuse: (what: string, value: unknown) => never): CheckedJson {
  const number = (what: string, value: unknown, expected: string, holds: (value: number) => boolean): number =>
    typeof value === 'number' && holds(value) ? value : refuse(`${what} must be ${expected}`, value);
  return {
    refuse,
    object: (what, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Readonly<Record<string, unknown>>)
        : refuse(`${what} must be an object`, value),
    text: (what, value, longest = 1000) =>
      typeof value === 'string' && value.length <= longest
        ? value
        : refuse(`${what} must be text of at most ${longest} characters`, value),
    count: (what, value) => number(what, value, 'a count', (one) => Number.isSafeInteger(one) && one >= 0),
    share: (what, value) => number(what, value, 'from 0 to 1', (one) => one >= 0 && one <= 1),
    finite: (what, value) => number(what, value, 'a finite number', (one) => Math.abs(one) <= largest),
    size: (what, value) => number(what, value, 'a number of at least 0', (one) => one >= 0 && one <= largest),
    list: (what, value, entry, most = mostEntries) => {
      if (!Array.isArray(value)) return refuse(`${what} must be a list`, value);
      if (value.length > most) return refuse(`${what} must be a list of at most ${most} entries`, value);
      return value.map((one, i) => entry(`${what}[${i}]`, one));
    },
    oneOf: (what, value, choices) =>
      choices.find((choice) => choice === value) ?? refuse(`${what} must be one of ${choices.join(', ')}`, value),
    labels: (what, value) => (areLabels(value) ? value : refuse(`${what} must be two or more distinct labels`, value)),
    optional: (what, value, read) => (value === undefined ? undefined : read(what, value)),
  };
}

function areLabels(value: unknown): value is Label[] {
  if (!Array.isArray(value) || value.length < 2 || value.length > mostEntries || new Set(value).size < value.length) {
    return false;
  }
  return value.every((label) => typeof label === 'string' || Number.isFinite(label));
}
