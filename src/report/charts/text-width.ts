/** Ems of characters in a sans-serif that is rather wide; the first group that has the character counts. */
const groups: readonly (readonly [characters: RegExp, em: number])[] = [
  [/[\p{M}\p{Cc}\p{Cf}]/u, 0],
  [/[ijl.,:;'|!]/, 0.3],
  [/[ frtI()[\]{}/\\"-]/, 0.4],
  [/[mwMW%@—…]/, 0.95],
  [/[\p{Lu}&]/u, 0.72],
  [/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}＀-￯]/u, 1],
];
const others = 0.6;

/**
 * About how wide a text is, in the unit of `size`. Reports are drawn where no font can be measured, and must come out the same
 * everywhere; this is a little more than most fonts take, so that texts keep apart.
 */
export function textWidth(text: string, size: number): number {
  const emsOf = (character: string): number => groups.find(([characters]) => characters.test(character))?.[1] ?? others;
  return size * [...text].reduce((ems, character) => ems + emsOf(character), 0);
}

/** The text, or its beginning and an ellipsis if it is wider. */
export function shortened(text: string, size: number, widest: number): string {
  if (textWidth(text, size) <= widest) return text;
  const characters = [...text.slice(0, 1000)];
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, size) > widest) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
