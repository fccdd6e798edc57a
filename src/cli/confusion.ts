import { ShapeError } from '../errors.ts';
import { percentText } from '../experiments/figure-text.ts';
import { tableText } from './table.ts';
import { type Terminal, widthOf } from './terminal.ts';

/**
 * A confusion matrix as text: a row for each true class, a column for each predicted one, then how many rows the class
 * has and which share of them was found (recall; a dash for a class without rows). Hits are green, zeros dim.
 *
 *     true \ predicted  3  4    5  rows  recall
 *                    3  0  1    1     2   0.0 %
 *                    4  0  2    6     8  25.0 %
 *                    5  0  1  101   102  99.0 %
 *
 * Where that is too wide for the terminal, columns are numbered; where that is too, each class has a row that says what it
 * was most often taken for.
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
  const names = labels.map(String);
  const numbers = names.map((_, i) => `#${i + 1}`);
  const numbered = names.map((name, i) => `${numbers[i]} ${name}`);
  const texts = [
    () => squareText(matrix, names, names, terminal),
    () => squareText(matrix, numbered, numbers, terminal),
    () => listText(matrix, names, terminal),
  ];
  let text = '';
  for (const make of texts) {
    text = make();
    if (widthOf(text) <= terminal.width) break;
  }
  return text;
}

function squareText(
  matrix: readonly (readonly number[])[],
  names: readonly string[],
  columns: readonly string[],
  terminal: Terminal,
): string {
  const { colors } = terminal;
  const rows = matrix.map((row, i) => {
    const counts = row.map((count, j) => {
      if (count === 0) return colors.dim('0');
      return i === j ? colors.green(String(count)) : String(count);
    });
    return [colors.bold(names[i]), ...counts, total(row), recall(row, i)];
  });
  return tableText({ head: ['true \\ predicted', ...columns, 'rows', 'recall'], rows }, terminal);
}

function listText(matrix: readonly (readonly number[])[], names: readonly string[], terminal: Terminal): string {
  const rows = matrix.map((row, i) => {
    const wrong = row.map((count, j) => (i === j ? 0 : count));
    const most = Math.max(...wrong);
    const mistaken = most === 0 ? '–' : `${names[wrong.indexOf(most)]} (${most})`;
    return [terminal.colors.bold(names[i]), total(row), recall(row, i), mistaken];
  });
  return tableText({ head: ['true', 'rows', 'recall', 'most often taken for'], rows }, terminal);
}

function total(row: readonly number[]): number {
  return row.reduce((sum, count) => sum + count, 0);
}

function recall(row: readonly number[], i: number): string {
  return total(row) === 0 ? '–' : percentText(row[i] / total(row));
}
