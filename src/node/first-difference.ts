import { valueText } from '../errors.ts';

/**
 * The first place where two pieces of plain JSON differ, in words: 'settings.epochs is 5, not 3'. Names come in the order in
 * which `actual` has them, then what it lacks.
 *
 * @returns undefined where they are equal, in whichever order their names stand.
 */
export function firstDifference(actual: unknown, expected: unknown, place = ''): string | undefined {
  if (isBranch(actual) && isBranch(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    for (const name of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      const inner = Array.isArray(actual) ? `${place}[${name}]` : place === '' ? name : `${place}.${name}`;
      const difference = firstDifference(actual[name], expected[name], inner);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (Object.is(actual, expected)) return undefined;
  const what = place === '' ? 'it' : place;
  if (expected === undefined) return `${what} is ${valueText(actual)}, which is not there now`;
  if (actual === undefined) return `${what} is not there, and is ${valueText(expected)} now`;
  return `${what} is ${valueText(actual)}, and ${valueText(expected)} now`;
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
