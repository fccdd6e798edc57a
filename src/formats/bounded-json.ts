/**
 * JSON in files: values that come back as they were, and text that is not trusted.
 *
 * JSON.stringify turns NaN into null, a typed array into an object of numbered keys and a Map into `{}` without a word;
 * here that is an error. JSON.parse makes of each bracket an array many times its size, nested as deeply as the text
 * likes; here length and depth are looked at first.
 */
import { DataError, valueText } from '../errors.ts';

/** Characters. Ten thousand layers take about a million. */
const longest = 2 ** 24;
/** Objects and arrays in each other. */
const deepest = 64;

/**
 * @param what the value's name in messages.
 * @throws TypeError for what JSON has no word for: functions, symbols, bigints, objects of classes without `toJSON`,
 *   undefined in an array, a circle. RangeError for NaN, infinities, and what is too long or too deep to be read again.
 */
export function jsonText(who: string, what: string, value: unknown): string {
  const check = function (this: unknown, key: string, inside: unknown): unknown {
    const place = key === '' ? what : `${what}: ${valueText(key)}`;
    if (typeof inside === 'number' && !Number.isFinite(inside)) {
      throw new RangeError(`${who}: ${place} is ${inside}, which JSON does not have`);
    }
    const kept = inside === undefined ? !Array.isArray(this) && key !== '' : isJson(inside);
    if (!kept) throw new TypeError(`${who}: ${place} must be plain JSON, got ${valueText(inside)}`);
    return inside;
  };
  let text: string;
  try {
    text = JSON.stringify(value, check);
  } catch (error) {
    if ((error as Error).message.startsWith(`${who}: `)) throw error;
    throw new TypeError(`${who}: ${what} cannot be written as JSON: ${(error as Error).message}`, { cause: error });
  }
  const wrong = excess(text);
  if (wrong) throw new RangeError(`${who}: ${what} ${wrong}`);
  return text;
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value)) return true;
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * @param most characters that the text may have.
 * @throws DataError for text that is no JSON, too long or too deep.
 */
export function parseJson(who: string, what: string, text: string, most = longest): unknown {
  const wrong = excess(text, most);
  if (wrong) throw new DataError(`${who}: ${what} ${wrong}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${who}: ${what} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** What is too much about the text, if anything is. */
function excess(text: string, most = longest): string | undefined {
  if (text.length > most) return `has ${text.length} characters, but at most ${most} are allowed`;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (quoted) i += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > deepest) return `holds arrays and objects more than ${deepest} deep`;
  }
  return undefined;
}
