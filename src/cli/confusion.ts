import { ShapeError } from '../errors.ts';
import { tableText } from './table.ts';
import type { Terminal } from './terminal.ts';

/**
 * A confusion matrix as text: a row for each true class, a column for each predicted one, then how many rows the class
 * has and which share of them was found (recall; a dash for a class without rows). Hits are green, zeros dim.
 *
 *     true \ predicted  3  4    5  rows  recall
 *                    3  0  1    1     2   0.0 %
 *                    4  0  2    6     8  25.0 %
 *                    5  0  1  101   102  99.0 %
 *
 * @throws ShapeError unless the matrix has a row and a column for each label.
 */
export function confusionText(
  matrix: readonly (readonly number[])[],
  labels: readonly (string | number)[],
  terminal: Terminal,
): string {
  const k = labels.length;
  if (matrix.length !== k || matrix.some((row) => row.length !== k)) {
    throw new ShapeError(
      `confusionText: ${k} labels need a matrix [${k}, ${k}], got ${matrix.length} rows of ${matrix.map((row) => row.length).join(', ')}`,
    );
  }
  const { colors } = terminal;
  const rows = matrix.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const counts = row.map((count, j) => {
      if (count === 0) return colors.dim('0');
      return i === j ? colors.green(String(count)) : String(count);
    });
    const recall = total === 0 ? '–' : `${((row[i] / total) * 100).toFixed(1)} %`;
    return [colors.bold(String(labels[i])), ...counts, total, recall];
  });
  return tableText({ head: ['true \\ predicted', ...labels.map(String), 'rows', 'recall'], rows }, terminal);
}
