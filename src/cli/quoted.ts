/** A word as a shell takes it: in quotes if it needs them. */
export function quoted(text: string): string {
  return /^[\w.,:/=@%+-]+$/.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
