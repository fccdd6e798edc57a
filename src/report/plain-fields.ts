/** What data that came from anywhere must be. Messages say where it stands: 'block 3: series 2: name'. */
import { valueText } from '../errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function objectAt(who: string, what: string, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new TypeError(`${who}: ${what} must be an object, got ${valueText(value)}`);
}

export function listAt(who: string, what: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${who}: ${what} must be an array, got ${valueText(value)}`);
}

/** Looks at each of an array; what they are called is counted from 1. */
export function eachOf(
  who: string,
  [list, one]: readonly [list: string, one: string],
  value: unknown,
  check: (value: unknown, what: string) => void,
): void {
  for (const [i, entry] of listAt(who, list, value).entries()) check(entry, `${one} ${i + 1}`);
}

export function requireTexts(who: string, what: string, values: Fields): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') continue;
    throw new TypeError(`${who}: ${what}: ${name} must be text, got ${valueText(value)}`);
  }
}
