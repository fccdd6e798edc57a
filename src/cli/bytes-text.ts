/** A size for readers, in powers of 1,000: 4551 → '4.6 kB', 264426 → '264 kB'. Three digits from 100 on, else two. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < 3);
  return `${value.toFixed(value < 99.95 ? 1 : 0)} ${['kB', 'MB', 'GB', 'TB'][unit]}`;
}
