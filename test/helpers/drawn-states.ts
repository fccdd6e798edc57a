/** The states that a program drew over each other, without what moves the cursor; those of nothing but blanks left out. */
export function drawnStates(text: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with one
  return text.split(/\x1b(?:\[[\d;?]*[A-Za-z]|[78])|\n/).filter((part) => part.trim() !== '');
}
