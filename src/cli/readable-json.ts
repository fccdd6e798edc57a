/** JSON with a line for each entry, but lists of numbers in one line, ending with a line break. */
export function readableJson(value: unknown): string {
  const text = JSON.stringify(value, null, 1);
  // Line breaks stand between entries only: in strings they are escaped.
  return `${text.replace(/\[\n([^[\]{}"]*)\n\s*\]/g, (_, list: string) => `[${list.trim().replace(/\n\s*/g, ' ')}]`)}\n`;
}
