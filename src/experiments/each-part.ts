import type { CheckedJson } from './checked-json.ts';

/** One thing for each part that rows are divided into. */
export interface EachPart<T> {
  readonly train: T;
  readonly validation: T;
  readonly test: T;
}

/** What there is for each part out of JSON that is not trusted, read by `read`. */
export function eachPartFrom<T>(
  { object }: CheckedJson,
  what: string,
  value: unknown,
  read: (what: string, value: unknown) => T,
): EachPart<T> {
  const { train, validation, test } = object(what, value);
  return {
    train: read(`${what}.train`, train),
    validation: read(`${what}.validation`, validation),
    test: read(`${what}.test`, test),
  };
}
