/** Blocks of reports that several experiments have. */
import type { ChartBlock, TableBlock } from '../report/document.ts';
import type { WordTable } from './comparison-words.ts';

/** A table of texts: its first column to the left, the others to the right. */
export function wordTableBlock(caption: string, { head, rows, strong }: WordTable): TableBlock {
  const columns = head.map((title, j) => ({ title, align: j === 0 ? ('left' as const) : ('right' as const) }));
  return { kind: 'table', caption, columns, rows, ...(strong !== undefined && { strong: [strong] }) };
}

/** How often each class, a row, was taken for each, a column. */
export function confusionBlock(
  caption: string,
  classes: readonly string[],
  values: readonly (readonly number[])[],
): ChartBlock {
  return {
    kind: 'chart',
    caption,
    chart: {
      kind: 'heatMap',
      rowTitle: 'true class',
      columnTitle: 'predicted class',
      rows: classes,
      columns: classes,
      values,
      mutedDiagonal: true,
    },
  };
}
