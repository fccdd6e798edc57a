/** Compares what an answer gives with what is right, and says what the difference looks like. */
import { Wrong } from './exercise.ts';

/** Values, in row-major order. */
export type Values = readonly number[] | Float32Array | Float64Array;

export interface Comparison {
  /** How far a value may be off, relative to the largest expected one, or to 1. 1e-5 unless set. */
  readonly tolerance?: number;
  /** What went in, to be told beside what came out. */
  readonly given?: string;
  /** What typical mistakes give: the sentence that names the mistake, and its values. */
  readonly mistakes?: Readonly<Record<string, Values>>;
}

/** @throws Wrong unless `got` holds the expected values, in number and size. */
export function requireValues(what: string, got: unknown, expected: Values, options: Comparison = {}): void {
  const { tolerance = 1e-5, given, mistakes = {} } = options;
  const after = given === undefined ? '' : `\n  given     ${given}`;
  if (!isValues(got)) throw new Wrong(`${what} is no array of numbers: ${String(got)}${after}`);
  if (got.length !== expected.length) {
    throw new Wrong(`${what} has ${got.length} values, expected ${expected.length}${after}`);
  }
  const first = firstDifference(got, expected, tolerance);
  if (first < 0) return;
  const lines = [
    `${what}[${first}] is ${numberText(got[first])}, expected ${numberText(expected[first])}`,
    `  expected  ${valuesText(expected)}`,
    `  got       ${valuesText(got)}`,
  ];
  const seen = Object.entries(mistakes).find(([, values]) => firstDifference(got, values, tolerance) < 0);
  throw new Wrong(`${lines.join('\n')}${after}${seen ? `\n  ${seen[0]}` : lookOf(got, expected, tolerance)}`);
}

/** The same for one number. */
export function requireNumber(what: string, got: unknown, expected: number, options: Comparison = {}): void {
  const { tolerance = 1e-5, given, mistakes = {} } = options;
  if (typeof got === 'number' && firstDifference([got], [expected], tolerance) < 0) return;
  const seen = Object.entries(mistakes).find(
    ([, values]) => typeof got === 'number' && firstDifference([got], values, tolerance) < 0,
  );
  const look = typeof got === 'number' ? lookOf([got], [expected], tolerance) : '';
  const came = typeof got === 'number' ? numberText(got) : String(got);
  throw new Wrong(
    `${what} is ${came}, expected ${numberText(expected)}${given === undefined ? '' : `\n  given     ${given}`}${seen ? `\n  ${seen[0]}` : look}`,
  );
}

function isValues(value: unknown): value is Values {
  if (value instanceof Float32Array || value instanceof Float64Array) return true;
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

/** Where two lists first differ; −1 where they do not. NaN differs from every number. */
function firstDifference(got: Values, expected: Values, tolerance: number): number {
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  return Array.from(got).findIndex((value, i) => !(Math.abs(value - expected[i]) <= tolerance * largest));
}

/** What the difference looks like, where that is plain: a line with a line break before it, or nothing. */
function lookOf(got: Values, expected: Values, tolerance: number): string {
  const values = Array.from(got);
  if (values.some(Number.isNaN)) return '\n  There is a NaN: something was divided by 0, or read from outside.';
  if (values.every((value) => value === 0)) return '\n  Everything is 0: nothing is filled in yet.';
  const ratios = values.flatMap((value, i) => (expected[i] === 0 ? [] : [value / expected[i]]));
  const zerosAgree = values.every((value, i) => expected[i] !== 0 || Math.abs(value) <= tolerance);
  const [ratio] = ratios;
  if (!zerosAgree || ratio === undefined || !ratios.every((one) => Math.abs(one - ratio) < 1e-4 * Math.abs(ratio)))
    return '';
  if (Math.abs(ratio + 1) < 1e-4) return '\n  Every value has the wrong sign.';
  return `\n  Every value is ${numberText(ratio)} times what it should be.`;
}

/** A number for people: at most six significant digits. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

/** Some values for people; a long list is cut. */
export function valuesText(values: Values): string {
  const shown = Array.from(values).slice(0, 12).map(numberText).join('  ');
  return values.length > 12 ? `${shown}  … (${values.length} in all)` : shown;
}
