/** What separates fields in files that people have. */
const candidates = [',', ';', '\t', '|'];

/** Records looked at: enough to tell a separator from a mark in some text. */
const sample = 20;

/**
 * The delimiter of the CSV text that starts with `text`: of comma, semicolon, tab and bar the one that stands, outside
 * quotes, equally often in each of the first records, and among several the most frequent. If none does, the most
 * frequent in the first record; a comma if there is none at all.
 */
export function detectDelimiter(text: string, quote: string | null): string {
  const records: number[][] = [];
  let counts = candidates.map(() => 0);
  let quoted = false;
  let blank = true;
  for (let i = 0; i <= text.length && records.length < sample; i++) {
    const character = text[i];
    if (character === quote) quoted = !quoted;
    if (i === text.length || (!quoted && (character === '\n' || character === '\r'))) {
      if (!blank) records.push(counts);
      counts = candidates.map(() => 0);
      blank = true;
      continue;
    }
    if (character !== ' ') blank = false;
    const index = quoted ? -1 : candidates.indexOf(character);
    if (index >= 0) counts[index]++;
  }
  const first = records[0] ?? counts;
  const even = candidates.map((_, c) => first[c] > 0 && records.every((record) => record[c] === first[c]));
  const eligible = even.includes(true) ? even : first.map((count) => count > 0);
  let best = 0;
  for (let c = 0; c < candidates.length; c++) {
    if (eligible[c] && (!eligible[best] || first[c] > first[best])) best = c;
  }
  return candidates[best];
}

/** Another delimiter that `field`, the only one of its record, seems to be separated by. */
export function otherDelimiter(field: string, delimiter: string): string | undefined {
  return candidates.find((candidate) => candidate !== delimiter && field.includes(candidate));
}

/** A delimiter as it stands in a message, and in code. */
export function delimiterText(delimiter: string): string {
  return delimiter === '\t' ? "'\\t'" : `'${delimiter}'`;
}
