/** Lines of source, and where others like them stand. */

/** Lines without the indentation that all of them have, and without spaces at their ends. */
export function withoutIndentation(lines: readonly string[]): string[] {
  const indented = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = indented.length > 0 ? Math.min(...indented) : 0;
  return lines.map((line) => line.slice(common).trimEnd());
}

/** Lines from 1, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** What is on some lines of a file. */
export function linesIn(source: readonly string[], { first, last }: Range): string[] {
  return source.slice(first - 1, last);
}

/** Everywhere that lines stand in a file, whatever their common indentation. */
export function placesOfLines(source: readonly string[], wanted: readonly string[]): Range[] {
  const text = withoutIndentation(wanted).join('\n');
  const count = wanted.length;
  const firsts = source.slice(0, Math.max(source.length - count + 1, 0)).map((_, i) => i + 1);
  const ranges = firsts.map((first) => ({ first, last: first + count - 1 }));
  return ranges.filter((range) => withoutIndentation(linesIn(source, range)).join('\n') === text);
}

/** Everywhere that a text stands in a file; where it goes over lines, spaces do for their ends. */
export function placesOfText(source: readonly string[], text: string): Range[] {
  const words = text.trim().split(/\s+/);
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const whole = source.join('\n');
  return [...whole.matchAll(new RegExp(pattern, 'g'))].map(({ 0: found, index }) => {
    const first = whole.slice(0, index).split('\n').length;
    return { first, last: first + found.split('\n').length - 1 };
  });
}
