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
  if (typeof actual === 'string' && typeof expected === 'string') {
    const [before, now] = aroundDifference(actual, expected);
    return `${what} is ${valueText(before)}, and ${valueText(now)} now`;
  }
  if (expected === undefined) return `${what} is ${valueText(actual)}, which is not there now`;
  if (actual === undefined) return `${what} is not there, and is ${valueText(expected)} now`;
  return `${what} is ${valueText(actual)}, and ${valueText(expected)} now`;
}

/** Characters that `valueText` shows whole. */
const shown = 60;

/** Two texts that differ, or, of long ones, the parts where they begin to. */
function aroundDifference(a: string, b: string): [string, string] {
  if (a.length <= shown && b.length <= shown) return [a, b];
  let at = 0;
  while (a[at] === b[at]) at++;
  const begin = at > shown / 2 ? at - shown / 4 : 0;
  const part = (text: string): string => {
    const before = begin > 0 ? '...' : '';
    const rest = text.slice(begin);
    const room = shown - before.length;
    return before + (rest.length > room ? `${rest.slice(0, room - 3)}...` : rest);
  };
  return [part(a), part(b)];
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
