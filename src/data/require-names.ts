import { valueText } from '../errors.ts';

/** `names` is a list of text; text alone is none, though it has a length and can be walked over. @throws TypeError. */
export function requireNames(who: string, what: string, names: unknown): asserts names is readonly string[] {
  if (!Array.isArray(names)) throw new TypeError(`${who}: ${what} must be a list of names, got ${valueText(names)}`);
  const wrong = names.findIndex((name) => typeof name !== 'string');
  if (wrong >= 0) throw new TypeError(`${who}: ${what} must be a list of names, but holds ${valueText(names[wrong])}`);
}
