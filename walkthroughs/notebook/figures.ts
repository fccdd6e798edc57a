/** The figures of several seeds, and how the walkthroughs write them. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation: of n values, the squares are divided by n − 1. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** Student's t that 97.5 % of draws stay below, by degrees of freedom. Fisher & Yates, 1938, table III. */
const quantiles: Readonly<Record<number, number>> = { 2: 4.303, 4: 2.776, 9: 2.262 };

/** The 95 % interval of the mean of 3, 5 or 10 differences, one for each seed: mean ± t · deviation / √n. */
export function interval(differences: readonly number[]): [low: number, high: number] {
  const n = differences.length;
  const t = quantiles[n - 1];
  if (t === undefined) throw new RangeError(`interval: expected 3, 5 or 10 differences, got ${n}`);
  const reach = (t * deviation(differences)) / Math.sqrt(n);
  return [mean(differences) - reach, mean(differences) + reach];
}

/** A whole number with commas: 34299 as '34,299'. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A share in per cent: 0.606 as '60.6'. */
export function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** Shares in per cent, mean ± deviation: '60.6 ± 3.4'. */
export function spread(shares: readonly number[], digits = 1): string {
  return `${percent(mean(shares), digits)} ± ${percent(deviation(shares), digits)}`;
}

/** A difference of shares in points, with its sign: '+0.4', '−5.4', '0.0'. */
export function points(difference: number, digits = 1): string {
  const text = percent(Math.abs(difference), digits);
  if (Number(text) === 0) return text;
  return (difference < 0 ? '−' : '+') + text;
}

/** Lines of cells below each other, the first column to the left and the others to the right. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => String(row[j]).length)));
  const line = (row: readonly (string | number)[]): string =>
    row.map((cell, j) => (j === 0 ? String(cell).padEnd(widths[j]) : String(cell).padStart(widths[j]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** A long text in lines of 76 characters at most, all but the first indented. */
export function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.trim() !== '' && `${line} ${word}`.length > 76) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
