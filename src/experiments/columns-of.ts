import type { TableBlock } from '../report/document.ts';

/** Columns that stand to the right, but for the first. */
export function columnsOf(titles: readonly string[]): TableBlock['columns'] {
  return titles.map((title, i) => ({ title, align: i === 0 ? 'left' : 'right' }));
}
