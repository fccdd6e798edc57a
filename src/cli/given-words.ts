import { quoted } from './quoted.ts';

/** An option of the command line with its value; undefined if it is not given. */
export type OptionWord = readonly [name: string, value: string | number | undefined];

/** Options as words that a shell gives back as they are. */
export function givenWords(words: readonly OptionWord[]): string[] {
  return words.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quoted(String(value))}`]));
}
