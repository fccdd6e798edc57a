/** What a lint said, line by line, as the end of a sentence: '“error target-leak: …”', or 'nothing.' */
export function quotedFindings(lines: readonly string[]): string {
  return lines.length === 0
    ? 'nothing.'
    : `${lines.map((line) => `“${line}”`).join(' ')}${/[.!]$/.test(lines[lines.length - 1]) ? '' : '.'}`;
}
