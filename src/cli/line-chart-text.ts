import { figureText, padded, placesOf } from './explain-figure.ts';

/** Rows of a chart. */
const height = 11;

/**
 * A line in characters, from left to right over the values, which are evenly spaced, with the lowest and the highest value at its side.
 *
 *      0.1 ┤───╮
 *          │   ╰──╮
 *        0 ┤      ╰────
 *
 * @param width of the whole, in characters.
 * @param ends what stands under the left and the right end.
 */
export function lineChartLines(values: readonly number[], width: number, ends: readonly [string, string]): string[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const labels = [figureText(high), figureText(low / 2 + high / 2), figureText(low)];
  const places = Math.max(...labels.map(placesOf)) + 2;
  const columns = Math.max(10, width - places - 2);
  const span = high - low || 1;
  // Row 0 is the top one; a constant runs along the bottom.
  const rowAt = (column: number): number => {
    const value = values[Math.round((column * (values.length - 1)) / (columns - 1))];
    return Math.round(((high - value) / span) * (height - 1));
  };
  const flat = low === high;
  const rows = Array.from({ length: flat ? 1 : height }, () => new Array<string>(columns).fill(' '));
  let before = flat ? 0 : rowAt(0);
  for (let column = 0; column < columns; column++) {
    const row = flat ? 0 : rowAt(column);
    if (row === before) rows[row][column] = '─';
    else {
      rows[before][column] = row > before ? '╮' : '╯';
      rows[row][column] = row > before ? '╰' : '╭';
      for (let between = Math.min(row, before) + 1; between < Math.max(row, before); between++) {
        rows[between][column] = '│';
      }
    }
    before = row;
  }
  const labelled = new Map(flat ? [[0, labels[0]]] : labels.map((label, i) => [(i * (height - 1)) / 2, label]));
  const drawn = rows.map((cells, row) => {
    const label = labelled.get(row);
    const side = label === undefined ? ' '.repeat(places) : ' '.repeat(places - placesOf(label)) + label;
    return `${side} ${label === undefined ? '│' : '┤'}${cells.join('')}`.trimEnd();
  });
  const [left, right] = ends;
  const under = ' '.repeat(places + 2) + padded(left, columns - right.length) + right;
  return [...drawn, `${' '.repeat(places + 1)}└${'─'.repeat(columns)}`, under];
}
