/** The states that a program drew over each other, without what moves the cursor; those of nothing but blanks left out. */
export function drawnStates(text: string): string[] {
  return text.split(/(?![\t\n\r])\p{Cc}(?:\[[\d;?]*[A-Za-z]|[78])|\n/u).filter((part) => part.trim() !== '');
}
