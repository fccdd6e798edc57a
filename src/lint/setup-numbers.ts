import type { Rows } from '../data/rows.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';
import { countText } from './wording.ts';

/** Inputs and targets that are no number that float32 can hold. */
export function* setupNumbers({ inputs, targets, columnNames }: Setup): Generator<Finding> {
  yield* notFinite('x', inputs, (j) => columnNames[j]);
  yield* notFinite('y', targets, (j) => String(j + 1));
}

function* notFinite(what: string, rows: Rows, nameOf: (column: number) => string): Generator<Finding> {
  let [count, first] = [0, -1];
  for (let row = 0; row < rows.count; row++) {
    for (let j = 0; j < rows.size; j++) {
      if (Number.isFinite(Math.fround(rows.at(row, j)))) continue;
      count++;
      if (first < 0) first = row * rows.size + j;
    }
  }
  if (count === 0) return;
  const [row, j] = [Math.floor(first / rows.size), first % rows.size];
  const value = rows.at(row, j);
  const isBeyond = Number.isFinite(value);
  const column = rows.size > 1 || what === 'x' ? { column: nameOf(j) } : {};
  const place = `row ${row + 1}${column.column === undefined ? '' : `, column '${column.column}'`}`;
  const message = isBeyond
    ? `${what} is ${value} at ${place}, too large for float32 (3.4e38), the first of ${countText(count, 'such number')}: take logarithms, or another unit`
    : `${what} is ${value} at ${place}${Number.isNaN(value) ? '' : ' (or was too large for float32, 3.4e38)'}, the first of ${countText(count, 'such number')}: drop such rows or fill the gaps before training`;
  yield { severity: 'error', rule: isBeyond ? 'float32-overflow' : 'non-finite', message, row: row + 1, ...column };
}

/** A column of inputs that is the target but for an offset and a factor. */
export function* inputIsTarget({ inputs, targets, columnNames }: Setup): Generator<Finding> {
  if (targets.size !== 1 || inputs.shape.length !== 1) return;
  let other = 1; // the first row whose target is not that of row 0
  while (other < targets.count && targets.at(other) === targets.at(0)) other++;
  if (other === targets.count || targets.count < leastRows) return;
  for (let j = 0; j < inputs.size; j++) {
    const factor = (inputs.at(other, j) - inputs.at(0, j)) / (targets.at(other) - targets.at(0));
    if (factor === 0 || !isLine(inputs, targets, j, factor)) continue;
    const column = columnNames[j];
    const message = `column '${column}' is the target in all ${inputs.count} rows${factor === 1 ? '' : ', but for an offset and a factor'}: leave it out of the features`;
    yield { severity: 'error', rule: 'target-leak', message, column };
  }
}

/** Two points always lie on a line; two classes do on as many as chance allows. */
const leastRows = 10;
/** What float32 leaves of a scaled column, with room to spare. */
const tolerance = 1e-4;

function isLine(inputs: Rows, targets: Rows, j: number, factor: number): boolean {
  const [x0, y0] = [inputs.at(0, j), targets.at(0)];
  for (let row = 1; row < inputs.count; row++) {
    const [expected, x] = [x0 + factor * (targets.at(row) - y0), inputs.at(row, j)];
    if (!(Math.abs(expected - x) <= tolerance * Math.max(Math.abs(factor), Math.abs(x)))) return false;
  }
  return true;
}
